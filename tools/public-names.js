// `npm run public-names`: writes the public names of every package's entries, as built, to
// tools/public-names.json. The test run compares that file with the packages, so that a name
// joins or leaves the API in a diff that somebody reads.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** @returns {Record<string, string[]>} Each entry of a package's `exports`, and what it exports. */
export function publicNames() {
  return namesOfEntries((symbols) => symbols.map((symbol) => symbol.getName()));
}

/** @returns {Record<string, string[]>} The same, with the public members of each class and interface behind it. */
export function publicMembers() {
  return namesOfEntries((symbols, checker) =>
    symbols.flatMap((symbol) => {
      const type = checker.getDeclaredTypeOfSymbol(symbol);
      const members = type.isClassOrInterface() ? checker.getPropertiesOfType(type) : [];
      return [
        symbol.getName(),
        ...members.map((member) => `${symbol.getName()}.${member.getName()}`),
      ];
    }),
  );
}

/** @param {(exported: ts.Symbol[], checker: ts.TypeChecker) => string[]} list */
function namesOfEntries(list) {
  /** @type {Record<string, string>} */
  const entries = {};
  for (const folder of readdirSync(path.join(root, "packages"))) {
    const base = path.join(root, "packages", folder);
    const manifest = JSON.parse(readFileSync(path.join(base, "package.json"), "utf8"));
    for (const [subpath, target] of Object.entries(manifest.exports ?? {})) {
      if (typeof target === "object" && "types" in target) {
        entries[path.posix.join(manifest.name, subpath)] = path.join(base, target.types);
      }
    }
  }
  const program = ts.createProgram(Object.values(entries), {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    skipLibCheck: true,
  });
  const checker = program.getTypeChecker();
  return Object.fromEntries(
    Object.entries(entries).map(([name, file]) => {
      const source = program.getSourceFile(file);
      if (source === undefined) {
        throw new Error(`${file} is not built; run "npm run build"`);
      }
      const symbol = checker.getSymbolAtLocation(source);
      return [name, symbol ? list(checker.getExportsOfModule(symbol), checker).sort() : []];
    }),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = `${JSON.stringify(publicNames(), null, 2)}\n`;
  writeFileSync(path.join(root, "tools/public-names.json"), text);
}
