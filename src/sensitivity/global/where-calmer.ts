/**
 * Which half's terms a control variate is taken out of: of an input that hardly matters an output's own terms tell more
 * than the errors of g. A half takes what the *other* half's nets spread less with. By its own, the choice would be of
 * the sample in which the spread comes out too small, and intervals would hold in 2 to 3 % fewer cases.
 *
 * A spread is known where many terms make it. Where few do, or where g is steeper than the points can tell
 * (fit-surrogate.ts), most of what a control leaves may lie where no point does: it must then make the spread much
 * smaller, as it does on smooth outputs.
 */
import { halfOf } from "./control-variate";
import { netSpread, type NetSpread } from "./net-spread";

/** The squared skewness of a mean (net-spread.ts) over a half's points from which few of the terms make it. */
const FEW = 0.2;
/** What a control must then make of the spread, or less. */
const OF_FEW = 0.5;
/** The same where it is steep. */
const OF_STEEP = 0.25;

/** One column of terms, a row a base point, `width` columns in all. */
interface Column {
  readonly own: Float64Array;
  /** Of g, less what is known of their mean. */
  readonly control: Float64Array;
  readonly column: number;
  readonly width: number;
}

/** The rows of one half and the net of each. */
interface Half {
  readonly rows: Int32Array;
  readonly net: Int32Array;
}

/**
 * What makes own - control of a column in the rows of each half that is calmer so, and returns how many halves are.
 *
 * @param net of every row.
 * @param steep by half, whether the polynomial there is.
 */
export function whereCalmer(net: Int32Array, steep: readonly boolean[]): (terms: Column) => number {
  const halves = [0, 1].map((half): Half => {
    const rows = Int32Array.from([...net.keys()].filter((row) => halfOf(net[row]) === half));
    return { rows, net: rows.map((row) => net[row]) };
  });
  return (terms) => {
    const { own, control, column, width } = terms;
    const calmer = halves.map((_, half) => isCalmer(terms, halves[1 - half], steep[half]));
    halves.forEach(({ rows }, half) => {
      if (!calmer[half]) return;
      for (const row of rows) own[row * width + column] -= control[row * width + column];
    });
    return calmer.filter(Boolean).length;
  };
}

function isCalmer(terms: Column, of: Half, steep: boolean): boolean {
  const [before, after] = [spreadOf(terms, of, 0), spreadOf(terms, of, 1)];
  const few = [before, after].some(({ skewness }) => skewness * skewness > FEW);
  return after.se < before.se * (steep ? OF_STEEP : few ? OF_FEW : 1);
}

/** Of own - weight control, over a half. */
function spreadOf({ own, control, column, width }: Column, { rows, net }: Half, weight: number): NetSpread {
  const terms = new Float64Array(rows.length);
  let sum = 0;
  for (let k = 0; k < rows.length; k++) {
    const at = rows[k] * width + column;
    sum += terms[k] = own[at] - weight * control[at];
  }
  const mean = sum / rows.length;
  return netSpread(
    terms.map((term) => term - mean),
    net,
  );
}
