import type { MemberModel, PackageModel } from "../model.js";
import { fetchCall } from "./web.js";

const asks: MemberModel = {
  byName: "declared",
  writes: ["process", "fs", "net", "db"],
  latency: "io",
  decidedBy: { by: "channel", argument: 0 },
};
const tells: MemberModel = { writes: ["process", "fs", "net", "db"] };
const pure: MemberModel = {};
const looksAt: MemberModel = { reads: ["process"] };
const inquires: MemberModel = { reads: ["process"], latency: "io" };
const alters: MemberModel = { writes: ["process"], latency: "io" };
const readsCookies: MemberModel = { reads: ["db.cookies"], latency: "io" };
const writesCookies: MemberModel = { writes: ["db.cookies"], latency: "io" };

/**
 * What a window asks of the process that opened it, by the name of a channel, and what that process asks of the system and of
 * its sessions. What is shown to a user is left unknown, since it has an order.
 */
export const electron: PackageModel = {
  package: ["electron", "electron/renderer", "electron/main", "@electron/remote"],
  system: "electron",
  exports: {
    "app.getPath app.getAppPath app.getName app.getVersion app.getLocale app.getSystemLocale app.getLocaleCountryCode app.getPreferredSystemLanguages app.isPackaged":
      pure,
    "app.isReady app.whenReady app.getAppMetrics app.getGPUFeatureStatus app.getLoginItemSettings app.getBadgeCount app.isInApplicationsFolder app.hasSingleInstanceLock":
      looksAt,
    "app.getGPUInfo app.getApplicationInfoForProtocol desktopCapturer.getSources": inquires,
    "app.getFileIcon nativeImage.createThumbnailFromPath": { reads: ["fs(0)"], latency: "io" },
    "nativeImage.createFromPath": { reads: ["fs(0)"] },
    "nativeImage.create*": pure,
    "app.setProxy app.resolveProxy app.configureHostResolver": alters,
    "BrowserWindow.getAllWindows BrowserWindow.getFocusedWindow BrowserWindow.fromWebContents BrowserWindow.fromId webContents.getAllWebContents webContents.fromId screen.* powerMonitor.get* powerMonitor.is* nativeTheme.shouldUse* systemPreferences.get* systemPreferences.is* safeStorage.isEncryptionAvailable net.isOnline":
      looksAt,
    "safeStorage.encryptString safeStorage.decryptString": pure,
    "clipboard.read* clipboard.has* clipboard.availableFormats": looksAt,
    "clipboard.write* clipboard.clear": { writes: ["process"] },
    "net.fetch": fetchCall,
    "net.resolveHost": { reads: ["net"], latency: "io" },
    "session.defaultSession": { value: "Session" },
    "session.fromPartition session.fromPath": { returns: "Session" },
    "shell.openExternal shell.openPath shell.trashItem": {
      writes: ["process", "fs"],
      latency: "io",
    },
    "ipcRenderer.invoke": asks,
    "ipcRenderer.send ipcRenderer.sendSync ipcRenderer.sendToHost ipcRenderer.postMessage": tells,
  },
  types: {
    IpcRenderer: {
      members: {
        invoke: asks,
        "send sendSync sendToHost postMessage": tells,
        "on once off addListener removeListener removeAllListeners": { changes: ["receiver"] },
      },
    },
    "BrowserWindow BaseWindow WebContentsView": {
      members: { webContents: { value: "WebContents" }, capturePage: inquires },
    },
    WebContents: {
      members: {
        session: { value: "Session" },
        "capturePage printToPDF getPrintersAsync": inquires,
        "getURL getTitle getType getUserAgent getZoomFactor getZoomLevel getProcessId getOSProcessId isDestroyed isLoading isFocused isDevToolsOpened":
          looksAt,
        "send postMessage sendToFrame": tells,
      },
    },
    Session: {
      members: {
        cookies: { value: "Cookies" },
        "getCacheSize getBlobData": inquires,
        "resolveProxy resolveHost": { reads: ["net"], latency: "io" },
        fetch: fetchCall,
        "getUserAgent getStoragePath isPersistent getAllExtensions getExtension getPreloadScripts":
          looksAt,
        "clearStorageData clearData": { writes: ["process", "db.cookies"], latency: "io" },
        "clear* setProxy closeAllConnections forceReloadProxyConfig loadExtension": alters,
      },
    },
    Cookies: {
      members: { get: readsCookies, "set remove flushStore": writesCookies },
    },
  },
};

/** What a preload script hands to a window, in the form that a toolkit gives it. */
export const electronPreload: PackageModel = {
  package: "@electron-toolkit/preload",
  types: {
    ElectronAPI: { members: { ipcRenderer: { value: "electron:IpcRenderer" } } },
  },
};

/** Passwords that the system keeps, and settings in a file, each asked for by its key. */
export const keptSettings: PackageModel = {
  package: ["keytar", "electron-settings"],
  system: "settings",
  exports: {
    "getPassword findPassword findCredentials get has": { reads: ["db"], latency: "io" },
    "getSync hasSync": { reads: ["db"] },
    "setPassword deletePassword set unset": { writes: ["db"], latency: "io" },
    "setSync unsetSync configure reset": { writes: ["db"] },
  },
};
