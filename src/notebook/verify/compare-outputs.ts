/**
 * The outputs of a cell in two runs: which differ, where, and by how much.
 */
import { PLOTLY_MIME_TYPE } from "../../kernel/show/figure";
import type { NotebookOutput } from "../../kernel/client/outputs";
import { pictureDigest } from "../report/embedded-run";
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
  readonly differences: readonly OutputDifference[];
}

export const EXACT: Tolerance = { relative: 0, absolute: 0 };

/** Compares the outputs in order; of an output in several formats, the most exact one that differs is told. */
export function compareOutputs(
  was: readonly NotebookOutput[],
  is: readonly NotebookOutput[],
  tolerance: Tolerance = EXACT,
): OutputsComparison {
  const [before, after] = [was, is].map((outputs) => joinStreams(outputs).map(parts));
  const differences: OutputDifference[] = [];
  let numbers = 0;
  for (let output = 0; output < Math.max(before.length, after.length); output++) {
    const [old, now] = [before[output], after[output]];
    if (old === undefined || now === undefined) {
      const what = [...(old ?? now).keys()][0];
      const presence = (there: unknown): string => (there === undefined ? "no output" : "an output");
      differences.push({
        output,
        what,
        numbers: 0,
        differing: 0,
        worst: { path: "", was: presence(old), is: presence(now), relative: Infinity },
      });
      continue;
    }
    const kinds = [...new Set([...old.keys(), ...now.keys()])];
    const compared = kinds.map((what) => ({ what, ...compareValues(old.get(what), now.get(what), tolerance) }));
    numbers += compared.reduce((sum, part) => sum + part.numbers, 0);
    for (const { what, worst, ...counts } of compared) {
      if (worst === undefined) continue;
      differences.push({ output, what, worst, ...counts });
      break;
    }
  }
  return { numbers, differences };
}

/**
 * An output by its formats, the most exact first. A figure's HTML holds the same data again, and
 * pictures are compared as wholes.
 */
export function outputParts(output: NotebookOutput): Record<string, unknown> {
  if (output.output_type === "stream") return { [output.name]: output.text };
  if (output.output_type === "error")
    return { error: { ename: output.ename, evalue: output.evalue, traceback: output.traceback.join("\n") } };
  const types = Object.keys(output.data).filter((type) => !(type === "text/html" && PLOTLY_MIME_TYPE in output.data));
  const rank = (type: string): number => (/json$/.test(type) ? 0 : type === "text/plain" ? 1 : 2);
  return Object.fromEntries(
    types
      .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
      .map((type) => [type === PLOTLY_MIME_TYPE ? "figure" : type, content(type, output.data[type])]),
  );
}

function parts(output: NotebookOutput): Map<string, unknown> {
  return new Map(Object.entries(outputParts(output)));
}

function content(type: string, value: unknown): unknown {
  if (!type.startsWith("image/") || typeof value !== "string" || value.startsWith("sha256:")) return value;
  return pictureDigest(value);
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
  return joined;
}
