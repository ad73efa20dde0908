/** The table of a tornado, as columns by name. */
import type { Tornado } from "./tornado";

/** One row an input, widest first: its ends, the output there, and the derivative, empty where none is at hand. */
export function tornadoColumns({ output, bars }: Tornado): Record<string, readonly (number | string)[]> {
  return {
    input: bars.map(({ name }) => name),
    input_low: bars.map(({ inputLow }) => inputLow),
    input_high: bars.map(({ inputHigh }) => inputHigh),
    [`${output}_low`]: bars.map(({ low }) => low),
    [`${output}_high`]: bars.map(({ high }) => high),
    derivative: bars.map(({ derivative }) => derivative ?? ""),
  };
}
