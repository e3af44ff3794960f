/**
 * Who may import whom. Each wall quotes the invariant it keeps, word for word as ARCHITECTURE.md
 * states it, so that a failing check says why the wall stands.
 */
export interface Wall {
  /** The sentence of ARCHITECTURE.md that this wall keeps. */
  readonly invariant: string;
  /** Which files the wall is about: a test on the path relative to the repository's root. */
  readonly from: RegExp;
  /** Files of `from` that may pass. */
  readonly except?: RegExp;
  /**
   * What they must not import: a test on the package name, or on the path an import resolves to.
   * A function is given what `from` captured.
   */
  readonly forbidden: RegExp | ((captured: string) => RegExp);
}

const test = /(\.test\.ts$|\/(testing|testkit|conformance)\/)/;

export const walls: readonly Wall[] = [
  {
    invariant: "The runtime depends on nothing",
    from: /^packages\/runtime\/src\//,
    except: test,
    forbidden: /^(?!packages\/runtime\/|node:)/,
  },
  {
    invariant: "Only the runtime's Node entries import a `node:` module",
    from: /^packages\/runtime\/src\//,
    except: /(\.test\.ts$|^packages\/runtime\/src\/(node|conformance)\/)/,
    forbidden: /^node:/,
  },
  {
    invariant: "The analyser knows the runtime's names as data, not by import",
    from: /^packages\/analyzer\/src\//,
    forbidden: /^(@awaitwise\/runtime|packages\/runtime\/)/,
  },
  {
    invariant: "Only the language server knows LSP",
    from: /^packages\/(runtime|analyzer|cli)\//,
    forbidden: /^vscode-/,
  },
  {
    invariant: "The command line and the language server never import each other",
    from: /^packages\/cli\//,
    forbidden: /^(@awaitwise\/language-server|packages\/language-server\/)/,
  },
  {
    invariant: "The command line and the language server never import each other",
    from: /^packages\/language-server\//,
    forbidden: /^(awaitwise$|packages\/cli\/)/,
  },
  {
    invariant: "The command line and the language server never see a compiler",
    from: /^packages\/(cli|language-server)\/src\//,
    except: test,
    forbidden: /^(ts-morph|typescript)$/,
  },
  {
    invariant: "A package reaches another by its public name, never by a path",
    from: /^(packages\/[^/]+|examples|benchmarks)\//,
    forbidden: (own) => new RegExp(`^packages/(?!${own.replace("packages/", "")}/)`),
  },
];
