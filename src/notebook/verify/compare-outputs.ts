/**
 * The outputs of a cell in two runs: which differ, where, and by how much.
 */
import { PLOTLY_MIME_TYPE } from "../../kernel/show/figure";
import type { NotebookOutput } from "../../kernel/client/outputs";
import { HEADLINE_MIME_TYPE } from "../record/headline";
import { pictureDigest } from "../report/page/embedded-run";
import { terminalScreen } from "../report/text/terminal-screen";
import { withoutStill } from "../still/still-output";
import { compareValues, type Tolerance, type ValueDifference } from "./compare-values";

export interface OutputDifference {
  /** Which output of the cell, from 0. */
  readonly output: number;
  /** What it is: "stdout", "figure", "text/html", "error". */
  readonly what: string;
  /** How many of its numbers were compared, and how many differ. */
  readonly numbers: number;
  readonly differing: number;
  readonly worst: ValueDifference;
}

export interface OutputsComparison {
  /** Numbers compared in all outputs. */
  readonly numbers: number;
  /** Residues that are others than they were: see Tolerance. */
  readonly residues: number;
  readonly differences: readonly OutputDifference[];
}

export const EXACT: Tolerance = { relative: 0, absolute: 0 };

/**
 * Compares the outputs in order, without pictures that were drawn of figures; of an output in several formats, the
 * most exact one that differs is told.
 */
export function compareOutputs(
  was: readonly NotebookOutput[],
  is: readonly NotebookOutput[],
  tolerance: Tolerance = EXACT,
): OutputsComparison {
  const [before, after] = [was, is].map((outputs) => joinStreams(outputs).map(withoutStill).map(parts));
  const count = Math.max(before.length, after.length);
  let [numbers, residues] = [0, 0];
  const differences = Array.from({ length: count }, (_, output): OutputDifference | undefined => {
    const [old, now] = [before[output], after[output]];
    if (old === undefined || now === undefined) {
      const presence = (there: unknown): string => (there === undefined ? "no output" : "an output");
      const worst = { path: "", was: presence(old), is: presence(now), relative: Infinity };
      return { output, what: Object.keys(old ?? now)[0], numbers: 0, differing: 0, worst };
    }
    const kinds = Object.keys({ ...old, ...now });
    const compared = kinds.map((what) => {
      const how = isRead(what) ? tolerance : { ...tolerance, residue: 0 };
      return { output, what, ...compareValues(old[what], now[what], how) };
    });
    numbers += compared.reduce((sum, part) => sum + part.numbers, 0);
    residues += compared.reduce((sum, part) => sum + part.residues, 0);
    const other = compared.find(({ worst }) => worst !== undefined);
    if (other?.worst === undefined) return undefined;
    return { output, what: other.what, numbers: other.numbers, differing: other.differing, worst: other.worst };
  });
  return {
    numbers,
    residues,
    differences: differences.filter((difference) => difference !== undefined) as OutputDifference[],
  };
}

/** Whether it is there to be read, where a number of the size of rounding says that it is none. */
function isRead(what: string): boolean {
  return /^(stdout|stderr|error|text\/.*)$/.test(what) || what === HEADLINE_MIME_TYPE;
}

/**
 * An output by its formats, the most exact first. A figure's HTML holds the same data again, and
 * pictures are compared as wholes.
 */
function parts(output: NotebookOutput): Readonly<Record<string, unknown>> {
  if (output.output_type === "stream") return { [output.name]: output.text };
  if (output.output_type === "error")
    return { error: { ename: output.ename, evalue: output.evalue, traceback: output.traceback.join("\n") } };
  const { data } = output;
  const types = Object.keys(data).filter((type) => !(type === "text/html" && PLOTLY_MIME_TYPE in data));
  const rank = (type: string): number => (/json$/.test(type) ? 0 : type === "text/plain" ? 1 : 2);
  const content = (type: string, value: unknown): unknown =>
    type.startsWith("image/") && typeof value === "string" && !value.startsWith("sha256:")
      ? pictureDigest(value)
      : value;
  return Object.fromEntries(
    types
      .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
      .map((type) => [type === PLOTLY_MIME_TYPE ? "figure" : type, content(type, data[type])]),
  );
}

/** Where a stream was cut into messages is chance. */
function joinStreams(outputs: readonly NotebookOutput[]): NotebookOutput[] {
  const joined: NotebookOutput[] = [];
  for (const output of outputs) {
    const last = joined[joined.length - 1];
    if (output.output_type === "stream" && last?.output_type === "stream" && last.name === output.name) {
      joined[joined.length - 1] = { ...last, text: last.text + output.text };
    } else joined.push(output);
  }
  return joined.flatMap((output) => onScreen(output) ?? []);
}

/** What of a line that was written over, as progress is, there is in the end: of nothing, nothing. */
function onScreen(output: NotebookOutput): NotebookOutput | undefined {
  if (output.output_type !== "stream" || !/\r(?!\n)/.test(output.text)) return output;
  const text = terminalScreen(output.text).replace(/ +$/gm, "");
  return text === "" ? undefined : { ...output, text };
}
