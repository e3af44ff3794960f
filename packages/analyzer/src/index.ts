export type {
  Confidence,
  Finding,
  Fix,
  FixSafety,
  RelatedPlace,
  Severity,
  Span,
  TextEdit,
} from "./finding.js";
