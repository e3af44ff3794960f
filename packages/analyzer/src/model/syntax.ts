// What a rule may know of the compiler: the shape of the syntax tree (node types, `is...` guards,
// `SyntaxKind`). Anything about types, symbols or calls is asked of the semantic model instead, so
// that the source of types can be replaced without touching a rule.
export { ts } from "./compiler.js";
