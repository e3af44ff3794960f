// The one module that names the compiler's package. `project/` and `model/` build programs with it;
// rules only ever see its syntax, by way of syntax.ts.
export { getLibFiles, ts } from "@ts-morph/common";
