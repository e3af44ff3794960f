import type { Confidence } from "../../finding.js";
import { type Import, importsFrom, importsOf } from "../../model/imports.js";
import { isFromPackage } from "../../model/specifier.js";
import { ts } from "../../model/syntax.js";
import type { CallFacts, TypeFacts } from "../../model/type-source.js";
import { unwrap } from "../../model/unwrap.js";
import type { Chain } from "./chain.js";
import {
  assertModules,
  assertSpecifier,
  pageActions,
  playwrightSpecifier,
  stepPackages,
  testingLibrarySpecifier,
  userActions,
  userEventSpecifier,
  webFirstMatchers,
} from "./known-steps.js";

/** What a statement of a test starts and does not wait for. */
export interface Step {
  readonly kind: "action" | "assertion" | "query";
  readonly confidence: Confidence;
}

/** Says by its types what a chain is as a step of a test. */
export function stepByType(
  chain: Chain,
  type: TypeFacts,
  call: CallFacts | undefined,
): Step | undefined {
  if (!type.parts.some((part) => part.thenable !== "none")) return undefined;
  const last = chain.names.at(-1) ?? "";
  if (chain.names.slice(0, 2).includes("expect")) return assertion;
  const origin = call?.target?.origin;
  if (origin === undefined) return undefined;
  if (assertModules.some((module) => isFromPackage(origin, module))) {
    return rejections.has(last) ? assertion : undefined;
  }
  if (isFromPackage(origin, "@std/assert")) return assertion;
  // What else these packages run, such as a test itself, gives no promise.
  const known =
    typeof origin.from === "object" && origin.from.package.startsWith("@testing-library/")
      ? true
      : stepPackages.some((name) => isFromPackage(origin, name));
  if (!known) return undefined;
  return { kind: kindOf(last), confidence: "high" };
}

/** Says by names and imports what a chain is, where its types are not there. */
export function stepByName(chain: Chain, file: ts.SourceFile): Step | undefined {
  const { called, names, root } = chain;
  const last = names.at(-1) ?? "";
  const imported = importsOf(file).get(root.text);
  if (names[0] === "expect") return expectation(chain, imported, file);
  if (!called) return undefined;
  if (rejections.has(last) || last === "assertRejects") {
    return imported !== undefined && /^(?:@std\/assert|jsr:@std\/assert)/.test(imported.module)
      ? assertion
      : imported !== undefined && assertSpecifier.test(imported.module)
        ? assertion
        : undefined;
  }
  if (/^(?:throwsAsync|notThrowsAsync)$/.test(last) && importsFrom(file, /^ava$/)) return assertion;
  if (importsFrom(file, playwrightSpecifier)) {
    if (root.text === "page" && names.length > 1 && pageActions.has(last)) return action;
    if (names.join(".") === "test.step" && imported !== undefined) return action;
  }
  if (isTestingLibraryQuery(chain, file)) return { kind: "query", confidence: "high" };
  if (imported !== undefined && testingLibrarySpecifier.test(imported.module)) {
    return /^waitFor(?:ElementToBeRemoved)?$/.test(imported.name) ? action : undefined;
  }
  // Until version 14 these were synchronous.
  if (names.length === 2 && userActions.has(last) && isSimulatedUser(root, imported, file)) {
    return { kind: "action", confidence: "medium" };
  }
  return undefined;
}

/** Tells a `findBy` query of testing-library by its name and the file's imports. */
export function isTestingLibraryQuery({ called, names }: Chain, file: ts.SourceFile): boolean {
  return (
    called &&
    /^find(?:All)?By[A-Z]/.test(names.at(-1) ?? "") &&
    importsFrom(file, testingLibrarySpecifier)
  );
}

const assertion: Step = { kind: "assertion", confidence: "high" };
const action: Step = { kind: "action", confidence: "high" };

const rejections = new Set(["doesNotReject", "rejects"]);

function kindOf(name: string): Step["kind"] {
  if (/^find(?:All)?By[A-Z]/.test(name)) return "query";
  return /^(?:rejects|resolves|throwsAsync|notThrowsAsync|doesNotReject)$/.test(name)
    ? "assertion"
    : "action";
}

function expectation(
  { called, names }: Chain,
  imported: Import | undefined,
  file: ts.SourceFile,
): Step | undefined {
  const last = names.at(-1) ?? "";
  const settles = names.some((name) => name === "resolves" || name === "rejects");
  if (settles && called && !/^(?:resolves|rejects)$/.test(last)) return assertion;
  const promised = /^(?:eventually|fulfilled|rejected|rejectedWith|fulfilledWith)$/;
  if (names.some((name) => promised.test(name))) {
    return importsFrom(file, /^chai(?:-as-promised)?$/) ? assertion : undefined;
  }
  if (!called) return undefined;
  if (names[1] === "poll" && names.length > 2) return assertion;
  return imported !== undefined &&
    playwrightSpecifier.test(imported.module) &&
    webFirstMatchers.has(last)
    ? assertion
    : undefined;
}

// `userEvent.click()`, or `user.click()` after `const user = userEvent.setup()`.
function isSimulatedUser(
  root: ts.Identifier,
  imported: Import | undefined,
  file: ts.SourceFile,
): boolean {
  if (imported !== undefined) return userEventSpecifier.test(imported.module);
  if (!importsFrom(file, userEventSpecifier)) return false;
  const declares = (node: ts.Node): boolean =>
    (ts.isVariableDeclaration(node) &&
      ts.isIdentifier(node.name) &&
      node.name.text === root.text &&
      node.initializer !== undefined &&
      isSetup(unwrap(node.initializer))) ||
    (ts.forEachChild(node, (child) => declares(child) || undefined) ?? false);
  return declares(file);
}

function isSetup(made: ts.Expression): boolean {
  return (
    ts.isCallExpression(made) &&
    ts.isPropertyAccessExpression(made.expression) &&
    made.expression.name.text === "setup"
  );
}
