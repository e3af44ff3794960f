import { expect, test } from "@jest/globals";
import { mentionedIn } from "./mentioned-lib.js";

const library = `/// <reference lib="es2015" />
interface Body {
    json(): Promise<any>;
}
interface Response extends Body {
    clone(): Response;
}
declare var Response: {
    new(): Response;
};
interface Unasked {
    of: Nobody;
}
declare function fetch(input: RequestInfo): Promise<Response>;
type RequestInfo = Far1 | string;
type Far1 = Far2 | null;
type Far2 = Far3 | null;
type Far3 = null;
`;

test("keeps what sources mention and what that mentions, three steps away at the most", () => {
  const kept = mentionedIn(library, ["await fetch('/');", "const name = 1;"]);
  expect(kept.match(/^(?:interface|declare \w+|type) \w+/gm)).toEqual([
    "declare function fetch",
    "type RequestInfo",
    "interface Response",
    "declare var Response",
    "type Far1",
    "interface Body",
    "type Far2",
  ]);
  expect(kept).toContain('/// <reference lib="es2015" />');
});

test("keeps nothing but the head for a source that mentions nothing of it", () => {
  expect(mentionedIn(library, ["const size = 1;"])).toBe('/// <reference lib="es2015" />\n');
});
