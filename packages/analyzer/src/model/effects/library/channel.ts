import { asksByName } from "../named-read.js";

/**
 * Tells whether a channel between processes is named for what it brings, and for nothing that is done on the way:
 * `get-user`, `store:get:value`, `users/list`.
 */
export function isReadingChannel(channel: string): boolean {
  const parts = channel.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2").split(/[^A-Za-z0-9]+/);
  const words = parts.filter((part) => part !== "").map((part) => part.toLowerCase());
  const at = words.findIndex((word) => asks.test(word));
  if (at < 0 || words.some((word) => acts.test(word))) return false;
  const brought = at === words.length - 1 ? words.slice(0, at) : words.slice(at + 1);
  const named = brought.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return named !== "" && asksByName(`${words[at]}${named}`);
}

const asks = /^(get|fetch|find|list|query|count|describe|lookup|retrieve|search)$/;
const acts =
  /^(add|apply|begin|cancel|change|check|clear|close|connect|create|delete|download|enable|disable|ensure|exec|execute|import|init|install|launch|login|logout|move|open|pick|play|put|register|reload|remove|rename|request|reset|restart|run|save|select|send|set|show|start|stop|subscribe|sync|toggle|update|upload|write)$/;
