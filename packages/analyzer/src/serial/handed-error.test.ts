import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";

// A client that answers its errors: what hands one on stands between two reads as a rejection would.

const code = (test: string, first = "users", read = 'client.from("users").select()') => `
import { createClient } from "@supabase/supabase-js";
const client = createClient("https://a.test", "key");
export async function page(id: string) {
  const ${first} = await ${read};
  ${test}
  const posts = await client.from("posts").select().eq("id", id);
  return [posts${first.startsWith("{") ? "" : `, ${first}`}];
}
`;
const confidences = (...given: Parameters<typeof code>) =>
  findIn("serial-await", code(...given)).map(({ confidence }) => confidence);

describe("an error that is handed on between two reads", () => {
  test.each([
    ["if (users.error) throw users.error;", "users"],
    ["if (users.error) { throw new Error(users.error.message); }", "users"],
    ["if (error) throw error;", "{ error }"],
    ["if (usersError) throw usersError;", "{ error: usersError }"],
  ])(
    "keeps nothing apart, for who sees that the second is then asked in any case: %s",
    (handsOn, first) => {
      expect(confidences(handsOn, first)).toEqual(["high"]);
      const [finding] = findIn("serial-await", code(handsOn, first));
      expect(finding?.fixes.map(({ safety }) => safety)).toEqual(["suggested", "suggested"]);
    },
  );

  test.each([
    ["if (!users.data) throw new Error();", "users"],
    ["if (users.error) return [];", "users"],
    ["if (users.error) { throw users.error; } else { console.log(id); }", "users"],
    ["if (users.status) throw users.error;", "users"],
    ["if (users.error) { console.error(users.error); throw users.error; }", "users"],
  ])("does where it is anything else: %s", (handsOn, first) => {
    expect(confidences(handsOn, first)).not.toContain("high");
  });

  test("is what leaves the fix to a reader", () => {
    const [plain] = findIn("serial-await", code(""));
    expect(plain?.fixes.map(({ safety }) => safety)).toEqual(["safe", "suggested"]);
  });

  test("does where the first tells who asks", () => {
    expect(
      confidences("if (user.error) throw user.error;", "user", "client.auth.getUser()"),
    ).not.toContain("high");
  });
});
