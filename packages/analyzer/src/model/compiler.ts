// Required, not imported: to learn the names that a CommonJS package exports, `import` has Node look
// through its nine megabytes and the compiler's, which on Node 20 takes as long as loading them.
import morph = require("ts-morph");

// The one module that names the compiler's package. `project/` and `model/` build programs with it;
// rules only ever see its syntax, by way of syntax.ts.
export import ts = morph.ts;

/** Where ts-morph says that the declarations of the language's own library stand. */
const libFolder = "/node_modules/typescript/lib";

let libHost: ts.ModuleResolutionHost | undefined;

/** The text of one of the language's own declaration files, such as `lib.es5.d.ts`. */
export function libFileText(name: string): string | undefined {
  // ts-morph embeds them, and serves them to the projects that it opens in memory.
  libHost ??= new morph.Project({ useInMemoryFileSystem: true }).getModuleResolutionHost();
  const file = `${libFolder}/${name}`;
  return libHost.fileExists(file) ? libHost.readFile(file) : undefined;
}
