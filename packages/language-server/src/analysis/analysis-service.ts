import { posix } from "node:path";
import {
  type Disk,
  type Explanation,
  type Finding,
  type FixesInCallers,
  type FunctionAround,
  type MeasuredAwaits,
  nodeDisk,
  type Project,
} from "@awaitwise/analyzer";
import type { Range } from "vscode-languageserver/node";
import { uriOf } from "../documents/file-uri.js";
import type { TextChange } from "../documents/open-documents.js";
import type { PositionMap } from "../documents/position-encoding.js";
import { defaultSettings, type Settings } from "../settings.js";
import { answer } from "./answers.js";
import { ClosedFiles } from "./closed-files.js";
import { Configurations } from "./configurations.js";
import { hasComeOrGone, isAboutProjects, withoutCaches } from "./disk-event-meaning.js";
import { FileChecks } from "./file-checks.js";
import type { Memories } from "./memories.js";
import type {
  AnalysisSetup,
  AnalysisWire,
  DiskEvent,
  FileReport,
  FromAnalysis,
  RequestMessage,
  ToAnalysis,
} from "./messages.js";
import { NearbyFindings } from "./nearby-findings.js";
import { Positions } from "./positions.js";
import { ProjectPool } from "./project-pool.js";
import { reasonOf } from "./reason-of.js";
import { RecalledFindings } from "./recalled-findings.js";
import { Remembering } from "./remembering.js";
import { type Pace, Schedule } from "./schedule.js";
import { SeenSignatures } from "./seen-signatures.js";
import { resultIdOf, toDiagnostic } from "./to-diagnostic.js";

/** What was found in a file, for as long as nothing that it depends on changes. */
export interface FileResult {
  readonly findings: readonly Finding[];
  readonly report: FileReport;
}

/** A document that an editor has open, as the analysis knows it. */
export interface Buffer {
  readonly uri: string;
  readonly version: number;
  readonly text: string;
  /** Whether it was ever anything else than the disk's text: other files' findings hang on it then. */
  readonly edited: boolean;
}

/**
 * The analysis behind the protocol: keeps projects over the editor's texts, knows at any time which
 * files' findings are out of date, and brings them up to date in slices, what the user looks at
 * first.
 *
 * **Invariant**: a result in `#results` was computed from the texts as they are now. What an edit
 * may change is taken out before anything is answered.
 */
export class AnalysisService {
  readonly pool: ProjectPool;
  readonly configurations: Configurations;
  readonly #checks: FileChecks;
  setup: AnalysisSetup = emptySetup;
  readonly #wire: AnalysisWire<FromAnalysis, ToAnalysis>;
  readonly #schedule: Schedule;
  readonly #signatures: SeenSignatures;
  readonly #buffers = new Map<string, Buffer>();
  readonly #results = new Map<string, FileResult>();
  readonly #positions = new Positions((file) => this.textOf(file));
  /** Edited files whose new text the projects have not been told of. */
  readonly #unread = new Set<string>();
  /** Edited files whose dependants have not been looked for since. */
  readonly #unspread = new Set<string>();
  /** The file that was opened or edited last: what the user looks at. */
  #touched: string | undefined;
  /** Files to check when nobody waits for anything, in this order. */
  readonly #due = new Set<string>();
  readonly #closed = new ClosedFiles();
  /** Whether all was done that there was to do when something was last heard. */
  #rested = false;
  /** Whether files of the workspace that are not open have yet to be listed and checked. */
  #unlisted = false;
  /** What is remembered, and shown until a project has been read. */
  readonly #recalled: RecalledFindings<FileResult> | undefined;
  /** What can be told of open files before a project has been read. */
  readonly #nearby: NearbyFindings<FileResult>;
  readonly #remembering: Remembering | undefined;

  /** With `memories`, what was found is kept on the disk, and shown until a project has been read. */
  constructor(
    wire: AnalysisWire<FromAnalysis, ToAnalysis>,
    disk: Disk = nodeDisk,
    memories?: Memories,
  ) {
    this.#wire = wire;
    const warn = (message: string): void => wire.post({ kind: "warning", message });
    this.pool = new ProjectPool(warn, disk);
    this.configurations = new Configurations(warn);
    this.#signatures = new SeenSignatures(this.pool);
    this.#checks = new FileChecks(this, (news) => wire.post(news));
    this.#schedule = new Schedule({
      foremost: () => this.#foremost(),
      background: () => this.#background(),
    });
    const showEarly = (file: string, findings: readonly Finding[]): FileResult => {
      const result = this.#resultFrom(file, findings);
      wire.post({ kind: "early", report: result.report });
      return result;
    };
    this.#nearby = new NearbyFindings(this, showEarly);
    if (memories !== undefined) {
      this.#recalled = new RecalledFindings(memories, this, showEarly);
      this.#remembering = new Remembering(
        memories,
        this,
        (work) => this.#schedule.add(ownWork, work, "slow"),
        (error) => this.#log(`The cache was not written: ${reasonOf(error)}`),
      );
    }
    wire.listen((message) => this.#receive(message));
    wire.post({ kind: "ready" });
  }

  get buffers(): ReadonlyMap<string, Buffer> {
    return this.#buffers;
  }

  /** How long the last checks took, newest first. */
  get checks(): readonly { file: string; ms: number }[] {
    return this.#checks.timings;
  }

  settingsOf(file: string): Settings {
    const { folderSettings, settings } = this.setup;
    const folder = this.folderOf(file);
    return (folder === undefined ? undefined : folderSettings[folder]) ?? settings;
  }

  /** The innermost workspace folder that holds a file. */
  folderOf(file: string): string | undefined {
    return this.setup.folders
      .filter((one) => file.startsWith(one.endsWith("/") ? one : `${one}/`))
      .sort((one, two) => two.length - one.length)[0];
  }

  /** What is found in a file now; checks it unless that is known. */
  resultOf(file: string): FileResult {
    this.#catchUp(file);
    let result = this.#results.get(file);
    if (result === undefined) {
      result = this.#check(file);
      this.#results.set(file, result);
    }
    return result;
  }

  /**
   * What there is to show of a file before its project is read: what earlier runs have found in it, where that
   * holds, else what can be told by the file and what stands nearest to it.
   */
  earlyOf(file: string): FileResult | undefined {
    if (this.#results.has(file)) return undefined;
    this.#readBuffers();
    return this.#early(() => this.#recalled?.of(file) ?? this.#nearby.of(file));
  }

  /** Writes down what is found in open files, where it can be kept; in slices. */
  *remember(): Generator<void, Promise<null>, void> {
    return this.#remembering === undefined
      ? Promise.resolve(null)
      : yield* this.#remembering.write();
  }

  hasRead(project: Project): boolean {
    return this.#checks.hasRead(project);
  }

  get isSpread(): boolean {
    return this.#unread.size + this.#unspread.size === 0;
  }

  /** What is known of closed files whose findings an edit of `file` may have changed. */
  knownDependants(file: string): readonly FileResult[] {
    return [...this.#closed.affectedBy(file)]
      .filter((one) => !this.#buffers.has(one))
      .flatMap((one) => this.#results.get(one) ?? []);
  }

  textOf(file: string): string {
    this.#readBuffers();
    return this.#buffers.get(file)?.text ?? this.pool.ownerOf(file)?.project.text(file) ?? "";
  }

  uriOf(file: string): string {
    return this.#buffers.get(file)?.uri ?? uriOf(file);
  }

  positionsOf(file: string): PositionMap {
    return this.#positions.of(file, this.setup.encoding);
  }

  range(file: string, start: number, end: number): Range {
    return this.positionsOf(file).range(start, end);
  }

  uri(file: string): string {
    return this.uriOf(file);
  }

  /** Every file of every project of the workspace, those that are open first. */
  workspaceFiles(): readonly string[] {
    this.#spread();
    const files = new Set(this.#buffers.keys());
    for (const { project } of this.pool.openAll())
      for (const file of project.files) files.add(file);
    return [...files].filter((file) => this.settingsOf(file).enable);
  }

  /** Opens projects anew: those that serve `file`, or all. */
  restart(file?: string): void {
    const key = file === undefined ? undefined : this.pool.ownerOf(file)?.key;
    this.pool.reload(key);
    this.configurations.forget();
    this.#everythingChanged();
    this.#schedule.wake();
  }

  /** Runs `work` with other texts in place of what is there, and puts the old ones back. */
  trying<T>(texts: ReadonlyMap<string, string>, work: () => T): T {
    this.#readBuffers();
    for (const [file, text] of texts) this.pool.setBuffer(file, text);
    try {
      return work();
    } finally {
      for (const file of texts.keys()) {
        const buffer = this.#buffers.get(file);
        if (buffer === undefined) this.pool.closeBuffer(file);
        else this.pool.setBuffer(file, buffer.text);
      }
    }
  }

  /** Runs the rules over a file as the projects have it, and keeps nothing. */
  findingsOf(file: string): readonly Finding[] {
    return this.#checks.findingsOf(file);
  }

  /** What traces say of the awaits of a file, by where each begins. */
  measuredAwaits(file: string): MeasuredAwaits {
    return this.#checks.measuredAwaits(file, this.textOf(file));
  }

  /** What becomes of a finding's refused fixes where its callers are changed along with it. */
  fixInCallers(finding: Finding): FixesInCallers {
    if (finding.refusals?.some(({ pending }) => pending !== undefined) !== true) return noFixes;
    this.#readBuffers();
    return this.pool.ownerOf(finding.file)?.project.fixInCallers(finding) ?? noFixes;
  }

  /** What the await at an offset does, and how it stands to those around it. */
  explain(file: string, offset: number): Explanation | undefined {
    this.#readBuffers();
    return this.pool.ownerOf(file)?.project.explain(file, offset);
  }

  /** The function whose body runs what stands at an offset. */
  functionAround(file: string, offset: number): FunctionAround | undefined {
    this.#readBuffers();
    return this.pool.ownerOf(file)?.project.functionAround(file, offset);
  }

  #receive(message: ToAnalysis): void {
    if (message.kind !== "request" && message.kind !== "cancel") {
      this.#remembering?.changed();
      if (message.kind !== "open") {
        this.#recalled?.forget();
        this.#nearby.forget();
      }
    }
    this.#remembering?.disturb();
    this.#rested = false;
    switch (message.kind) {
      case "setup":
        this.setup = message.setup;
        this.configurations.forget();
        this.pool.setTypes(message.setup.settings.types);
        this.pool.setFolders(message.setup.folders);
        this.#everythingChanged();
        break;
      case "open":
        this.#open(message.file, message);
        break;
      case "change":
        this.#change(message.file, message.version, message.edits);
        break;
      case "close":
        this.#close(message.file);
        break;
      case "disk":
        this.#diskChanged(withoutCaches(message.events));
        break;
      case "request":
        this.#request(message);
        break;
      case "cancel":
        this.#schedule.cancel(message.id);
        break;
    }
    this.#schedule.wake();
  }

  #open(file: string, { uri, version, text, edited }: Buffer): void {
    const known = this.#buffers.has(file);
    // Most texts that are opened are the disk's: nothing else changes by that.
    const same = !known && !edited && this.pool.ownerOf(file)?.project.text(file) === text;
    this.#buffers.set(file, { uri, version, text, edited: !same });
    this.#unread.add(file);
    if (!same) this.#unspread.add(file);
    this.#forget(file);
    this.#closed.forget(file);
    this.#due.add(file);
    this.#touched = file;
    this.#recalled?.opened(file);
    this.#nearby.opened(file);
  }

  #change(file: string, version: number, edits: readonly TextChange[]): void {
    const buffer = this.#buffers.get(file);
    if (buffer === undefined) return;
    let { text } = buffer;
    for (const edit of edits) text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
    this.#buffers.set(file, { ...buffer, version, text, edited: true });
    this.#nearby.changed(file);
    this.#unread.add(file);
    this.#unspread.add(file);
    this.#forget(file);
    this.#due.add(file);
    this.#touched = file;
  }

  #close(file: string): void {
    const buffer = this.#buffers.get(file);
    if (buffer === undefined) return;
    this.#spread();
    this.#buffers.delete(file);
    this.#nearby.changed(file);
    this.#unread.delete(file);
    this.#due.delete(file);
    if (this.#touched === file) this.#touched = undefined;
    this.#forget(file);
    const dependants = buffer.edited ? this.pool.dependants(file) : [];
    this.pool.closeBuffer(file);
    this.#closed.closed(file);
    this.#signatures.forget([file, ...dependants]);
    for (const one of dependants) this.#dropResult(one);
    if (this.#wanted(file)) this.#due.add(file);
    this.#clearUnaffected();
    this.pool.evict(this.#buffers.keys(), spareProjects);
  }

  #diskChanged(events: readonly DiskEvent[]): void {
    if (events.length === 0) return;
    this.#recalled?.diskChanged();
    this.#spread();
    const files = events.map(({ file }) => file);
    // Each is asked, since each that was read has to be read anew.
    if (files.filter((file) => this.#checks.forgetTrace(file)).length > 0) {
      this.#everythingChanged();
    }
    if (files.some((file) => this.configurations.dependsOn(file))) {
      this.configurations.forget();
      this.#everythingChanged();
    }
    const reopen = files.some((file) => isAboutProjects(file) || this.pool.isConfiguredBy(file));
    if (reopen) {
      this.pool.reload();
      this.#everythingChanged();
      return;
    }
    if (hasComeOrGone(events)) {
      this.pool.refresh(files);
      this.#everythingChanged();
      return;
    }
    this.pool.refresh(files);
    // What the disk says of a file matters only while the editor says nothing of it.
    for (const file of files.filter((one) => !this.#buffers.has(one))) {
      this.#forget(file);
      const dependants = this.pool.dependants(file);
      this.#signatures.forget([file, ...dependants]);
      for (const one of dependants) this.#dropResult(one);
      if (this.#wanted(file)) this.#due.add(file);
    }
  }

  #request(message: RequestMessage): void {
    const { id } = message;
    const service = this;
    this.#schedule.add(
      id,
      (function* () {
        const fail = (error: unknown): void =>
          service.#wire.post({ kind: "failure", id, message: reasonOf(error) });
        try {
          // Whoever asks for no more than that goes first.
          if (service.#showEarly()) yield;
          const result = yield* answer(service, message, (items) =>
            service.#wire.post({ kind: "partial", id, items }),
          );
          if (!(result instanceof Promise)) service.#wire.post({ kind: "response", id, result });
          else {
            result.then((late) => service.#wire.post({ kind: "response", id, result: late }), fail);
          }
        } catch (error) {
          fail(error);
        }
      })(),
      this.#paceOf(message),
    );
  }

  #paceOf({ name, params }: RequestMessage): Pace {
    if (name === "diagnoseWorkspace" || name === "settle") return "slow";
    if (name === "codeLens" || name === "inlayHints") return "view";
    // What can be told before the project is read must not wait for what takes that.
    if (name !== "diagnose" || this.#results.has(params.file)) return "quick";
    const owner = this.pool.ownerOf(params.file);
    return owner === undefined || this.hasRead(owner.project) ? "quick" : "urgent";
  }

  /** Reports what the user looks at; false when that is up to date. */
  #foremost(): boolean {
    this.#readBuffers();
    if (this.#showEarly()) return true;
    const file = this.#touched;
    if (file === undefined || !this.#due.has(file)) return false;
    // What was found for a request may be older than an edit of another file.
    if (this.#results.has(file)) this.#spread();
    this.#report(file);
    return true;
  }

  /** One slice of what nobody waits for; false when all is up to date. */
  #background(): boolean {
    const edited = [...this.#unspread].reverse().find((file) => this.#due.has(file));
    if (edited !== undefined && !this.#results.has(edited)) {
      this.#report(edited);
      return true;
    }
    if (this.#unspread.size > 0) {
      this.#spread();
      return true;
    }
    const next = this.#nextDue();
    if (this.#unlisted && (next === undefined || !this.#buffers.has(next))) {
      this.#unlisted = false;
      for (const file of this.workspaceFiles()) this.#due.add(file);
      return true;
    }
    if (next === undefined) {
      if (this.#seeOpenFile()) return true;
      if (!this.#rested) this.#wire.post({ kind: "rested" });
      this.#rested = true;
      this.#remembering?.rest();
      return false;
    }
    this.#report(next);
    return true;
  }

  // Shows what can be told of open files before their projects are read, and tells whether there were any.
  #showEarly(): boolean {
    this.#readBuffers();
    const shown = this.#early(() => {
      const recalled = this.#recalled?.recall() === true;
      for (const file of this.#recalled?.files ?? []) this.#nearby.changed(file);
      return recalled || this.#nearby.lookAtNext();
    });
    return shown ?? true;
  }

  // Where it fails, what is found when the project is read is shown all the same.
  #early<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      this.#log(`Nothing is told before the project is read: ${reasonOf(error)}`);
      return undefined;
    }
  }

  #nextDue(): string | undefined {
    let closed: string | undefined;
    for (const file of this.#due) {
      if (this.#buffers.has(file)) return file;
      closed ??= file;
    }
    return closed;
  }

  #report(file: string): void {
    this.#due.delete(file);
    let result = this.#results.get(file);
    if (result === undefined) {
      result = this.#check(file);
      this.#results.set(file, result);
    }
    this.#post(result.report);
  }

  #post(report: FileReport): void {
    if (!this.#buffers.has(report.file) && !this.#closed.isNews(report)) return;
    this.#wire.post({ kind: "report", report });
  }

  #check(file: string): FileResult {
    const findings = this.#checks.check(file, () => {
      this.#recalled?.projectRead();
      this.#nearby.forget();
    });
    return this.#resultFrom(file, findings);
  }

  #resultFrom(file: string, findings: readonly Finding[]): FileResult {
    const diagnostics = findings.map((finding) => toDiagnostic(finding, this.setup, this));
    return {
      findings,
      report: {
        file,
        uri: this.uriOf(file),
        version: this.#buffers.get(file)?.version,
        diagnostics,
        resultId: resultIdOf(diagnostics),
      },
    };
  }

  // Before a file is answered for, whatever an edit may have changed about it has to be known.
  #catchUp(file: string): void {
    this.#readBuffers();
    const others = [...this.#unspread].some((one) => one !== file);
    if (others || (this.#unspread.size > 0 && this.#results.has(file))) this.#spread();
  }

  #readBuffers(): void {
    for (const file of this.#unread) {
      const buffer = this.#buffers.get(file);
      if (buffer !== undefined) this.pool.setBuffer(file, buffer.text);
    }
    this.#unread.clear();
  }

  #spread(): void {
    this.#readBuffers();
    if (this.#unspread.size === 0) return;
    for (const file of this.#unspread) {
      const dependants = this.pool.dependants(file);
      if (dependants.size === 0) {
        // Nobody sees what there is to see of it.
        this.#signatures.forget([file]);
        this.#closed.affect(file, []);
        continue;
      }
      if (!this.#signatures.changed(file)) {
        for (const one of dependants) if (this.#speaksOf(one, file)) this.#dropResult(one);
        continue;
      }
      this.#signatures.forget(dependants);
      for (const one of dependants) this.#dropResult(one);
      if (this.#buffers.get(file)?.edited) {
        const closed = [...dependants].filter((one) => !this.#buffers.has(one));
        this.#closed.affect(file, closed);
        for (const one of closed) this.#due.add(one);
      }
    }
    this.#unspread.clear();
    this.#clearUnaffected();
  }

  // A finding that points into an edited file, or names a line of it, points at the wrong place by now.
  #speaksOf(file: string, edited: string): boolean {
    const name = posix.basename(edited);
    const result = this.#results.get(file);
    return (
      result?.findings.some(
        ({ message, related, fixes, refusals = [] }) =>
          message.includes(name) ||
          refusals.some(({ reason }) => reason.includes(name)) ||
          related.some((place) => place.file === edited || place.message.includes(name)) ||
          fixes.some((fix) => fix.edits.some((edit) => edit.file === edited)),
      ) ?? false
    );
  }

  // An edit is compared with what was seen before it: that has to be looked at while there is time.
  #seeOpenFile(): boolean {
    for (const file of this.#buffers.keys()) {
      if (this.#signatures.has(file) || this.pool.dependants(file).size === 0) continue;
      this.#signatures.see(file);
      return true;
    }
    return false;
  }

  #everythingChanged(): void {
    this.#signatures.clear();
    for (const file of this.#results.keys()) if (this.#wanted(file)) this.#due.add(file);
    for (const file of this.#buffers.keys()) this.#unspread.add(file);
    this.#results.clear();
    this.#positions.clear();
    this.#recalled?.forgetAll();
    for (const file of [...this.#buffers.keys(), ...this.#closed.told]) this.#due.add(file);
    this.#unlisted = this.setup.settings.scope === "workspace";
    if (this.#buffers.size > 0) this.#wire.post({ kind: "everythingChanged" });
  }

  #dropResult(file: string): void {
    this.#results.delete(file);
    if (this.#wanted(file)) this.#due.add(file);
  }

  #forget(file: string): void {
    this.#results.delete(file);
    this.#positions.forget(file);
  }

  #wanted(file: string): boolean {
    if (this.#buffers.has(file) || this.setup.settings.scope === "workspace") return true;
    return this.#closed.isAffected(file);
  }

  #clearUnaffected(): void {
    for (const file of this.#closed.told) {
      if (this.#wanted(file)) continue;
      this.#due.delete(file);
      this.#tell(file, []);
      this.#closed.forget(file);
    }
  }

  #tell(file: string, diagnostics: FileReport["diagnostics"]): void {
    const resultId = resultIdOf(diagnostics);
    const version = this.#buffers.get(file)?.version;
    this.#post({ file, uri: this.uriOf(file), version, diagnostics, resultId });
  }

  #log(message: string): void {
    this.#wire.post({ kind: "log", message });
  }
}

const noFixes: FixesInCallers = { fixes: [], refusals: [] };

/** The number of work that nobody has asked for: clients' requests count from one. */
const ownWork = 0;

const spareProjects = 2;

const emptySetup: AnalysisSetup = {
  encoding: "utf-16",
  folders: [],
  settings: defaultSettings,
  folderSettings: {},
  relatedInformation: false,
  codeDescription: false,
  documentChanges: false,
  changeAnnotations: false,
  preferredActions: false,
  disabledActions: false,
  lazyEdits: false,
  markdown: false,
};
