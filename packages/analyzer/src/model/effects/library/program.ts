/**
 * Tells whether a command line runs programs that only look something up: `df -k /`, `git rev-parse HEAD`,
 * `ps aux | grep node`. What cannot be told from its words (`$` stands for one that is not known) may do anything.
 */
export function isReadingLine(line: string): boolean {
  const plain = line.replaceAll(/(\d|&)?>>?\s*(\/dev\/null|&\d|NUL\b)/g, " ").trim();
  if (plain === "" || /[<>`\n]|\$\(/.test(plain)) return false;
  return plain.split(/\|\|?|&&?|;/).every((part) => isReadingProgram(wordsOf(part)));
}

/** The same of a program with its arguments, which no shell looks at. */
export function isReadingProgram([path = "", ...args]: readonly string[]): boolean {
  if (args.length === 1 && asksForVersion(path, args[0] ?? "")) return true;
  const program = (path.split(/[\\/]/).at(-1) ?? "").replace(/\.(exe|cmd)$/i, "");
  if (lookingUp.has(program)) return true;
  if (/^(powershell|pwsh)$/.test(program)) return isReadingScript(args);
  if (args.some((one) => /^--output(=|$)/.test(one) || acting.get(program)?.test(one) === true)) {
    return false;
  }
  const [first = "", ...rest] = program === "git" ? withoutGlobals(args) : args;
  if (
    program === "git" &&
    /^(branch|tag|remote)$/.test(first) &&
    rest.some((one) => changesNames.test(one))
  ) {
    return false;
  }
  if (program === "git" && isGitQuestion(first, rest)) return true;
  const asking = byArgument.get(program);
  return asking !== undefined && (asking.has(first) || asking.has(`${first} ${rest[0] ?? ""}`));
}

const changesNames =
  /^(-[dDmMcCfu]|--(delete|move|copy|force|set-upstream|set-upstream-to|unset-upstream|edit-description)(=.*)?)$/;

// What lists or tells where it is called with no more than that, and would change it with one word more: `git branch`,
// `git config user.email`, `git symbolic-ref HEAD`.
function isGitQuestion(command: string, args: readonly string[]): boolean {
  // A word that nobody knows may be several.
  if (args.some((one) => one.includes("$"))) return false;
  if (command === "hash-object") return !args.includes("-w");
  if (command === "config" && !args.some((one) => one.includes("."))) return false;
  const options = args.filter((one) => one.startsWith("-"));
  const most = gitQuestions.get(command);
  if (most === undefined || args.length - options.length !== most) return false;
  return options.every((one) =>
    /^(-q|--(quiet|short|global|local|system|includes|null))$/.test(one),
  );
}

const gitQuestions: ReadonlyMap<string, number> = new Map([
  ["branch", 0],
  ["config", 1],
  ["remote", 0],
  ["symbolic-ref", 1],
  ["tag", 0],
]);

// What one letter says is each program's own affair: `ctest -V` runs all tests.
function asksForVersion(path: string, option: string): boolean {
  const program = (path.split(/[\\/]/).at(-1) ?? "").replace(/\.(exe|cmd)$/i, "");
  return /^--?(version|help)$/.test(option) || versions.get(option)?.has(program) === true;
}

const readingVerb = "(?:Get|Select|Where|Sort|Measure|ConvertTo|ConvertFrom|Test)-[A-Z]\\w+";
const readingStep = new RegExp(
  `^[\\s(]*(?:${readingVerb}|Format-(?:Custom|Hex|List|Table|Wide)\\b)[^&><{]*$`,
);
const otherCall = new RegExp(`\\((?!\\s*${readingVerb})`);

// `Get-CimInstance -Class Win32_OperatingSystem | ConvertTo-Json`.
function isReadingScript(args: readonly string[]): boolean {
  const script = args.filter((one) => !/^-(NoProfile|NonInteractive|Command|c)$/i.test(one));
  const steps = script.join(" ").split(/[|;\n]/);
  return steps.every((step) => readingStep.test(step) && !otherCall.test(step));
}

// `git -C folder --no-pager log`.
function withoutGlobals(args: readonly string[]): readonly string[] {
  const [first, ...others] = args;
  if (first === "-C" || first === "-c") return withoutGlobals(others.slice(1));
  return first !== undefined && /^--(no-pager|git-dir=|work-tree=|no-optional-locks)/.test(first)
    ? withoutGlobals(others)
    : args;
}

function wordsOf(part: string): readonly string[] {
  const words = [...part.matchAll(/"[^"]*"|'[^']*'|[^\s"']+/g)].map(([word]) =>
    word.replaceAll(/^["']|["']$/g, "").trim(),
  );
  const start = words.findIndex((word) => !/^[A-Z_][A-Z0-9_]*=/.test(word));
  return start < 0 ? [] : words.slice(start);
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

const versions: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    "-v",
    words(
      "bun deno docker git nginx node npm npx nvim perl php pnpm redis-server ruby tsc tsx wrangler yarn",
    ),
  ],
  ["-V", words("cargo curl pip pip3 python python3 rustc ssh tmux wget")],
]);

// What makes one of those below act, wherever it stands.
const acting: ReadonlyMap<string, RegExp> = new Map([
  ["smartctl", /^(-[tsoSX]|--(test|set|smart|offlineauto|saveauto|abort))/],
  ["sysctl", /=/],
  ["zpool", /^-c/],
]);

// Whatever they are called with.
const lookingUp = words(
  "arch avahi-browse basename blkid cat cksum cmp cut df diff dig dirname du echo egrep ffprobe fgrep file findmnt free getconf getent grep groups head host id identify ioreg jq last ldd ls lsb_release lsblk lscpu lshw lsmod lsof lspci lsscsi lsusb lvs md5sum mdfind mdls mountpoint netstat nproc nslookup pdfinfo pgrep pidof printenv ps pvs pwd readlink realpath sha1sum sha256sum shasum stat sw_vers system_profiler systeminfo tail tasklist test tr uname uptime vgs vm_stat vmstat wc where whereis which whoami whois",
);

const byArgument: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    adb: words("devices version"),
    "apt-cache": words("policy search show"),
    brew: words("--prefix info list"),
    command: words("-v -V"),
    defaults: words("read"),
    diskutil: words("info list"),
    docker: words("images info inspect logs port ps top version"),
    dpkg: words("-l -L -s -S"),
    flatpak: words("info list"),
    gh: new Set(["auth status", "issue list", "issue view", "pr list", "pr view", "repo view"]),
    git: new Set([
      ..."blame cat-file check-attr check-ignore cherry count-objects describe diff diff-files diff-index diff-tree for-each-ref grep log ls-files ls-remote ls-tree merge-base name-rev rev-list rev-parse shortlog show show-ref status version".split(
        " ",
      ),
      ...["branch --list", "branch --show-current", "branch -a", "branch -r"],
      ...["config --get", "config --get-all", "config --list", "config -l"],
      ...[
        "notes list",
        "notes show",
        "reflog show",
        "remote -v",
        "remote get-url",
        "stash list",
        "stash show",
        "submodule status",
        "tag --list",
        "tag -l",
        "worktree list",
      ],
    ]),
    helm: words("history list ls status version"),
    hostnamectl: words("status"),
    ip: new Set(["addr show", "link show", "neigh show", "route show"]),
    kubectl: words("describe explain get logs top version"),
    mdadm: words("--detail --examine"),
    npm: words("ls list outdated prefix root view why"),
    nvme: words("id-ctrl id-ns list list-subsys smart-log"),
    pip: words("freeze list show"),
    pip3: words("freeze list show"),
    pnpm: words("list ls outdated why"),
    reg: words("query"),
    rpm: words("-q -qa -qi"),
    scutil: words("--get"),
    smartctl: words("-a -A -H -i -x --all --health --info --scan"),
    snap: words("info list"),
    sysctl: words("-a -n"),
    systemctl: words("is-active is-enabled list-units show status"),
    timedatectl: words("show status"),
    "xcode-select": words("-p --print-path"),
    xcrun: new Set(["simctl list"]),
    yarn: words("info list why"),
    zfs: words("get list"),
    zpool: words("get list status"),
  }),
);
