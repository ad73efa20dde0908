/**
 * What a verification found, as text for a terminal.
 */
import { formatNumber } from "../report/format-value";
import type { OutputDifference } from "./compare-outputs";
import type { Tolerance, ValueDifference } from "./compare-values";
import type { CellDifference, Verification } from "./verify";

/** Whether the runs differ, in what they show or where they ended, or the report is not what its run wrote. */
export function differs({ cells, outcome, edited }: Verification): boolean {
  return cells.length > 0 || outcome !== undefined || edited;
}

export function formatVerification(verification: Verification, { relative, absolute }: Tolerance): string {
  const { source, cells, outcome, edited, compared, changed } = verification;
  const within = absolute > 0 ? `${relative} (relative) or ${absolute} (absolute)` : String(relative);
  const verdict = differs(verification)
    ? `${source}: ${count(cells.length, "cell")} of ${compared.cells} not the same, tolerance ${within}`
    : `${source}: the same, ${count(compared.cells, "cell")} and ${count(compared.numbers, "number")} within ${within}`;
  return [
    verdict,
    ...(edited
      ? [
          "  the report was edited after its run: what it shows is not what the run wrote; the cells compared are those of the run",
        ]
      : []),
    ...(outcome === undefined ? [] : [`  the run ${outcome.was} then, ${outcome.is} now`]),
    ...cells.flatMap(cellLines),
    ...(changed.length === 0 ? [] : ["Changed since the report:", ...changed.map((line) => `  ${line}`)]),
    "",
  ].join("\n");
}

function cellLines({ number, source, kind, outputs }: CellDifference): string[] {
  return [
    `  code cell ${number} ${kind}: ${shorten(source.trim().split("\n")[0])}`,
    ...outputs.map((output) => `    ${outputLine(output)}`),
  ];
}

function outputLine({ output, what, numbers, differing, worst }: OutputDifference): string {
  const where = worst.path === "" ? "" : ` at ${worst.path}`;
  const share = Number.isFinite(worst.relative) ? `, a difference of ${worst.relative.toExponential(2)} relative` : "";
  const many =
    differing > 0 && numbers > 1 ? `, ${formatNumber(differing)} of ${count(numbers, "number")} differ, the worst` : "";
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

function count(number: number, noun: string): string {
  return `${formatNumber(number)} ${noun}${number === 1 ? "" : "s"}`;
}
