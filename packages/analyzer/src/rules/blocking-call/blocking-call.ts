import type { Confidence } from "../../finding.js";
import { importsOf } from "../../model/imports.js";
import { ts } from "../../model/syntax.js";
import type { CallFacts } from "../../model/type-source.js";
import { unwrap } from "../../model/unwrap.js";
import type { Rule } from "../rule.js";
import { asyncFix } from "./async-fix.js";
import { type Heat, heatOf } from "./heat.js";
import { type BlockingCall, isDeclaredIn, knownBlockingCall } from "./known-calls.js";

/** A call that holds up the whole thread, where others wait for it. */
export const blockingCall: Rule = {
  meta: {
    id: "blocking-call",
    summary: "A call blocks the whole thread in async code that others wait behind",
    severity: "warning",
    presets: ["recommended", "strict"],
    fixSafety: "suggested",
    counterparts: ["n/no-sync", "node/no-sync"],
  },
  defaults: {},
  kinds: [ts.SyntaxKind.CallExpression],
  visit(node, context) {
    if (!ts.isCallExpression(node)) return;
    const name = calledName(node, context.file);
    if (name === undefined || !/Sync$|^(?:sync|wait)$/.test(name)) return;
    const asked = context.callOf(node);
    context.decide(() => {
      const blocking = blockingOf(node, name, asked(), context.file);
      if (blocking === undefined) return;
      const heat = heatOf(node, context);
      if (heat === undefined) return;
      context.report({
        at: node,
        message: `\`${name}\` holds up the whole thread while it waits for ${blocking.waitsFor}: ${consequence(heat)}. Use ${blocking.instead}`,
        confidence: confidenceOf(heat, blocking),
        ...("at" in heat ? { related: [related(heat)] } : {}),
        ...asyncFix(node, context),
      });
    });
  },
};

// The name that the module gives it, and not the one that the file does.
function calledName(call: ts.CallExpression, file: ts.SourceFile): string | undefined {
  const callee = unwrap(call.expression);
  if (ts.isIdentifier(callee)) {
    const imported = importsOf(file).get(callee.text)?.name;
    return imported === undefined || imported === "default" ? callee.text : imported;
  }
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : undefined;
}

// By where it is declared; where the types are not there, by where it is imported from.
function blockingOf(
  call: ts.CallExpression,
  name: string,
  facts: CallFacts | undefined,
  file: ts.SourceFile,
): BlockingCall | undefined {
  const target = facts?.target;
  if (target?.origin !== undefined) {
    const { name: declared, origin } = target;
    return knownBlockingCall(declared, (module) => isDeclaredIn(origin, module));
  }
  const callee = unwrap(call.expression);
  const root = ts.isPropertyAccessExpression(callee) ? unwrap(callee.expression) : callee;
  const imported = ts.isIdentifier(root) ? importsOf(file).get(root.text) : undefined;
  if (imported === undefined) return undefined;
  const exported = root === callee ? imported.name : name;
  return knownBlockingCall(exported, (module) => bare(imported.module) === bare(module));
}

function bare(module: string): string {
  return module.replace(/^node:/, "");
}

function consequence({ kind }: Heat): string {
  switch (kind) {
    case "handler":
      return "no other request is served meanwhile";
    case "coroutine":
      return "no other task of the loop runs meanwhile";
    case "loop":
    case "once":
    case "start":
      return "nothing else in the process runs meanwhile";
  }
}

function related(heat: Extract<Heat, { at: ts.Node }>): { at: ts.Node; message: string } {
  const owner = heat.at as ts.FunctionLikeDeclaration;
  const message =
    heat.kind === "handler" ? "This serves requests" : "This runs as a task of the runtime";
  return { at: owner.name ?? owner.parameters[0] ?? owner, message };
}

function confidenceOf({ kind }: Heat, { short }: BlockingCall): Confidence {
  switch (kind) {
    case "handler":
    case "coroutine":
      return short ? "medium" : "high";
    case "loop":
      return short ? "low" : "medium";
    case "once":
    case "start":
      return "low";
  }
}
