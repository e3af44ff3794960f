// Prints how far a second reviewer, who knew the functions and not the labels, would gather what the first would.
//
//   node benchmarks/serial/agreement.js
//
// What the one would gather is taken for findings, and judged by the other's labels as an analyser's are: `found` of the
// places to find, `right` and `wrong` of the findings; `unsure` is what the other leaves open.
import { agreementOf } from "./measure/agreement.js";
import { readLabels, readSecondLabels } from "./measure/labels.js";

const first = new Map(readLabels().map((one) => [one.repository, one.places]));
const total = [0, 1].map(() => ({ found: 0, wanted: 0, right: 0, wrong: 0, unsure: 0 }));
for (const { repository, places } of readSecondLabels()) {
  const own = first.get(repository) ?? [];
  for (const [index, one] of [agreementOf(own, places), agreementOf(places, own)].entries()) {
    const sum = total[index];
    if (sum === undefined) continue;
    for (const key of /** @type {const} */ (["found", "wanted", "right", "wrong", "unsure"])) {
      sum[key] += one[key];
    }
    const by = index === 0 ? "the second by the first's labels" : "the first by the second's";
    console.log(`${repository}, ${by}: ${inWords(one)}`);
  }
}
for (const [index, one] of total.entries()) {
  const by = index === 0 ? "the second by the first's labels" : "the first by the second's";
  console.log(`All, ${by}: ${inWords(one)}`);
}

/** @param {{ found: number, wanted: number, right: number, wrong: number, unsure: number }} one */
function inWords({ found, wanted, right, wrong, unsure }) {
  return `${found} of ${wanted} found, ${right} right, ${wrong} wrong, ${unsure} unsure`;
}
