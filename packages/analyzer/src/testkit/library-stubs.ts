/**
 * Declarations of packages that rules know by their types, as far as rules look at them. They stand in
 * the workbench's own node_modules; the packages themselves are no dependency of this one.
 */
export const libraryStubs: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "@playwright/test": library(`
interface Matchers { toBeVisible(): Promise<void>; toBe(value: unknown): void; not: Matchers }
export interface Locator { click(): Promise<void>; first(): Locator; textContent(): Promise<string> }
export interface Page { locator(selector: string): Locator; goto(url: string): Promise<void> }
export declare const expect: ((actual: unknown) => Matchers) & {
  poll(actual: () => unknown): { toBe(value: unknown): Promise<void> };
};
export declare const test: {
  (title: string, body: (fixtures: { page: Page }) => void | Promise<void>): void;
  step(title: string, body: () => void | Promise<void>): Promise<void>;
};
`),
  "@testing-library/dom": library(`
export declare function waitFor<T>(callback: () => T): Promise<T>;
export declare const screen: {
  findByText(text: string): Promise<HTMLElement>;
  getByText(text: string): HTMLElement;
};
`),
  "@testing-library/user-event": library(`
export interface UserEvent { click(element: Element): Promise<void>; setup(): UserEvent }
declare const userEvent: UserEvent;
export default userEvent;
`),
  "async-mutex": library(`
export declare class Mutex {
  acquire(): Promise<() => void>;
  runExclusive<T>(body: () => T | Promise<T>): Promise<T>;
}
`),
  // A package that no model speaks of.
  "people-client": library(`
export interface People { getUser(id: string): Promise<string>; listOrders(of: string): Promise<string[]> }
export declare const people: People;
export declare function fetchRates(of: string): Promise<string>;
export declare class OrderClient { get(): Promise<string>; list(): Promise<string[]>; items(): ItemCollectionClient }
export declare class ItemCollectionClient { list(): Promise<string[]> }
export declare class OrderCacheClient { get(): Promise<string> }
export declare class Orders { get(id: string): Promise<string> }
export declare const order: (id: string) => OrderClient;
export declare const kept: OrderCacheClient;
export declare const orders: Orders;
`),
};

function library(declarations: string): Readonly<Record<string, string>> {
  return {
    "package.json": '{ "types": "./index.d.ts", "type": "module" }',
    "index.d.ts": declarations,
  };
}
