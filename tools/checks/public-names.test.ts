import { expect, test } from "@jest/globals";
import { publicNames } from "../public-names.js";
import listed from "../public-names.json" with { type: "json" };

test("the packages export the names listed in tools/public-names.json, and no others", () => {
  // After a change that is meant, `npm run public-names` writes the list anew.
  expect(publicNames()).toEqual(listed);
});
