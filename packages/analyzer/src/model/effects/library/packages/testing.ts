import type { MemberModel, PackageModel } from "../model.js";

const step: MemberModel = {
  reads: ["dom"],
  writes: ["dom", "net"],
  latency: "io",
  hazard: "test",
};

/** Browser automation: each step needs the page as the step before has left it. */
export const browsers: PackageModel = {
  package: [
    "playwright",
    "playwright-core",
    "@playwright/test",
    "playwright-chromium",
    "puppeteer",
    "puppeteer-core",
    "webdriverio",
    "@wdio/*",
    "selenium-webdriver",
    "cypress",
    "testcafe",
    "nightwatch",
    "detox",
    "appium",
    "taiko",
    "@nut-tree/nut-js",
  ],
  exports: {
    "chromium firefox webkit": { value: "Browser" },
    "launch connect remote multiremote": { ...step, returns: "Browser" },
    "test test.* describe it before* after*": { hazard: "test" },
    "expect expect.*": { hazard: "test", returns: "Assertions" },
    "*": step,
  },
  types: {
    "Page Frame Locator FrameLocator Browser BrowserContext BrowserType ElementHandle JSHandle Keyboard Mouse Touchscreen Dialog Download Worker CDPSession APIRequestContext Response Request Route TestController WebDriver WebElement Element ChainablePromiseElement ChainablePromiseArray Client Android ElectronApplication Target HTTPRequest HTTPResponse":
      {
        hazard: "test",
        members: {
          "getBy* locator frameLocator first last nth filter or and": { returns: "Locator" },
          newPage: { ...step, returns: "Page" },
          newContext: { ...step, returns: "BrowserContext" },
          "$ $$ waitForSelector": { ...step, returns: "ElementHandle" },
          "on once off url": {},
          "*": step,
        },
      },
    "Assertions PageAssertions LocatorAssertions GenericAssertions APIResponseAssertions": {
      hazard: "test",
      members: { "not resolves rejects soft": { value: "Assertions" }, "*": step },
    },
    Chainable: { hazard: "test", chain: { writes: "click type", uses: "dom" } },
  },
};

export const testingLibrary: PackageModel = {
  package: [
    "@testing-library/*",
    "@vue/test-utils",
    "enzyme",
    "react-dom/test-utils",
    "react-test-renderer",
    "supertest",
    "nock",
    "msw",
    "@nestjs/testing",
    "@solidjs/testing-library",
    "ink-testing-library",
  ],
  exports: {
    "default.setup userEvent.setup setup": { returns: "UserEvent" },
    "*": step,
  },
  types: {
    "UserEvent VueWrapper DOMWrapper SuperTest Test TestingModule ReactTestRenderer ReactWrapper": {
      hazard: "test",
      members: { "*": step },
    },
  },
};

/** Test frameworks: what stands in a test runs in its order. */
export const testFrameworks: PackageModel = {
  package: [
    "jest",
    "@jest/globals",
    "vitest",
    "test",
    "mocha",
    "ava",
    "tap",
    "jasmine",
    "qunit",
    "uvu",
    "bun:test",
    "chai",
    "chai-as-promised",
    "sinon",
    "expect",
    "fast-check",
  ],
  exports: {
    "test it describe suite before* after* test.* it.* describe.* setup teardown": {
      hazard: "test",
    },
    "expect expect.*": { hazard: "test", returns: "Assertion" },
    "*": { hazard: "test", writes: ["process"] },
  },
  types: {
    "Assertion Matchers JestMatchers JestMatchersShape ExpectStatic": {
      hazard: "test",
      members: { "*": { hazard: "test", value: "Assertion" } },
    },
    "TestContext SuiteContext ExecutionContext": {
      hazard: "test",
      members: { "*": { hazard: "test", writes: ["process"] } },
    },
  },
};
