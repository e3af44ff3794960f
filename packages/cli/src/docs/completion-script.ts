import type {
  ArgumentDefinition,
  CommandDefinition,
  OptionDefinition,
} from "../options/definition.js";

/** The shells that completions can be written for. */
export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** The script that makes a shell complete commands, options, their choices, rules and files. */
export function completionScript(
  shell: Shell,
  commands: readonly CommandDefinition[],
  rules: readonly string[],
): string {
  return writers[shell](commands, rules);
}

type Writer = (commands: readonly CommandDefinition[], rules: readonly string[]) => string;
const writers: Readonly<Record<Shell, Writer>> = { bash, zsh, fish };

function bash(commands: readonly CommandDefinition[], rules: readonly string[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  const cases = commands.map((command) => {
    const values = command.options.flatMap((option) => {
      const words = wordsFor(option, rules);
      if (words === undefined) return [];
      return `      ${longAndShort(option).join("|")}) ${replyWith(words)}; return ;;`;
    });
    const flags = command.options.flatMap(longAndShort).join(" ");
    const operands = operandWords(command.arguments, rules);
    return [
      `    ${command.name})`,
      "      case $previous in",
      ...values,
      "      esac",
      `      if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "${flags} --help" -- "$current"))`,
      `      else ${replyWith(operands)}; fi ;;`,
    ].join("\n");
  });
  return `# awaitwise completion bash >> ~/.bashrc
_awaitwise() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command=check word
  COMPREPLY=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in ${commands.map(({ name }) => name).join("|")}) command=$word; break ;; esac
  done
  case $command in
${cases.join("\n")}
  esac
  if [[ $COMP_CWORD -eq 1 && $current != -* ]]; then
    COMPREPLY+=($(compgen -W "${names} help" -- "$current"))
  fi
}
complete -o filenames -F _awaitwise awaitwise
`;
}

function replyWith(words: readonly string[] | "files"): string {
  return words === "files"
    ? 'COMPREPLY=($(compgen -f -- "$current"))'
    : `COMPREPLY=($(compgen -W "${words.join(" ")}" -- "$current"))`;
}

function zsh(commands: readonly CommandDefinition[], rules: readonly string[]): string {
  const cases = commands.map((command) => {
    const options = command.options.flatMap((option) => {
      const words = wordsFor(option, rules);
      const value = takesValue(option) ? `:value:${zshAction(words ?? "files")}` : "";
      const repeat = option.repeatable === true ? "*" : "";
      return longAndShort(option).map(
        (flag) => `${quoted(`${repeat}${flag}[${zshText(option.description)}]${value}`)}`,
      );
    });
    const operands = command.arguments.map(({ syntax }, index) => {
      const action = zshAction(operandWords(command.arguments.slice(index), rules));
      return quoted(`${/\.\.\./.test(syntax) ? "*" : index + 1}:operand:${action}`);
    });
    return `    ${command.name}) _arguments ${[...options, ...operands].join(" ")} ;;`;
  });
  const names = commands.map(({ name, summary }) => quoted(`${name}:${zshText(summary)}`));
  return `#compdef awaitwise
# awaitwise completion zsh > ~/.zfunc/_awaitwise
_awaitwise() {
  local -a commands
  commands=(${names.join(" ")})
  local command=check
  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
    _describe command commands
    _files
    return
  fi
  if (( \${commands[(I)$words[2]:*]} )); then
    command=$words[2]
    shift words
    (( CURRENT-- ))
  fi
  case $command in
${cases.join("\n")}
  esac
}
_awaitwise "$@"
`;
}

function zshAction(words: readonly string[] | "files"): string {
  return words === "files" ? "_files" : `(${words.join(" ")})`;
}

function zshText(text: string): string {
  return text.replace(/[[\]:]/g, (character) => `\\${character}`);
}

function fish(commands: readonly CommandDefinition[], rules: readonly string[]): string {
  const lines = ["# awaitwise completion fish > ~/.config/fish/completions/awaitwise.fish"];
  for (const { name, summary } of commands) {
    lines.push(`complete -c awaitwise -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`);
  }
  for (const command of commands) {
    const isDefault = command.name === "check";
    const condition = isDefault
      ? `"__fish_use_subcommand; or __fish_seen_subcommand_from check"`
      : `"__fish_seen_subcommand_from ${command.name}"`;
    for (const option of command.options) {
      const words = wordsFor(option, rules);
      const names = longAndShort(option).map((flag) =>
        flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
      );
      const value = !takesValue(option)
        ? ""
        : words === undefined || words === "files"
          ? " -r"
          : ` -x -a ${quoted(words.join(" "))}`;
      lines.push(
        `complete -c awaitwise -n ${condition} ${names.join(" ")}${value} -d ${quoted(option.description)}`,
      );
    }
    const operands = operandWords(command.arguments, rules);
    if (operands !== "files" && operands.length > 0) {
      lines.push(`complete -c awaitwise -n ${condition} -f -a ${quoted(operands.join(" "))}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

function longAndShort({ flags }: OptionDefinition): string[] {
  return [...flags.matchAll(/(?:^|[\s,])(--?[\w-]+)/g)].map(([, flag]) => flag as string);
}

function takesValue({ flags }: OptionDefinition): boolean {
  return flags.includes("<");
}

function wordsFor(
  option: OptionDefinition,
  rules: readonly string[],
): readonly string[] | "files" | undefined {
  if (option.choices !== undefined) return option.choices;
  if (option.completes === "rule") return rules;
  return option.completes === undefined ? undefined : "files";
}

function operandWords(
  operands: readonly ArgumentDefinition[],
  rules: readonly string[],
): readonly string[] | "files" {
  const [first] = operands;
  if (first?.choices !== undefined) return first.choices;
  if (first?.completes === "rule") return rules;
  return first?.completes === "file" ? "files" : [];
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
