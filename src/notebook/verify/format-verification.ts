/**
 * What a verification found, as text for a terminal.
 */
import { counted, formatNumber } from "../report/text/format-value";
import type { OutputDifference } from "./compare-outputs";
import type { Tolerance, ValueDifference } from "./compare-values";
import type { StoredRun } from "../report/page/embedded-run";
import type { CellVerdict, Verification } from "./verify";

/** Whether the runs differ, in what they show or where they ended, or the report is not what its run wrote. */
export function differs({ cells, outcome, edited, files }: Verification): boolean {
  return cells.some(isOther) || outcome !== null || edited || files.length > 0;
}

const EDITED =
  "  the report was edited after its run: what it shows is not what the run wrote; " +
  "the cells compared are those of the run";

export function formatVerification(verification: Verification, tolerance: Tolerance): string {
  const { relative, absolute, residue = 0 } = tolerance;
  const { source, outcome, edited, compared, changed, files } = verification;
  const cells = verification.cells.filter(isOther);
  const within = absolute > 0 ? `${relative} (relative) or ${absolute} (absolute)` : String(relative);
  const numbers = `${counted(compared.cells, "cell")} and ${counted(compared.numbers, "number")}`;
  const text = [
    differs(verification)
      ? `${source}: ${counted(cells.length, "cell")} of ${compared.cells} not the same, tolerance ${within}`
      : `${source}: the same, ${numbers} within ${within}`,
    ...(compared.residues === 0 ? [] : [residuesLine(compared.residues, residue)]),
    ...(edited ? [EDITED] : []),
    ...(outcome === null ? [] : [`  the run ${outcome.was} then, ${outcome.is} now`]),
    ...cells.flatMap(cellLines),
    ...files.map((line) => `  ${line}`),
    ...(changed.length === 0 ? [] : ["Changed since the report:", ...changed.map((line) => `  ${line}`)]),
    "",
  ].join("\n");
  return printable(text);
}

function residuesLine(count: number, residue: number): string {
  const are = count === 1 ? "number below" : "numbers below";
  const told = `${formatNumber(count)} ${are} ${residue} then and now, in text and tables`;
  return `  ${told}: residues of checks, which say no more (--residue 0 compares them too)`;
}

/**
 * What is known of a report before anything runs: whether it is as its run wrote it. Its seal is no
 * signature: who edits a page can seal it anew, so that none of what it says is trusted for it.
 */
export function formatSeal({ source, edited }: Pick<StoredRun, "source" | "edited">): string {
  const said =
    edited === undefined
      ? "the report has no seal: whether it was edited cannot be told"
      : edited
        ? "the report was edited after its run, or damaged: its seal is not that of what it holds"
        : "the report is as its run wrote it, by its seal, which is no signature";
  return printable(`${source}: ${said}\n`);
}

/** Text of a report, which must not act on the terminal: control characters are shown as escapes. */
function printable(text: string): string {
  return text.replace(
    /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The same as JSON, where a difference without a size (text, a cell that is gone) has none: null. */
export function verificationJson(verification: Verification, tolerance: Tolerance): string {
  return JSON.stringify({ same: !differs(verification), ...verification, tolerance }, null, 2);
}

function isOther({ verdict }: CellVerdict): boolean {
  return verdict !== "is the same";
}

function cellLines({ number, source, verdict, outputs }: CellVerdict): string[] {
  return [
    `  code cell ${number} ${verdict}: ${shorten(source.trim().split("\n")[0])}`,
    ...outputs.map((output) => `    ${outputLine(output)}`),
  ];
}

function outputLine({ output, what, numbers, differing, worst }: OutputDifference): string {
  const where = worst.path === "" ? "" : ` at ${worst.path}`;
  const share = Number.isFinite(worst.relative) ? `, a difference of ${worst.relative.toExponential(2)} relative` : "";
  const many =
    differing > 0 && numbers > 1
      ? `, ${formatNumber(differing)} of ${counted(numbers, "number")} differ, the worst`
      : "";
  const [was, is] = told(worst);
  return `output ${output + 1} (${what})${many}${where}: was ${was}, is ${is}${share}`;
}

/** Both values, texts from where they part. */
function told({ was, is }: ValueDifference): [string, string] {
  if (typeof was !== "string" || typeof is !== "string") return [show(was), show(is)];
  let start = 0;
  while (start < was.length && was[start] === is[start]) start++;
  const from = Math.max(0, start - 20);
  const cut = (text: string): string => `${from > 0 ? "…" : ""}${shorten(text.slice(from))}`;
  return [JSON.stringify(cut(was)), JSON.stringify(cut(is))];
}

function show(value: unknown): string {
  if (value === undefined) return "nothing";
  return typeof value === "number" ? String(value) : shorten(JSON.stringify(value));
}

function shorten(text: string): string {
  return text.length > 70 ? `${text.slice(0, 69)}…` : text;
}
