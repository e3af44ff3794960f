import type { Finding } from "../finding.js";
import type { Effect, Effects } from "../model/effects/effects.js";
import type { LibraryCall } from "../model/effects/library/library-models.js";
import type { Hazard } from "../model/effects/library/model.js";
import type { Origin, Summary } from "../model/effects/summary.js";
import { ts } from "../model/syntax.js";
import type {
  Answer,
  CallFacts,
  Question,
  SymbolFacts,
  TypeFacts,
  TypeSource,
} from "../model/type-source.js";
import { type Asked, type Report, type Rule, type RuleContext, toFinding } from "../rules/rule.js";
import type { Lookout } from "./known-functions.js";
import { type Stopwatch, sharedWork } from "./stopwatch.js";

/** A rule with the options it runs under. */
export interface ConfiguredRule {
  readonly rule: Rule;
  readonly options: object;
}

/** A file to check, and what its project says of it. */
export interface CheckedFile {
  readonly source: ts.SourceFile;
  readonly topLevelAwait: boolean;
  /** Tells whether a module can be imported here; none can where it is left out. */
  readonly canImport?: (module: string) => boolean;
  /** Tells whether the await at an offset was seen to wait, in a trace. */
  readonly waits?: (start: number) => boolean;
  /** Which functions are known to have nothing to find; none where it is left out. */
  readonly lookout?: Lookout;
  /**
   * Whether other files of the project are not there, so that nobody can tell what functions do: what rests on
   * that is left out.
   */
  readonly isPart?: boolean;
}

/** The id of the finding that stands for a rule that failed. */
export const internalError = "internal-error";

/**
 * Runs rules over one file: one walk over its tree for all of them, then one batch of questions,
 * then their decisions. A rule that throws becomes a finding of its own; the others still run.
 * What the lookout knows to have nothing to find is passed over.
 */
export function checkFile(
  checked: CheckedFile,
  rules: readonly ConfiguredRule[],
  types: TypeSource,
  effects: Effects,
  stopwatch?: Stopwatch,
): readonly Finding[] {
  const { source: file } = checked;
  const measured: Measured =
    stopwatch === undefined
      ? (_name, work) => work()
      : (name, work) => stopwatch.measure(name, work);
  const { lookout } = checked;
  const questions = new Questions(file, types, effects, measured, lookout);
  const runs = rules.map((configured) => new Run(checked, configured, questions));
  const byKind = new Map<ts.SyntaxKind, Run[]>();
  for (const run of runs) {
    for (const kind of run.rule.kinds) {
      const known = byKind.get(kind);
      if (known === undefined) byKind.set(kind, [run]);
      else known.push(run);
    }
  }
  const visit = (node: ts.Node): void => {
    for (const run of byKind.get(node.kind) ?? []) run.visit(node);
  };
  if (lookout === undefined) walk(file, visit);
  else {
    walk(file, visit, (node) => {
      if (!ts.isFunctionLike(node)) return true;
      if (!lookout.isClean(node)) lookout.within(node, () => walk(node, visit));
      return false;
    });
  }
  for (const run of runs) run.decideAll();
  if (runs.some((run) => run.hasFailed)) lookout?.fail();
  else lookout?.end();
  // What another rule may know more about is that one's to report, once it can be asked.
  const awaited = new Set(
    runs.filter((run) => run.lacksEffects).flatMap(({ rule }) => rule.meta.supersedes ?? []),
  );
  return withoutSuperseded(
    runs.filter(({ rule }) => !awaited.has(rule.meta.id)).flatMap((run) => run.findings),
    rules,
  ).sort(byPlace);
}

// A stack of its own: generated sources nest deeper than the call stack reaches.
function walk(
  root: ts.Node,
  visit: (node: ts.Node) => void,
  enters: (node: ts.Node) => boolean = () => true,
): void {
  const open: ts.Node[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (!enters(node)) continue;
    visit(node);
    const children: ts.Node[] = [];
    ts.forEachChild(node, (child) => {
      children.push(child);
    });
    for (const child of children.reverse()) open.push(child);
  }
}

// Two rules may see the same mistake; the one that knows more about it speaks.
function withoutSuperseded(
  findings: readonly Finding[],
  rules: readonly ConfiguredRule[],
): Finding[] {
  const left = new Set<string>();
  const key = (id: string, { end, start }: Finding): string => `${id}:${start}:${end}`;
  const superseded = new Map(rules.map(({ rule }) => [rule.meta.id, rule.meta.supersedes ?? []]));
  for (const finding of findings) {
    for (const id of superseded.get(finding.rule) ?? []) left.add(key(id, finding));
  }
  return findings.filter((finding) => !left.has(key(finding.rule, finding)));
}

function byPlace(a: Finding, b: Finding): number {
  return a.start - b.start || b.end - a.end || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0);
}

/** Collects questions until one answer is read, and then has all of them answered at once. */
class Questions {
  readonly #file: ts.SourceFile;
  readonly #types: TypeSource;
  readonly #known = new Map<ts.Node, Map<Question["ask"], Entry>>();
  #open: { question: Question; entry: Entry }[] = [];

  readonly effects: Effects;
  readonly measured: Measured;
  readonly lookout: Lookout | undefined;

  constructor(
    file: ts.SourceFile,
    types: TypeSource,
    effects: Effects,
    measured: Measured,
    lookout: Lookout | undefined,
  ) {
    this.lookout = lookout;
    this.effects = effects;
    this.measured = measured;
    this.#file = file;
    this.#types = types;
  }

  ask(question: Question): Asked<Answer> {
    let ofNode = this.#known.get(question.node);
    if (ofNode === undefined) {
      ofNode = new Map();
      this.#known.set(question.node, ofNode);
    }
    let entry = ofNode.get(question.ask);
    if (entry === undefined) {
      entry = { answered: false, answer: undefined };
      ofNode.set(question.ask, entry);
      this.#open.push({ question, entry });
    }
    const asked = entry;
    return () => {
      if (!asked.answered) this.#answerAll();
      return asked.answer;
    };
  }

  #answerAll(): void {
    const open = this.#open;
    this.#open = [];
    const questions = open.map(({ question }) => question);
    const answers = this.measured(sharedWork.types, () =>
      this.#types.answer(this.#file, questions),
    );
    open.forEach(({ entry }, index) => {
      entry.answered = true;
      entry.answer = answers[index];
    });
  }
}

/** Somebody asked what a function does where that cannot be told. */
class EffectsAreUnknown extends Error {}

/** Does the work and answers what it does; a stopwatch takes its time. */
type Measured = <T>(name: string, work: () => T) => T;

interface Entry {
  answered: boolean;
  answer: Answer;
}

/** What a call runs; who looks into its body rests on that. */
class SeenCall implements CallFacts {
  readonly #facts: CallFacts;
  readonly #lookout: Lookout;

  constructor(facts: CallFacts, lookout: Lookout) {
    this.#facts = facts;
    this.#lookout = lookout;
  }

  get target(): CallFacts["target"] {
    return this.#facts.target;
  }
  get body(): CallFacts["body"] {
    const { body } = this.#facts;
    if (body !== undefined) this.#lookout.looksInto(body);
    return body;
  }
  get returns(): CallFacts["returns"] {
    return this.#facts.returns;
  }
  get parameters(): CallFacts["parameters"] {
    return this.#facts.parameters;
  }
}

class Run implements RuleContext {
  readonly rule: Rule;
  readonly file: ts.SourceFile;
  readonly options: object;
  readonly topLevelAwait: boolean;
  readonly findings: Finding[] = [];
  readonly #questions: Questions;
  readonly #waits: CheckedFile["waits"];
  readonly #canImport: CheckedFile["canImport"];
  readonly #isPart: boolean;
  #decisions: (() => void)[] = [];
  #failed = false;
  #lacksEffects = false;

  constructor(
    { source, topLevelAwait, canImport, waits, isPart = false }: CheckedFile,
    { rule, options }: ConfiguredRule,
    questions: Questions,
  ) {
    this.rule = rule;
    this.file = source;
    this.topLevelAwait = topLevelAwait;
    this.#waits = waits;
    this.#canImport = canImport;
    this.#isPart = isPart;
    this.options = { ...rule.defaults, ...options };
    this.#questions = questions;
  }

  visit(node: ts.Node): void {
    this.#guarded(node, () => this.rule.visit(node, this));
  }

  get hasFailed(): boolean {
    return this.#failed;
  }

  /** Whether something was left out because nobody could tell what functions do. */
  get lacksEffects(): boolean {
    return this.#lacksEffects;
  }

  decideAll(): void {
    while (this.#decisions.length > 0) {
      const decisions = this.#decisions;
      this.#decisions = [];
      for (const decision of decisions) this.#guarded(this.file, decision);
    }
  }

  canImport(module: string): boolean {
    return this.#canImport?.(module) ?? false;
  }
  typeOf(node: ts.Node): Asked<TypeFacts> {
    return this.#questions.ask({ ask: "type", node }) as Asked<TypeFacts>;
  }
  expectedOf(node: ts.Expression): Asked<TypeFacts | undefined> {
    return this.#questions.ask({ ask: "expected", node }) as Asked<TypeFacts | undefined>;
  }
  symbolOf(node: ts.Node): Asked<SymbolFacts | undefined> {
    return this.#questions.ask({ ask: "symbol", node }) as Asked<SymbolFacts | undefined>;
  }
  callOf(node: ts.CallLikeExpression): Asked<CallFacts | undefined> {
    const asked = this.#questions.ask({ ask: "call", node }) as Asked<CallFacts | undefined>;
    const { lookout } = this.#questions;
    if (lookout === undefined) return asked;
    return () => {
      const facts = asked();
      return facts && new SeenCall(facts, lookout);
    };
  }

  effectOf(call: ts.CallExpression): Effect {
    this.#needsEffects();
    const { effects, lookout, measured } = this.#questions;
    return measured(sharedWork.effects, () => {
      lookout?.restsOn(effects.supportOf(call, "call"));
      return effects.ofCall(call);
    });
  }
  summaryOf(node: ts.Node): Summary {
    this.#needsEffects();
    const { effects, lookout, measured } = this.#questions;
    return measured(sharedWork.effects, () => {
      lookout?.restsOn(effects.supportOf(node, "summary"));
      return effects.summaryOf(node);
    });
  }

  looksAround(): void {
    this.#questions.lookout?.leaveOpen();
  }
  transactionsIn(declared: ts.Node): readonly ts.Node[] {
    // Whoever makes such an object somewhere else changes the answer, as a new class does.
    this.#questions.lookout?.restsOn({ digests: new Map(), dispatches: true });
    const asked = this.#questions.ask({ ask: "transactions", node: declared });
    return (asked() ?? []) as readonly ts.Node[];
  }
  throwOf(call: ts.CallExpression): Origin | undefined {
    this.#needsEffects();
    const { effects, measured } = this.#questions;
    return measured(sharedWork.effects, () => effects.throwOf(call));
  }

  libraryCall(call: ts.CallLikeExpression): LibraryCall | undefined {
    return this.#questions.effects.libraries.callOf(call);
  }
  hazardsOf(expression: ts.Expression): readonly Hazard[] {
    return this.#questions.effects.libraries.hazardsOf(expression);
  }

  wasSeenToWait(awaited: ts.Node): boolean {
    return this.#waits?.(awaited.getStart(this.file)) === true;
  }

  decide(work: () => void): void {
    const { lookout } = this.#questions;
    if (lookout === undefined) this.#decisions.push(work);
    else {
      const { at } = lookout;
      this.#decisions.push(() => lookout.within(at, work));
    }
  }

  report(report: Report): void {
    this.#questions.lookout?.leaveOpen();
    this.findings.push(toFinding(this.rule.meta, report));
  }

  #needsEffects(): void {
    if (this.#isPart) throw new EffectsAreUnknown();
  }

  #guarded(node: ts.Node, work: () => void): void {
    if (this.#failed) return;
    try {
      this.#questions.measured(this.rule.meta.id, work);
    } catch (error) {
      if (error instanceof EffectsAreUnknown) {
        this.#lacksEffects = true;
        return;
      }
      this.#failed = true;
      const reason = error instanceof Error ? error.message : String(error);
      this.findings.push({
        rule: internalError,
        severity: "error",
        confidence: "high",
        message: `The rule "${this.rule.meta.id}" failed on "${this.file.fileName}" and was left out there: ${reason}. Report it with the file that causes it`,
        file: this.file.fileName,
        start: ts.isSourceFile(node) ? 0 : node.getStart(this.file),
        end: ts.isSourceFile(node) ? 0 : node.end,
        related: [],
        fixes: [],
      });
    }
  }
}
