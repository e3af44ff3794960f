export { runLanguageServer } from "./command-line.js";
export { serve } from "./language-server.js";
export { ResilientMessageReader } from "./message-reader.js";
export { defaultSettings, type Settings } from "./settings.js";
export { version } from "./version.js";
