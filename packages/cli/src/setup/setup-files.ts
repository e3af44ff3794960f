import type { CI_SERVICES, EDITORS } from "../options/other-commands.js";

/** A file that `awaitwise init` writes. */
export interface SetupFile {
  readonly path: string;
  readonly text: string;
  /** What to add by hand where the file is there already. */
  readonly instead?: string;
}

export const configFile: SetupFile = {
  path: "awaitwise.config.jsonc",
  text: `{
  "$schema": "./node_modules/awaitwise/dist/schema.json",

  // The rules to start from: "recommended", "strict" (every rule) or "none".
  "preset": "recommended",

  // Each rule: "off", "suggestion", "warning" or "error", or a list of that and its options.
  // "awaitwise rules" lists them, "awaitwise rules serial-await" explains one.
  "rules": {
    // "serial-await": "error"
  },

  // What applies to some files only; a later one wins. Patterns are those of .gitignore.
  "overrides": [
    // { "files": ["*.test.ts"], "rules": { "serial-await": "off" } }
  ],

  // Files that are not checked, besides those that git ignores.
  "ignore": [],

  // A comment that suppresses nothing is reported.
  "unusedSuppressions": "warning",

  // A suppression must say why: // awaitwise-ignore-next-line RULE -- why
  "requireReason": true
}
`,
};

const gitlabJob = `awaitwise:
  image: node:22
  script:
    - npm ci
    - npx awaitwise check --format gitlab --output-file gl-code-quality-report.json
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
`;

const ciFiles: Readonly<Record<(typeof CI_SERVICES)[number], SetupFile>> = {
  github: {
    path: ".github/workflows/awaitwise.yml",
    text: `name: awaitwise
on:
  push:
    branches: [main]
  pull_request:
permissions:
  contents: read
  security-events: write
jobs:
  awaitwise:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
          cache: npm
      - run: npm ci
      - run: npx awaitwise check --format sarif --output-file awaitwise.sarif
      - uses: github/codeql-action/upload-sarif@v3
        if: always()
        with:
          sarif_file: awaitwise.sarif
          category: awaitwise
`,
  },
  gitlab: { path: ".gitlab-ci.yml", text: gitlabJob, instead: gitlabJob },
};

const vscodeSettings = `{
  "json.schemas": [
    {
      "fileMatch": ["awaitwise.config.json", "awaitwise.config.jsonc"],
      "url": "./node_modules/awaitwise/dist/schema.json"
    }
  ]
}
`;

const helixLanguages = `[language-server.awaitwise]
command = "npx"
args = ["awaitwise-language-server", "--stdio"]

[[language]]
name = "typescript"
language-servers = ["typescript-language-server", "awaitwise"]

[[language]]
name = "tsx"
language-servers = ["typescript-language-server", "awaitwise"]
`;

const neovimSettings = `-- Read where 'exrc' is set.
vim.api.nvim_create_autocmd("FileType", {
  pattern = { "typescript", "typescriptreact", "javascript", "javascriptreact" },
  callback = function(event)
    vim.lsp.start({
      name = "awaitwise",
      cmd = { "npx", "awaitwise-language-server", "--stdio" },
      root_dir = vim.fn.getcwd(),
    })
  end,
})
`;

const editorFiles: Readonly<Record<(typeof EDITORS)[number], SetupFile>> = {
  vscode: { path: ".vscode/settings.json", text: vscodeSettings, instead: vscodeSettings },
  neovim: { path: ".nvim.lua", text: neovimSettings, instead: neovimSettings },
  helix: { path: ".helix/languages.toml", text: helixLanguages, instead: helixLanguages },
};

export function ciFile(service: (typeof CI_SERVICES)[number]): SetupFile {
  return ciFiles[service];
}

export function editorFile(editor: (typeof EDITORS)[number]): SetupFile {
  return editorFiles[editor];
}
