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

const test = /(\.test\.ts$|\/(testing|testkit|conformance|proofs|typing)\/)/;

const lastPart = (folder: string) => folder.split("/").at(-1) as string;

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
    except: /(\.test\.ts$|^packages\/runtime\/src\/(node|conformance|proofs|typing)\/)/,
    forbidden: /^node:/,
  },
  {
    invariant: "Only the runtime's Node entries import a `node:` module",
    from: /^packages\/runtime\/src\//,
    except: /(\.test\.ts$|^packages\/runtime\/src\/(node\.ts$|(node|proofs|typing)\/))/,
    forbidden: /^packages\/runtime\/src\/node(\/|\.js$)/,
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
    invariant: "Only the semantic model names the compiler's package",
    from: /^packages\/analyzer\/src\//,
    except: /^packages\/analyzer\/src\/model\/compiler\.ts$/,
    forbidden: /^(ts-morph|@ts-morph\/.*|typescript)$/,
  },
  {
    invariant: "A rule never imports another rule",
    from: /^(packages\/analyzer\/src\/rules\/[^/]+)\//,
    forbidden: (own) => new RegExp(`^packages/analyzer/src/rules/(?!${lastPart(own)}/)[^/]+/`),
  },
  {
    invariant: "Rules see the semantic model and never the project or the disk",
    from: /^packages\/analyzer\/src\/(rules\/[^/]+|model)\//,
    except: test,
    forbidden: /^(node:fs|packages\/analyzer\/src\/project\/)/,
  },
  {
    invariant:
      "Only the project layer, the configuration and the memory of earlier runs touch the disk",
    from: /^packages\/analyzer\/src\//,
    except: /(\.test\.ts$|\/testkit\/|^packages\/analyzer\/src\/(project|config|memory)\/)/,
    forbidden: /^node:fs/,
  },
  {
    invariant: "The protocol thread never analyses",
    from: /^packages\/language-server\/src\/(handlers|commands|documents|diagnostics)\//,
    except: test,
    forbidden: /^packages\/language-server\/src\/analysis\/(project-pool|answers)/,
  },
  {
    invariant: "Only the extension knows VS Code",
    from: /^packages\/(?!vscode\/)[^/]+\//,
    forbidden: /^(vscode|vscode-languageclient(\/.*)?)$/,
  },
  {
    invariant: "The command line and the language server never see a compiler",
    from: /^packages\/(cli|language-server)\/src\//,
    except: test,
    forbidden: /^(ts-morph|typescript)$/,
  },
  {
    invariant: "The Nx plugin imports no package",
    from: /^packages\/nx-plugin\/src\//,
    except: test,
    forbidden: /^(?!packages\/nx-plugin\/|node:)/,
  },
  {
    invariant: "A package reaches another by its public name, never by a path",
    from: /^(packages\/[^/]+|examples|benchmarks)\//,
    forbidden: (own) => new RegExp(`^packages/(?!${lastPart(own)}/)`),
  },
];
