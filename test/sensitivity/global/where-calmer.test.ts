import { describe, expect, test } from "vitest";

import { createRandom } from "../../../src/numeric/random";
import { studentQuantile } from "../../../src/numeric/student-quantile";
import { netSpread } from "../../../src/sensitivity/global/net-spread";
import { whereCalmer } from "../../../src/sensitivity/global/where-calmer";

const [NETS, EACH] = [16, 16];
const net = Int32Array.from({ length: NETS * EACH }, (_, row) => Math.floor(row / EACH));
const mean = (terms: Float64Array): number => terms.reduce((sum, term) => sum + term, 0) / terms.length;
const centred = (terms: Float64Array): Float64Array => {
  const centre = mean(terms);
  return terms.map((term) => term - centre);
};

describe("whereCalmer(net, steep)(terms)", () => {
  const random = createRandom(3);
  const noise = Float64Array.from(net, () => random.normal());

  /** By half, whether a control that leaves this share of the spread is taken out. */
  function taken(left: (half: number) => number, steep: boolean, own = noise): boolean[] {
    const halves = Float64Array.from(net, (r) => left(r % 2));
    const control = own.map((term, row) => (1 - halves[row]) * term);
    const after = own.slice();
    whereCalmer(net, [steep, steep])({ own: after, control, column: 0, width: 1 });
    return [0, 1].map((half) => after[half * EACH] !== own[half * EACH]);
  }

  test("takes it out where it makes the other half's spread smaller: much smaller where it is steep", () => {
    expect(taken(() => 0.9, false)).toEqual([true, true]);
    expect(taken(() => 1.1, false)).toEqual([false, false]);
    expect(taken(() => 0.3, true)).toEqual([false, false]);
    expect(taken(() => 0.2, true)).toEqual([true, true]);
    // The first half goes by the second, the second by the first.
    expect(taken((half) => (half === 0 ? 1.1 : 0.9), false)).toEqual([true, false]);
  });

  test("takes it out where it halves the spread, if few terms make the mean", () => {
    // One term of each half is larger than all others together.
    const few = noise.map((term, row) => (row === 5 || row === EACH + 5 ? 300 : term));
    expect(taken(() => 0.6, false, few)).toEqual([false, false]);
    expect(taken(() => 0.4, false, few)).toEqual([true, true]);
    expect(taken(() => 0.6, false)).toEqual([true, true]); // the control: many terms
  });

  test("other columns stay", () => {
    const own = Float64Array.from({ length: 2 * net.length }, () => random.normal());
    const after = own.slice();
    whereCalmer(net, [false, false])({ own: after, control: own, column: 1, width: 2 });
    for (let row = 0; row < net.length; row++) expect([after[2 * row], after[2 * row + 1]]).toEqual([own[2 * row], 0]);
  });

  test("of two readings as good as each other, intervals hold at their rate; chosen by its own spread, less", () => {
    const tries = 1500;
    const subtract = whereCalmer(net, [false, false]);
    const t = studentQuantile(0.95, NETS - 1);
    let [across, within] = [0, 0];
    const holds = (terms: Float64Array): number =>
      Math.abs(mean(terms)) <= t * netSpread(centred(terms), net).se ? 1 : 0;
    for (let k = 0; k < tries; k++) {
      const [one, other] = [0, 1].map(() => Float64Array.from(net, () => random.normal()));
      const own = one.slice();
      const control = one.map((term, row) => term - other[row]);
      subtract({ own, control, column: 0, width: 1 });
      across += holds(own);
      within += holds(netSpread(centred(one), net).se < netSpread(centred(other), net).se ? one : other);
    }
    // 95 % and 3 standard errors of a rate over 1500 tries.
    expect(across / tries).toBeGreaterThan(0.933);
    expect(within / tries).toBeLessThan(0.933); // the control
  });
});
