import type { Finding } from "@awaitwise/analyzer";
import { type CodeAction, CodeActionKind, type Diagnostic } from "vscode-languageserver/node";
import type { AnalysisService, FileResult } from "../analysis-service.js";
import { type CodeActionQuery, fixAllKind } from "../messages.js";
import { type ActionPlan, editsOf, type PlannedAction, together } from "../planned-action.js";
import { fingerprintOf } from "../to-diagnostic.js";
import { toWorkspaceEdit } from "../workspace-edit.js";

/**
 * What can be done about the findings that touch a range: each fix, the same for all findings of
 * the rule, a comment that says it is meant so, and, where asked for, all safe fixes of the file.
 */
export function codeActions(service: AnalysisService, query: CodeActionQuery): CodeAction[] {
  const result = service.resultOf(query.file);
  const offer = new Offer(service, query, result);
  const positions = service.positionsOf(query.file);
  const from = positions.offsetAt(query.range.start);
  const to = positions.offsetAt(query.range.end);
  const touched = result.findings.filter(({ start, end }) => start <= to && from <= end);
  if (offer.wants(CodeActionKind.QuickFix)) {
    for (const finding of touched) offer.fixesOf(finding);
    for (const finding of touched) offer.fixesInCallersOf(finding);
    for (const rule of new Set(touched.map((finding) => finding.rule))) offer.fixRule(rule);
    for (const finding of touched) offer.suppressLine(finding);
    for (const finding of touched) offer.refusalsOf(finding);
    for (const rule of new Set(touched.map((finding) => finding.rule))) offer.suppressFile(rule);
  }
  if (query.only !== undefined && offer.wants(fixAllKind)) offer.fixAll();
  return offer.actions;
}

class Offer {
  readonly actions: CodeAction[] = [];
  readonly #service: AnalysisService;
  readonly #query: CodeActionQuery;
  readonly #result: FileResult;

  constructor(service: AnalysisService, query: CodeActionQuery, result: FileResult) {
    this.#service = service;
    this.#query = query;
    this.#result = result;
  }

  /** Whether the client asked for actions of a kind: for the kind itself or one above it. */
  wants(kind: string): boolean {
    const { only } = this.#query;
    return only?.some((one) => kind === one || kind.startsWith(`${one}.`) || one === "") ?? true;
  }

  fixesOf(finding: Finding): void {
    finding.fixes.forEach((fix, index) => {
      this.#add({
        title: fix.title,
        kind: CodeActionKind.QuickFix,
        diagnostics: this.#diagnosticsOf(finding),
        preferred: index === 0 && fix.safety !== "dangerous",
        plan: { do: "fix", fingerprint: fingerprintOf(finding), index },
      });
    });
  }

  /** Fixes that make the functions around the finding async, up to where nobody can tell. */
  fixesInCallersOf(finding: Finding): void {
    this.#service.fixInCallers(finding).fixes.forEach(({ title, safety }, index) => {
      this.#add({
        title,
        kind: CodeActionKind.QuickFix,
        diagnostics: this.#diagnosticsOf(finding),
        preferred: finding.fixes.length + index === 0 && safety !== "dangerous",
        plan: { do: "fix-in-callers", fingerprint: fingerprintOf(finding), index },
      });
    });
  }

  /** What a reader may expect and cannot have, with the reason. */
  refusalsOf(finding: Finding): void {
    if (!this.#service.setup.disabledActions) return;
    const final = (finding.refusals ?? []).filter(({ pending }) => pending === undefined);
    for (const { title, reason } of [...final, ...this.#service.fixInCallers(finding).refusals]) {
      this.actions.push({
        title,
        kind: CodeActionKind.QuickFix,
        diagnostics: this.#diagnosticsOf(finding),
        disabled: { reason },
      });
    }
  }

  fixRule(rule: string): void {
    const same = this.#result.findings.filter((finding) => finding.rule === rule);
    const fixable = same.filter(
      ({ fixes }) => fixes[0] !== undefined && fixes[0].safety !== "dangerous",
    );
    if (fixable.length < 2) return;
    this.#add({
      title: `Fix all ${fixable.length} findings of ${rule} in this file`,
      kind: CodeActionKind.QuickFix,
      diagnostics: same.flatMap((finding) => this.#diagnosticsOf(finding)),
      plan: { do: "fix-rule", rule },
    });
  }

  fixAll(): void {
    if (together(this.#result.findings, (fix) => fix.safety === "safe").length === 0) return;
    this.#add({
      title: "Apply all safe fixes of awaitwise",
      kind: fixAllKind,
      plan: { do: "fix-all" },
    });
  }

  suppressLine(finding: Finding): void {
    this.#add({
      title: `Ignore ${finding.rule} on this line, with a reason`,
      kind: CodeActionKind.QuickFix,
      diagnostics: this.#diagnosticsOf(finding),
      plan: { do: "suppress-line", fingerprint: fingerprintOf(finding) },
    });
  }

  suppressFile(rule: string): void {
    this.#add({
      title: `Ignore ${rule} in this file, with a reason`,
      kind: CodeActionKind.QuickFix,
      plan: { do: "suppress-file", rule },
    });
  }

  #add({ title, kind, diagnostics, preferred, plan }: OfferedAction): void {
    const { file } = this.#query;
    const { setup, buffers } = this.#service;
    const action: CodeAction = {
      title,
      kind,
      ...(diagnostics === undefined ? {} : { diagnostics }),
      ...(setup.preferredActions && preferred === true ? { isPreferred: true } : {}),
    };
    if (setup.lazyEdits) {
      const version = buffers.get(file)?.version ?? null;
      action.data = { file, version, plan } satisfies PlannedAction;
    } else {
      action.edit = toWorkspaceEdit(this.#service, file, editsOf(this.#service, file, plan));
    }
    this.actions.push(action);
  }

  #diagnosticsOf(finding: Finding): Diagnostic[] {
    const index = this.#result.findings.indexOf(finding);
    const diagnostic = this.#result.report.diagnostics[index];
    return diagnostic === undefined ? [] : [diagnostic];
  }
}

interface OfferedAction {
  readonly title: string;
  readonly kind: string;
  readonly diagnostics?: Diagnostic[];
  readonly preferred?: boolean;
  readonly plan: ActionPlan;
}
