/** Packages whose functions that return a promise are steps of a test, by the types they declare. */
export const stepPackages: readonly string[] = [
  "@playwright/test",
  "playwright",
  "playwright-core",
  "@testing-library/dom",
  "@testing-library/user-event",
  "@vitest/browser",
  "ava",
  "tap",
  "vitest",
];

/** The modules of Node's assertions. */
export const assertModules: readonly string[] = ["node:assert", "node:assert/strict"];

/** A module specifier of Node's assertions. */
export const assertSpecifier = /^(?:node:)?assert(?:\/strict)?$/;

/** A module specifier of Playwright's test runner or library. */
export const playwrightSpecifier =
  /^(?:@playwright\/(?:test|experimental-ct-\w+)|playwright(?:-core)?)(?:\/|$)/;

/** A module specifier of testing-library, for any framework. */
export const testingLibrarySpecifier = /^@testing-library\/(?!user-event|jest-dom)/;

/** A module specifier of testing-library's simulated user. */
export const userEventSpecifier = /^@testing-library\/user-event/;

/** Matchers of Playwright that wait until they hold. */
export const webFirstMatchers: ReadonlySet<string> = new Set([
  "toBeAttached",
  "toBeChecked",
  "toBeDisabled",
  "toBeEditable",
  "toBeEmpty",
  "toBeEnabled",
  "toBeFocused",
  "toBeHidden",
  "toBeInViewport",
  "toBeOK",
  "toBeVisible",
  "toContainClass",
  "toContainText",
  "toHaveAccessibleDescription",
  "toHaveAccessibleErrorMessage",
  "toHaveAccessibleName",
  "toHaveAttribute",
  "toHaveClass",
  "toHaveCount",
  "toHaveCSS",
  "toHaveId",
  "toHaveJSProperty",
  "toHaveRole",
  "toHaveScreenshot",
  "toHaveText",
  "toHaveTitle",
  "toHaveURL",
  "toHaveValue",
  "toHaveValues",
  "toMatchAriaSnapshot",
  "toPass",
]);

/** What a page or a locator of Playwright does that has to be waited for. */
export const pageActions: ReadonlySet<string> = new Set([
  "blur",
  "check",
  "clear",
  "click",
  "dblclick",
  "dispatchEvent",
  "dragAndDrop",
  "dragTo",
  "evaluate",
  "fill",
  "focus",
  "goBack",
  "goForward",
  "goto",
  "hover",
  "press",
  "pressSequentially",
  "reload",
  "screenshot",
  "scrollIntoViewIfNeeded",
  "selectOption",
  "selectText",
  "setChecked",
  "setContent",
  "setInputFiles",
  "tap",
  "type",
  "uncheck",
  "waitFor",
  "waitForFunction",
  "waitForLoadState",
  "waitForSelector",
  "waitForTimeout",
  "waitForURL",
]);

/** What testing-library's simulated user does. */
export const userActions: ReadonlySet<string> = new Set([
  "clear",
  "click",
  "copy",
  "cut",
  "dblClick",
  "deselectOptions",
  "hover",
  "keyboard",
  "paste",
  "pointer",
  "selectOptions",
  "tab",
  "tripleClick",
  "type",
  "unhover",
  "upload",
]);
