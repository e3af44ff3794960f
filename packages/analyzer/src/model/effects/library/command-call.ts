import { ts } from "../../syntax.js";
import type { CallFacts } from "../../type-source.js";
import { commandsIn } from "./decide.js";
import type { LibraryCall, ResourceUse } from "./library-models.js";
import { calleeOf, memberName, receiverOf } from "./library-values.js";
import { plainCall } from "./plain-call.js";
import { isReadingCommand } from "./redis-command.js";

/**
 * What a call does that hands commands of Redis, in words, to something that is named for being its client:
 * `redisClient.sendCommand(["TTL", key])`, and a list of commands. Whatever the project's own client does on the way,
 * the command says what comes of it; what a caller hands on, the caller says.
 */
export function commandCall(
  call: ts.CallLikeExpression,
  facts: CallFacts | undefined,
  initializerOf: (name: ts.Identifier) => ts.Expression | undefined,
): LibraryCall | undefined {
  const callee = ts.isCallExpression(call) ? calleeOf(call) : undefined;
  const receiver = callee === undefined ? undefined : receiverOf(callee);
  if (!ts.isCallExpression(call) || callee === undefined || receiver === undefined) {
    return undefined;
  }
  const name = memberName(callee) ?? "";
  if (!sendsCommands.test(name) || facts?.returns.thenable === "none") return undefined;
  if (!isClient(facts, receiver)) return undefined;
  const commands = commandsIn(call.arguments, initializerOf);
  // What is handed on by a body that can be read is followed into it.
  if (commands === undefined && !isOnlyDeclared(facts)) return undefined;
  const uses: ResourceUse[] = [{ kind: "db", system: "redis", key: receiver }];
  return {
    ...plainCall(`Redis ${name}`),
    reads: uses,
    writes: commands?.every(isReadingCommand) === true ? [] : uses,
    decidedBy: { by: "redis", argument: 0 },
    latency: "io",
    returns: "fresh",
  };
}

// By the class or interface that declares the method; by the name of what it is called on where there is none.
function isClient(facts: CallFacts | undefined, receiver: ts.Expression): boolean {
  const declarations = facts?.target?.declarations ?? [];
  if (declarations.length === 0) return isRedis.test(memberName(receiver) ?? receiver.getText());
  return declarations.every(({ parent }) => {
    const isOwner = ts.isClassLike(parent) || ts.isInterfaceDeclaration(parent);
    if (!isOwner) return false;
    const bases = (parent.heritageClauses ?? []).flatMap(({ types }) => [...types]);
    return [parent.name, ...bases].some((one) => isRedis.test(one?.getText() ?? ""));
  });
}

function isOnlyDeclared(facts: CallFacts | undefined): boolean {
  const declarations = facts?.target?.declarations ?? [];
  return (
    declarations.length > 0 &&
    declarations.every((one) => !("body" in one && one.body !== undefined))
  );
}

const isRedis = /redis|valkey/i;
const sendsCommands =
  /^(call|callBuffer|command|customCommand|(execute|exec|raw|run|send)_?(Commands?|Pipeline)|send_command)$/i;
