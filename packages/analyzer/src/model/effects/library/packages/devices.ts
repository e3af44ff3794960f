import type { MemberModel, PackageModel } from "../model.js";

const pure: MemberModel = {};
const asks: MemberModel = { reads: ["process"], latency: "io" };
const tells: MemberModel = { reads: ["process"], writes: ["process"], latency: "io" };

/** What an application asks of the device that it runs on. */
export const devices: PackageModel = {
  package: [
    "expo-application",
    "expo-battery",
    "expo-calendar",
    "expo-cellular",
    "expo-contacts",
    "expo-device",
    "expo-localization",
    "expo-location",
    "expo-media-library",
    "expo-network",
    "expo-notifications",
    "@capacitor/app",
    "@capacitor/device",
    "@capacitor/geolocation",
    "@capacitor/network",
  ],
  exports: {
    // Where a question may open a window, one comes after the other.
    "request* get*Permission*": { ...tells, hazard: "ui" },
    "get*Async has*Async is*Async reverseGeocodeAsync geocodeAsync": asks,
    "App.getInfo App.getState App.getLaunchUrl Device.get* Network.getStatus Geolocation.getCurrentPosition Geolocation.checkPermissions":
      asks,
    "*Async": tells,
  },
};

/** Files of a device. */
export const deviceFiles: PackageModel = {
  package: ["expo-file-system", "expo-file-system/legacy"],
  exports: {
    "readAsStringAsync getInfoAsync readDirectoryAsync": { reads: ["fs(0)"], latency: "io" },
    "getContentUriAsync getFreeDiskStorageAsync getTotalDiskCapacityAsync": asks,
    "writeAsStringAsync deleteAsync makeDirectoryAsync": { writes: ["fs(0)"], latency: "io" },
    "moveAsync copyAsync": { reads: ["fs"], writes: ["fs"], latency: "io" },
    "downloadAsync uploadAsync": { reads: ["net"], writes: ["fs", "net"], latency: "io" },
  },
};

/** Settings that a device keeps by their keys. */
export const devicePreferences: PackageModel = {
  package: ["@capacitor/preferences", "@capacitor/storage"],
  system: "preferences",
  exports: {
    "Preferences.get Preferences.keys Storage.get Storage.keys": { reads: ["db"], latency: "io" },
    "Preferences.* Storage.*": { reads: ["db"], writes: ["db"], latency: "io" },
  },
};

/** Notes in Obsidian's vault. */
export const obsidian: PackageModel = {
  package: "obsidian",
  exports: {
    "request requestUrl": { reads: ["net"], writes: ["net"], latency: "io" },
    "normalizePath parseYaml stringifyYaml moment Platform.*": pure,
  },
  types: {
    App: { members: { vault: { value: "Vault" } } },
    "Plugin PluginSettingTab Modal": { members: { app: { value: "App" } } },
    Vault: {
      members: {
        adapter: { value: "DataAdapter" },
        "read cachedRead readBinary": { reads: ["fs(0)"], latency: "io" },
        "getAbstractFileByPath getFileByPath getFolderByPath getFiles getMarkdownFiles getAllLoadedFiles getName getRoot getResourcePath":
          pure,
        "create createBinary createFolder modify modifyBinary append process delete trash rename copy":
          { reads: ["fs"], writes: ["fs"], latency: "io" },
      },
    },
    "DataAdapter FileSystemAdapter": {
      members: {
        "read readBinary exists stat list": { reads: ["fs(0)"], latency: "io" },
        "write writeBinary append process mkdir remove rmdir rename copy trashSystem trashLocal": {
          reads: ["fs"],
          writes: ["fs"],
          latency: "io",
        },
      },
    },
  },
};

/** Home Assistant and OBS, which answer many questions over one socket. */
export const homeAutomation: PackageModel = {
  package: ["home-assistant-js-websocket", "obs-websocket-js"],
  exports: {
    "getStates getServices getConfig getUser": { reads: ["net"], latency: "io" },
    callService: { reads: ["net"], writes: ["net"], latency: "io" },
  },
  types: {
    OBSWebSocket: {
      members: {
        call: {
          reads: ["net"],
          writes: ["net"],
          latency: "io",
          decidedBy: { by: "literal", argument: 0, reading: ["Get*"], unset: "writes" },
        },
      },
    },
  },
};
