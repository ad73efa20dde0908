/**
 * A live figure: what it carries, and that what is solved from that is what the solver itself says of the model.
 */
import { describe, expect, test } from "vitest";

import { allocationFigure } from "../../src/figures/allocation/allocation";
import { intradayParametersFigure } from "../../src/figures/estimates/intraday-parameters";
import { strategyCostFigure } from "../../src/figures/allocation/strategy-cost";
import { costSurfaceFigure } from "../../src/figures/sweep/cost-surface";
import { live, liveData, MODULE_MIME_TYPE } from "../../src/live/live";
import type { LiveData, LiveState } from "../../src/live/live-data";
import { answer, shifted, solve } from "../../src/live/solve";
import { checkValue, controlsOf, placeOf, valueAt, type NumberControl } from "../../src/live/controls";
import { withAsRun } from "../../src/live/as-run";
import { allocate } from "../../src/solver/allocate";
import { twap } from "../../src/solver/baselines/baselines";
import { pow } from "../../src/numeric/elementary";
import { commonBeta, shiftBeta } from "../../src/sweep/beta-transform";
import { geomspace } from "../../src/sweep/grids";
import { sweep } from "../../src/sweep/sweep";
import { sweepNow } from "../../src/sweep/sweep-now";
import { renderValue } from "../../src/kernel/show/render";
import { MODULE_MIME_TYPE as PAGES } from "../../src/notebook/report/page/page-modules";
import type { MimeBundle } from "../../src/kernel/engine/engine";
import { statesOver, twoSides } from "../support/live-day";

const MODEL = twoSides(40);
const ORDER = { size: 2e4, side: "buy" };
/** As it arrives in a page. */
const travelled = (data: LiveData): LiveData => JSON.parse(JSON.stringify(data)) as LiveData;

describe("live(allocationFigure, model, order)", () => {
  const data = travelled(liveData(allocationFigure, MODEL, ORDER));

  test("as run is the very figure that the function draws of the side's allocation", () => {
    const buy = { ...MODEL, ...sideOf("buy") };
    const { data: traces, layout } = live(allocationFigure, MODEL, ORDER);
    expect({ data: traces, layout }).toEqual(allocationFigure({ ...buy, ...allocate(buy, ORDER.size) }));
  });

  test("answers over a grid are allocate's own of the model shifted by hand, bit for bit", () => {
    let solved = 0;
    for (const state of statesOver(data.base, ["buy", "sell"])) {
      const expected = attempt(() => byHand(state));
      const found = attempt(() => solve(data, state));
      expect(found === undefined).toBe(expected === undefined);
      if (expected === undefined || found === undefined) continue;
      expect(found.x).toEqual(expected.x);
      expect([found.cost, found.lambda, found.status]).toEqual([expected.cost, expected.lambda, expected.status]);
      expect(found.certificate).toEqual(expected.certificate);
      solved += 1;
    }
    // 40 bins of at most a twelfth of the order have no room for 4.7 times as much: 8 states of 72.
    expect(solved).toBe(64);
    // The control: another pivot is another answer.
    const state = { ...data.base, shift: 0.07 };
    expect(solve(data, state).cost).not.toBe(byHand(state, 1.01).cost);
  });

  test("what JSON has no sign for travels: caps of Infinity, sizes that are not known", () => {
    const cap = [...Array(39).fill(900), Infinity] as number[];
    const maxSize = MODEL.maxSize.map((size, i) => (i % 3 === 0 ? NaN : size));
    const capped = travelled(liveData(allocationFigure, { ...MODEL, maxSize }, { ...ORDER, cap }));
    const buy = { ...MODEL, ...sideOf("buy") };
    expect(solve(capped, capped.base).x).toEqual(allocate(buy, ORDER.size, { cap }).x);
    expect(solve(capped, { ...capped.base, cap: 2 }).x).toEqual(
      allocate(buy, ORDER.size, { cap: cap.map((c) => 2 * c) }).x,
    );
    expect(solve(capped, { ...capped.base, cap: null }).x).toEqual(allocate(buy, ORDER.size).x);
  });

  test("a title of the author's is that of what was run alone", () => {
    const titled = travelled(liveData(allocationFigure, MODEL, ORDER, { title: "Mine" }));
    const titleAt = (state: LiveState): unknown => answer(titled, state).figure.layout.title;
    expect(titleAt(titled.base)).toMatchObject({ text: "Mine" });
    expect(titleAt({ ...titled.base, size: 1 })).not.toMatchObject({ text: "Mine" });
  });

  test("facts are those of the allocation, and of what lies outside its fits", () => {
    const { facts } = answer(data, data.base);
    const { cost, lambda, certificate } = solve(data, data.base);
    const value = (name: string): unknown => facts.find((fact) => fact.name === name)?.value;
    expect([value("cost"), value("shadow price"), value("duality gap")]).toEqual([
      cost,
      lambda,
      certificate.dualityGap,
    ]);
    const buy = sideOf("buy");
    const even = buy.alpha.reduce((sum, a, i) => sum + a * pow(ORDER.size / 40, buy.beta[i]), 0);
    expect(value("saving against TWAP")).toBeCloseTo(100 * (1 - cost / even), 9);
  });

  function sideOf(side: string) {
    const from = side === "buy" ? 0 : 40;
    const cut = <Value>(values: Value[]): Value[] => values.slice(from, from + 40);
    const { alpha, beta, minSize, maxSize, volume, bin } = MODEL;
    return {
      alpha: cut(alpha),
      beta: cut(beta),
      minSize: cut(minSize),
      maxSize: cut(maxSize),
      volume: cut(volume),
      bin: cut(bin),
      side: undefined,
    };
  }

  function byHand({ size, shift, cap, side }: LiveState, pivotTimes = 1) {
    const { alpha, beta, minSize, maxSize } = sideOf(side);
    const moved = beta.map((b) => (Math.abs(b + shift - 1) < 1e-13 ? 1 : b + shift));
    const pivots = alpha.map((_, i) => pivotTimes * Math.sqrt(minSize[i] * maxSize[i]));
    const scaled = alpha.map((a, i) => (shift === 0 ? a : a * pow(pivots[i], beta[i] - moved[i])));
    return allocate({ alpha: scaled, beta: moved }, size, cap === null ? {} : { cap });
  }
});

describe("live(costSurfaceFigure, model, grid)", () => {
  const grid = { sizes: [1e3, 1e4, 1e5], betas: shiftBeta([-0.5, 0, 0.2]), twap: true };

  test("as run is the figure of sweep's own result, and of the moved grid's where it is moved", async () => {
    const model = { ...MODEL, side: undefined, notes: undefined };
    const data = travelled(liveData(costSurfaceFigure, model, grid));
    expect(answer(data, data.base).figure).toEqual(costSurfaceFigure(await sweep(model, grid)));
    const larger = { ...grid, sizes: [2e3, 2e4, 2e5] };
    const moved = answer(data, { ...data.base, size: 2e5 });
    expect(moved.figure).toEqual(costSurfaceFigure(await sweep(model, larger)));
    expect(moved.figure).not.toEqual(answer(data, data.base).figure);
  });

  test("facts write what they count out of as they write the count, in thousands", () => {
    const model = { alpha: [0.01, 0.02], beta: [1.5, 1.4] };
    const many = { sizes: geomspace(10, 1e4, 500), betas: shiftBeta([-0.1, 0, 0.1]) };
    const data = travelled(liveData(costSurfaceFigure, model, many));
    const { value, unit } = answer(data, data.base).facts.find(({ name }) => name === "points proved optimal")!;
    expect([value, unit]).toEqual([1500, "of 1,500"]);
  });

  test("strategyCostFigure draws the optimum and TWAP along the sizes", async () => {
    const model = { alpha: [0.01, 0.02], beta: [1.5, 1.4] };
    const { cost, twapCost } = await sweep(model, { sizes: [10, 100], twap: true });
    expect(live(strategyCostFigure, model, { sizes: [10, 100], twap: true }).data).toEqual(
      strategyCostFigure({
        sizes: [10, 100],
        strategies: [
          { name: "optimum", cost },
          { name: "TWAP", cost: twapCost as Float64Array },
        ],
      }).data,
    );
  });

  test("sweepNow(model, grid) is sweep's result to the bit, long rows too", async () => {
    const sizes = Array.from({ length: 2000 }, (_, k) => 10 + k);
    const long = { sizes, betas: commonBeta([0.9, 1.4]), twap: true, allocations: [0, 3] };
    const model = { alpha: MODEL.alpha.slice(0, 40), beta: MODEL.beta.slice(0, 40) };
    const swept = await sweep(model, { ...long, workers: 1 });
    expect({ ...swept, ...sweepNow(model, long) }).toEqual(swept);
  });
});

describe("the display of a live figure", () => {
  test("is a Plotly figure with HTML and text, and what the page's module needs", () => {
    const figure = live(allocationFigure, MODEL, ORDER);
    const { data } = renderValue(figure, { kernelName: "k", plotlyUrl: undefined }) as MimeBundle;
    expect(Object.keys(data).sort()).toEqual(
      [MODULE_MIME_TYPE, "application/vnd.plotly.v1+json", "text/html", "text/plain"].sort(),
    );
    const plain = renderValue({ data: figure.data, layout: figure.layout }, { kernelName: "k", plotlyUrl: undefined });
    const { [MODULE_MIME_TYPE]: module, ...rest } = data;
    expect(rest).toEqual((plain as MimeBundle).data);
    expect(module).toEqual({ module: "live", data: travelled(liveData(allocationFigure, MODEL, ORDER)) });
    expect(MODULE_MIME_TYPE).toBe(PAGES);
  });
});

describe("controls of a live figure", () => {
  const data = liveData(allocationFigure, MODEL, ORDER);
  const declared = [
    { name: "size", minimum: 500, maximum: 3e4, unit: "shares", description: "Parent order S." },
    { name: "side", description: "Side of the book." },
  ];
  const size = controlsOf(data, declared)[0] as NumberControl;

  test("take ranges, units and texts from the notebook's parameters of their names", () => {
    expect(controlsOf(data, declared)).toMatchObject([
      { of: "size", least: 500, most: 3e4, unit: "shares", title: "Parent order S." },
      { of: "shift", least: -0.5, most: 0.5 },
      { of: "cap", least: 500, most: 2e4 },
      { of: "side", choices: ["buy", "sell"], title: "Side of the book." },
    ]);
    const renamed = liveData(allocationFigure, MODEL, ORDER, { parameters: { size: "largest" } });
    expect(controlsOf(renamed, [{ name: "largest", minimum: 1, maximum: 9 }])[0]).toMatchObject({ least: 1, most: 9 });
  });

  test("a slider's ends are the bounds, and every place on it is where its value stands", () => {
    expect([valueAt(size, 0), valueAt(size, 1)]).toEqual([500, 3e4]);
    for (const place of [0.1, 0.37, 0.5, 0.93]) expect(placeOf(size, valueAt(size, place))).toBeCloseTo(place, 2);
  });

  test.each([
    [3e5, "size must be at most 30000 shares, got 300000"],
    [1, "size must be at least 500 shares, got 1"],
    [NaN, "size must be a number, got NaN"],
  ])("%d is refused by the parameter's own rule", (value, sentence) => {
    expect(() => checkValue(size, value)).toThrow(sentence);
  });
});

test("withAsRun(moved, asRun) keeps the moved figure and adds the run's marks, of types that the figure has", () => {
  const data = liveData(allocationFigure, MODEL, ORDER);
  const [asRun, moved] = [data.base, { ...data.base, size: 5e4 }].map((state) => answer(data, state).figure);
  const both = withAsRun(moved, asRun);
  expect(both.data.slice(0, moved.data.length)).toEqual(moved.data);
  const added = both.data.slice(moved.data.length) as { name: string; y: number[]; type: string }[];
  expect(added.map(({ name, type }) => `${name}: ${type}`)).toEqual(["as run: scatter"]);
  expect(added[0].y).toEqual(Array.from(solve(data, data.base).x));
  // Caps end the axis at the bars as moved: it reaches those as run.
  const bins = added[0].y.length;
  const capped = answer(data, { ...data.base, cap: (1.2 * data.base.size) / bins }).figure;
  const most = (range: unknown): number => (range as [number, number])[1];
  const tallest = Math.max(...added[0].y);
  expect(most(capped.layout.yaxis?.range)).toBeLessThan(tallest);
  expect(most(withAsRun(capped, asRun).layout.yaxis?.range)).toBeGreaterThan(tallest);
});

test("the saving of a live figure is against TWAP under the caps of the run", () => {
  const n = MODEL.alpha.length / 2;
  const cap = Array.from({ length: n }, (_, i) => ((i % 2 === 0 ? 1.8 : 0.4) * ORDER.size) / n);
  const data = liveData(allocationFigure, MODEL, { ...ORDER, cap });
  const { facts } = answer(data, data.base);
  const model = shifted(data, data.base);
  const { cost } = solve(data, data.base);
  const saving = facts.find(({ name }) => name === "saving against TWAP")?.value;
  expect(saving).toBe(100 * (1 - cost / twap(model, ORDER.size, { cap }).cost));
  expect(saving).not.toBe(100 * (1 - cost / twap(model, ORDER.size).cost));
});

describe("live refuses in a sentence", () => {
  test.each([
    [() => live(intradayParametersFigure as never, MODEL, ORDER), "figure must be a figure that can be live"],
    [() => live(allocationFigure, MODEL, { size: 1 }), "run.side must be one of the model's sides (buy, sell)"],
    [() => live(allocationFigure, MODEL, { size: 1, side: "by" }), "run.side must be one of the model's sides"],
    [() => live(allocationFigure, MODEL, { size: -1, side: "buy" }), "size must be a finite number of shares"],
    [() => live(allocationFigure, MODEL, { sizes: [1] } as never), "run.sizes must be an option that is known"],
    [() => live(costSurfaceFigure, MODEL, { sizes: [], side: "buy" }), "run.sizes must hold at least one size"],
    [() => live(allocationFigure, MODEL, ORDER, { tilte: "x" } as never), "did you mean title?"],
    [() => live(allocationFigure, MODEL, { ...ORDER, shift: -2 }), "shift must leave every beta above 0"],
    [() => live(allocationFigure, Promise.resolve(MODEL) as never, ORDER), "model must be an object { alpha, beta }"],
  ])("%#", (call, sentence) => {
    expect(call).toThrow(sentence);
  });
});

function attempt<Value>(work: () => Value): Value | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
