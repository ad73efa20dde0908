/** The tables of Sobol's indices and of elementary effects, as columns by name. */
import type { MorrisResult } from "./morris";
import type { SobolIndex, SobolResult } from "./sobol-indices";

/** Named columns of one length. */
type Columns = Record<string, readonly (number | string)[]>;

/** One row an index, with its interval: S1 and ST of each input, S2 of each pair where there are any. */
export function sobolColumns({ inputs, first, total, second = [] }: SobolResult): Columns {
  const rows: [string, string, SobolIndex][] = [
    ...inputs.flatMap((name, i): [string, string, SobolIndex][] => [
      ["S1", name, first[i]],
      ["ST", name, total[i]],
    ]),
    ...second.map(({ i, j, index }): [string, string, SobolIndex] => ["S2", `${inputs[i]} x ${inputs[j]}`, index]),
  ];
  return {
    index: rows.map(([index]) => index),
    input: rows.map(([, input]) => input),
    value: rows.map(([, , { value }]) => value),
    low: rows.map(([, , { low }]) => low),
    high: rows.map(([, , { high }]) => high),
  };
}

/** One row an input and a step: its S1 and ST from the first base points. */
export function convergenceColumns({ inputs, convergence }: SobolResult): Columns {
  const rows = convergence.steps.flatMap(({ basePoints, first, total }) =>
    inputs.map((input, i) => ({ basePoints, input, s: first[i].value, st: total[i].value })),
  );
  return {
    base_points: rows.map(({ basePoints }) => basePoints),
    input: rows.map(({ input }) => input),
    S1: rows.map(({ s }) => s),
    ST: rows.map(({ st }) => st),
  };
}

/** One row an input: its elementary effects. */
export function morrisColumns({ effects }: MorrisResult): Columns {
  return {
    input: effects.map(({ name }) => name),
    mu: effects.map(({ mu }) => mu),
    mu_star: effects.map(({ muStar }) => muStar),
    mu_star_low: effects.map(({ low }) => low),
    mu_star_high: effects.map(({ high }) => high),
    sigma: effects.map(({ sigma }) => sigma),
    effects: effects.map((effect) => effect.effects),
  };
}
