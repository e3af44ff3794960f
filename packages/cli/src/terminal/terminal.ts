import picocolors from "picocolors";

/** A stream the command line writes to; `columns` is there on a terminal only. */
export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** What a command needs from the process that runs it, so that tests can stand in for it. */
export interface Terminal {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Everything on standard input, as text. */
  readStdin(): Promise<string>;
  /** Milliseconds on a clock that only goes forward. */
  now(): number;
}

/** The colours of one stream: each function returns its text unchanged where colour is off. */
export type Style = ReturnType<typeof picocolors.createColors>;

/** How text for one stream is to be laid out. */
export interface Look {
  readonly style: Style;
  /** Columns to wrap prose at. */
  readonly width: number;
  /** `text` as a link to `url`, where the terminal shows links. */
  link(text: string, url: string): string;
}

/** What the user asked for on the command line, before the environment is looked at. */
export interface LookWish {
  readonly color?: boolean;
}

const WIDTH_OF_NO_TERMINAL = 100;
const WIDEST_PROSE = 120;

export function lookOf(stream: OutputStream, env: Terminal["env"], wish: LookWish = {}): Look {
  const width = stream.isTTY === true ? (stream.columns ?? 80) : columnsFromEnvironment(env);
  const links = wantsLinks(stream, env);
  return {
    style: picocolors.createColors(wish.color ?? wantsColor(stream, env)),
    width: Math.max(40, Math.min(width, WIDEST_PROSE)),
    link: (text, url) => (links ? `\u001b]8;;${url}\u001b\\${text}\u001b]8;;\u001b\\` : text),
  };
}

// As in Node itself, FORCE_COLOR wins over NO_COLOR; both count only when they are not empty.
function wantsColor(stream: OutputStream, env: Terminal["env"]): boolean {
  const forced = env.FORCE_COLOR;
  if (forced !== undefined && forced !== "") return forced !== "0" && forced !== "false";
  if (env.NO_COLOR) return false;
  return stream.isTTY === true && env.TERM !== "dumb";
}

function columnsFromEnvironment(env: Terminal["env"]): number {
  const columns = Number(env.COLUMNS);
  return Number.isInteger(columns) && columns > 0 ? columns : WIDTH_OF_NO_TERMINAL;
}

// Terminals do not say whether they know OSC 8, so only those known to show it get it.
function wantsLinks(stream: OutputStream, env: Terminal["env"]): boolean {
  const forced = env.FORCE_HYPERLINK;
  if (forced !== undefined && forced !== "") return forced !== "0";
  if (stream.isTTY !== true || env.TERM === "dumb" || env.CI || env.NO_COLOR) return false;
  if (env.WT_SESSION || env.KITTY_WINDOW_ID || env.KONSOLE_VERSION) return true;
  if (Number(env.VTE_VERSION) >= 5000) return true;
  return ["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper"].includes(env.TERM_PROGRAM ?? "");
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  return {
    cwd: process.cwd(),
    env: process.env,
    stdout: process.stdout,
    stderr: process.stderr,
    now: () => performance.now(),
    async readStdin() {
      const chunks: Buffer[] = [];
      for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
      return Buffer.concat(chunks).toString("utf8");
    },
  };
}
