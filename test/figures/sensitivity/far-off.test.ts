/** Figures with one strategy far off: the others stay to be read, and its numbers are written. */
import { expect, test } from "vitest";

import { remediesFigure } from "../../../src/figures/sensitivity/remedies";
import { walkForwardFigure } from "../../../src/figures/sensitivity/walk-forward";
import { monteCarlo } from "../../../src/sensitivity/monte-carlo/monte-carlo";
import type { WalkForward } from "../../../src/sensitivity/walk-forward/walk-forward";
import { uncertainDay } from "../../support/uncertain-days";

const texts = (annotations: readonly { text?: string }[] = []): (string | undefined)[] =>
  annotations.map(({ text }) => text);

test("remediesFigure(study) cuts its axis above a strategy far off, and writes what it costs", async () => {
  const drawn = uncertainDay(24, 3);
  const day = { ...drawn, alpha: drawn.alpha.map((a, i) => (i === 12 ? 4 * a : a)) };
  // All but one of the bins trade nothing: a stock whose volume is in the close.
  const volume = day.alpha.map((_, i) => (i === 12 ? 1e9 : 1));
  const shown = async (profile: Float64Array) => {
    const study = await monteCarlo({ ...day, volume: profile }, 20_000, { draws: 50, workers: 1 });
    const { data, layout } = remediesFigure(study);
    return { study, layout, x: (data[0] as { x: number[] }).x };
  };
  const { study, layout, x } = await shown(volume);
  const [realised, promised] = [study.strategy("volume").realisedSaving, study.strategy("volume").promisedSaving];
  expect(realised).toBeLessThan(-2);
  expect(layout.xaxis?.title).toMatchObject({ text: "saving against TWAP (%), cut at 0" });
  const [from, to] = layout.xaxis?.range as number[];
  expect(from).toBeGreaterThan(-10);
  expect(to).toBeGreaterThan(100 * study.strategy("plain").realisedSaving);
  const digits = (share: number): string => `−${Number((-100 * share).toPrecision(3))} %`;
  expect(texts(layout.annotations)).toEqual([`← realised ${digits(realised)}, promised ${digits(promised)}`]);
  // The numbers themselves stay, for who zooms out.
  expect(x).toContain(100 * realised);

  const even = await shown(day.alpha.map((_, i) => 1 + i / 100));
  expect(even.layout.xaxis?.range).toBeUndefined();
  expect(even.layout.annotations).toBeUndefined();
});

test("walkForwardFigure(result) cuts both axes above a plan far off, and writes how far it reaches", () => {
  const plan = (strategy: string, promised: number, paid: number) => ({
    ...{ strategy, x: new Float64Array(2), promisedTwap: 100, unfilled: 0 },
    promised: 100 - promised,
    paid: 100 - paid,
  });
  const fold = (name: string, far: number) => ({
    name,
    plans: [plan("TWAP", 0, 0), plan("volume", -far, -1.5 * far), plan("plain", 5, 2), plan("shrunk", 4, -3)],
  });
  const strategies = ["TWAP", "volume", "plain", "shrunk"].map((strategy) => ({
    strategy,
    promisedSaving: { value: NaN },
    paidSaving: { value: NaN },
  }));
  const drawn = (far: number) => {
    const folds = [fold("mon", far), fold("tue", 1.2 * far)];
    return walkForwardFigure({ folds, strategies, size: 10 } as unknown as WalkForward).layout;
  };
  const cut = drawn(1000);
  expect(cut.xaxis?.title).toMatchObject({ text: "promised saving against TWAP (%), cut at 0" });
  expect(cut.yaxis?.title).toMatchObject({ text: "paid saving (%), cut at −3" });
  expect((cut.yaxis?.range as number[])[0]).toBeGreaterThan(-5);
  expect(texts(cut.annotations).at(-1)).toBe(
    "Beyond the axes:<br>volume, 2 of 2: promised −1,200 to −1,000 %, paid −1,800 to −1,500 %",
  );
  const whole = drawn(3);
  expect([whole.xaxis?.range, whole.yaxis?.range]).toEqual([undefined, undefined]);
  expect(texts(whole.annotations)).toEqual(["all that was promised", "TWAP"]);
});
