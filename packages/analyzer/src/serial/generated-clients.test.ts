import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";

// Clients that generators write out of a description of an interface.

const confidences = (code: string): readonly string[] =>
  findIn("serial-await", code).map(({ confidence }) => confidence);

describe("a request says in place what it does, whatever its client does on the way", () => {
  const base = (users: string): string => `
export interface RequestOpts { path: string; method: "GET" | "POST" | "DELETE"; headers: Record<string, string> }
export class BaseApi {
  protected async request(context: RequestOpts): Promise<Response> {
    const { url, init } = await this.params(context);
    const response = await fetch(url, init);
    if (response.status >= 300) throw new Error("no answer");
    return response;
  }
  private async params(context: RequestOpts) {
    const init: RequestInit = { method: context.method, headers: context.headers };
    return { url: "https://api.test" + context.path, init };
  }
}
export class UsersApi extends BaseApi {
  async user(id: string) { ${users} }
  async users() { return (await this.request({ path: "/users", method: "GET", headers: {} })).json(); }
}
export async function page(api: UsersApi, id: string) {
  const user = await api.user(id);
  const users = await api.users();
  return { user, users };
}
`;
  const send = (options: string): string => `return (await this.request(${options})).json();`;

  test("where its options have an address and a method that reads", () => {
    const one = '{ path: "/users/{id}".replace("{id}", id), method: "GET", headers: {} }';
    expect(confidences(base(send(one)))).toEqual(["high"]);
  });

  test("and not where the method writes, or is somebody else's to say", () => {
    const removed = '{ path: "/users/" + id, method: "DELETE", headers: {} }';
    expect(confidences(base(send(removed)))).not.toContain("high");
    const said = '{ path: "/users/" + id, method: id as "GET", headers: {} }';
    expect(confidences(base(send(said)))).not.toContain("high");
  });

  test("nor where the words declare a route that somebody handles", () => {
    const code = `
declare const app: { route(options: object): Promise<void> };
let routes = 0;
async function route(options: object) { routes += 1; await fetch("https://api.test", { method: "POST", body: JSON.stringify(options) }); return routes; }
export async function declare_() {
  const one = await route({ url: "/users", method: "GET", handler: () => 1 });
  const two = await route({ url: "/posts", method: "GET", handler: () => 2 });
  return [one, two];
}
`;
    expect(confidences(code)).not.toContain("high");
  });

  test("where a function of the project is handed an address and such options", () => {
    const code = (method: string): string => `
import axios, { type AxiosRequestConfig } from "axios";
const instance = axios.create({});
const request = <T>(config: AxiosRequestConfig, more?: AxiosRequestConfig): Promise<T> =>
  instance({ ...config, ...more }).then(({ data }) => data);
const user = (id: string) => request<string>({ url: \`/users/\${id}\`, method: ${method} });
const users = () => request<string[]>({ url: "/users", method: "get" });
export async function page(id: string) {
  const one = await user(id);
  const all = await users();
  return [one, all];
}
`;
    expect(confidences(code('"GET"'))).toEqual(["high"]);
    expect(confidences(code('"PUT"'))).not.toContain("high");
  });
});

describe("a promise of a class of its own", () => {
  const client = (method: string): string => `
export class CancelablePromise<T> implements Promise<T> {
  readonly #promise: Promise<T>;
  readonly [Symbol.toStringTag] = "CancelablePromise";
  constructor(executor: (resolve: (value: T) => void, reject: (reason: unknown) => void, onCancel: () => void) => void) {
    this.#promise = new Promise<T>((resolve, reject) => { executor(resolve, reject, () => {}); });
  }
  then<A = T, B = never>(a?: ((value: T) => A | PromiseLike<A>) | null, b?: ((reason: unknown) => B | PromiseLike<B>) | null) { return this.#promise.then(a, b); }
  catch<B = never>(b?: ((reason: unknown) => B | PromiseLike<B>) | null) { return this.#promise.catch(b); }
  finally(f?: (() => void) | null) { return this.#promise.finally(f); }
}
const request = <T>(options: { method: "GET" | "POST"; url: string }) =>
  new CancelablePromise<T>(async (resolve, reject, onCancel) => {
    try {
      const response = await fetch(options.url, { method: options.method });
      resolve(await response.json());
    } catch (error) {
      reject(error);
    }
  });
export class Users {
  static one(id: string) { return request<string>({ method: "${method}", url: "/users/" + id }); }
  static all() { return request<string[]>({ method: "GET", url: "/users" }); }
}
export async function page(id: string) {
  const one = await Users.one(id);
  const all = await Users.all();
  return [one, all];
}
`;

  test("runs what makes it as a promise of the language does", () => {
    expect(confidences(client("GET"))).toEqual(["high"]);
    expect(confidences(client("POST"))).not.toContain("high");
  });
});

test("a class that is called a promise, and handed nothing that settles it, is read as any other", () => {
  const code = (keeps: string): string => `
let last: unknown;
export class LaterPromise {
  constructor(make: () => Promise<string>) { ${keeps} this.made = make(); }
  private readonly made: Promise<string>;
  then<A>(a: (value: string) => A) { return this.made.then(a); }
}
const later = (id: string) => new LaterPromise(async () => (await fetch("/" + id)).text());
export async function page(id: string) {
  const one = await later(id);
  const two = await later("other");
  return [one, two, last];
}
`;
  expect(confidences(code("last = last === undefined ? make : [last, make];"))).not.toContain(
    "high",
  );
});

describe("what a function around hands in by default", () => {
  const generic = "<T>(action: () => Promise<T>, name: string) => Promise<T>";
  const sdk = (made: string, wrapper = generic): string => `
type Wrapper = ${wrapper};
const plain: Wrapper = (action) => action();
export function getSdk(address: string, wrap: Wrapper = plain) {
  return {
    user(id: string): Promise<string> { return wrap(async () => (await fetch(address + id)).text(), "user"); },
    make(id: string): Promise<string> { return wrap(async () => (await fetch(address, { method: "POST", body: id })).text(), "make"); },
  };
}
type Sdk = ReturnType<typeof getSdk>;
export async function page(sdk: Sdk, id: string) {
  const one = await sdk.user(id);
  const two = await sdk.${made}("other");
  return [one, two];
}
`;

  test("is what the methods run that it answers", () => {
    expect(confidences(sdk("user"))).toEqual(["high"]);
    expect(confidences(sdk("make"))).not.toContain("high");
  });

  test("and not known where whoever hands in another may answer what he likes", () => {
    const plain = "(action: () => Promise<string>, name: string) => Promise<string>";
    expect(confidences(sdk("user", plain))).not.toContain("high");
  });
});
