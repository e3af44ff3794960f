export {
  type Baseline,
  type BaselineComparison,
  type BaselineEntry,
  type Comparable,
  compareWithBaseline,
  formatBaseline,
  makeBaseline,
  parseBaseline,
} from "./baseline/baseline.js";
export { type Fingerprintable, fingerprints } from "./baseline/fingerprint.js";
export {
  type CheckOptions,
  checkNearbyWithConfig,
  checkWithConfig,
} from "./config/check-with-config.js";
export { closest, didYouMean } from "./config/closest.js";
export type {
  Config,
  ConfigOverride,
  ConfigPreset,
  RuleLevel,
  RuleSetting,
} from "./config/config.js";
export { defineConfig } from "./config/config.js";
export { configJsonSchema } from "./config/config-json-schema.js";
export { ConfigStore, type ConfigStoreOptions, type FileConfig } from "./config/config-store.js";
export { isPattern, type PathMatcher, pathMatcher } from "./config/path-patterns.js";
export { internalError } from "./engine/check-file.js";
export { Stopwatch, sharedWork } from "./engine/stopwatch.js";
export type {
  AwaitRelation,
  ExplainedAccess,
  ExplainedAwait,
  ExplainedPlace,
  ExplainedReason,
  Explanation,
  LoopRelation,
} from "./explain/explanation.js";
export type { FunctionAround } from "./explain/function-around.js";
export { renderExplanation } from "./explain/render-explanation.js";
export type {
  Confidence,
  Finding,
  Fix,
  FixSafety,
  Measured,
  Refusal,
  RelatedPlace,
  Severity,
  Span,
  TextEdit,
} from "./finding.js";
export type { FixesInCallers } from "./fixes/fix-in-callers.js";
export type {
  ChainModel,
  Decider,
  Hazard,
  Latency,
  MemberModel,
  PackageModel,
  Place,
  TypeModel,
} from "./model/effects/library/model.js";
export type { FileSignature } from "./model/signature.js";
export {
  type DiscoverOptions,
  discoverProjects,
  type ProjectDescription,
  type TypesFrom,
} from "./project/discover.js";
export { type Disk, diskThatTells, nodeDisk } from "./project/disk.js";
export { InputError } from "./project/input-error.js";
export { nativeProcess, onNativeProcess, whyNoNativeTypes } from "./project/native-types.js";
export type { Problem } from "./project/problem.js";
export { openProject, Project } from "./project/project.js";
export type { Unresolved } from "./project/unresolved.js";
export { rules } from "./rules/index.js";
export type { Preset, RuleMeta } from "./rules/rule.js";
export type { RuleSelection } from "./rules/select.js";
export { type Counterparts, counterpartsOf } from "./suppressions/counterparts.js";
export {
  type SuppressedFinding,
  type SuppressionOptions,
  type SuppressionResult,
  suppress,
  suppressionWithoutReason,
  unusedSuppression,
} from "./suppressions/suppress.js";
export { type AppliedFixes, applyFixes } from "./text/apply-fixes.js";
export { LineMap, type Position, positionAt } from "./text/position.js";
export { describeAwaits, describeGain, formatDuration } from "./trace/describe-gain.js";
export {
  type MatchSummary,
  type MeasuredAwaits,
  Measurements,
} from "./trace/measurements.js";
export type { RecordedAwait } from "./trace/parse-trace.js";
