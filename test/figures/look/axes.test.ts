import { expect, test } from "vitest";

import { allocate } from "../../../src/solver/allocate";
import { allocationBandsFigure } from "../../../src/figures/sensitivity/allocation-bands";
import { allocationFigure } from "../../../src/figures/allocation/allocation";
import { allocationHeatmapFigure } from "../../../src/figures/sweep/allocation-heatmap";
import { executionScheduleFigure } from "../../../src/figures/allocation/execution-schedule";
import { intradayParametersFigure } from "../../../src/figures/estimates/intraday-parameters";
import { marginalCostFigure } from "../../../src/figures/allocation/marginal-cost";
import { allocationSliderFigure } from "../../../src/figures/sweep/allocation-slider";
import { compareDaysFigure } from "../../../src/figures/sensitivity/days";
import { impactCurvesFigure } from "../../../src/figures/estimates/impact-curves";
import type { Figure } from "../../../src/figures/look/theme";
import { binAxis, logAxis, sharesAxis } from "../../../src/figures/look/axes";
import { compareDays } from "../../../src/sensitivity/days/compare-days";
import { monteCarlo } from "../../../src/sensitivity/monte-carlo/monte-carlo";
import { shiftBeta } from "../../../src/sweep/beta-transform";
import { sweep } from "../../../src/sweep/sweep";

const NIGHT = ["22:00", "23:00", "23:45", "00:15", "02:00"];

function axisOf(labels: readonly string[], notes?: Record<string, string>) {
  const { values, axis } = binAxis(labels.length, labels, { notes });
  const formats = axis.tickformatstops?.map(({ dtickrange, value }) => [...(dtickrange ?? []), value]);
  return { values, type: axis.type, title: axis.title?.text, hover: axis.hoverformat, formats };
}

/** Minutes from the first bin: Plotly reads a date as it stands. */
function minutes(values: readonly (string | number)[]): number[] {
  const times = values.map((value) => Date.parse(`${value}Z`));
  return times.map((time) => (time - times[0]) / 60_000);
}

test("a session past midnight goes on to the right, evenly in time, with HH:MM at every zoom and no day", () => {
  const { values, type, title, hover, formats } = axisOf(NIGHT);
  expect([type, title, hover]).toEqual(["date", "time bin (start)", "%H:%M"]);
  expect(minutes(values)).toEqual([0, 60, 105, 135, 240]);
  expect(values[0]).toMatch(/T22:00/);
  expect(formats).toEqual([
    [null, 59_999, "%H:%M:%S"],
    [60_000, null, "%H:%M"],
  ]);
});

test("ticks of fractions are numbers, where d3's 500m would read as millions; of thousands they are 5k", async () => {
  const model = { alpha: [0.01, 0.02, 0.01], beta: [1.5, 1.5, 1.5] };
  const formatsOf = async (size: number): Promise<unknown[]> => {
    const [allocation, sizes] = [allocate(model, size), [size / 100, size]];
    const errors = { seLogAlpha: [0.1, 0.1, 0.1], seBeta: [0, 0, 0], cov: [0, 0, 0] };
    const study = await monteCarlo({ ...model, ...errors }, size, { draws: 4 });
    const swept = await sweep(model, { sizes, allocations: "all" });
    const curve = { name: "", alpha: 1, beta: 1.5, cost: [1, 2] };
    const figures = [
      allocationFigure({ ...model, ...allocation }),
      executionScheduleFigure({ ...model, ...allocation }),
      allocationBandsFigure(study),
      allocationSliderFigure(swept),
    ];
    const days = [model, { ...model, alpha: [0.02, 0.02, 0.02] }].map((day) => ({ ...day, ...errors }));
    const costs = compareDaysFigure(compareDays(days, size)).layout.yaxis?.tickformat;
    // The first curve has the larger sizes.
    const curves = [
      { ...curve, q: [size, 2 * size] },
      { ...curve, q: sizes },
    ];
    return [
      ...figures.map(({ layout }) => layout.yaxis?.tickformat),
      costs,
      impactCurvesFigure(curves).layout.xaxis?.tickformat,
    ];
  };
  expect(await formatsOf(2)).toEqual(Array(6).fill(",~r"));
  expect(await formatsOf(200_000)).toEqual(Array(6).fill("~s"));
});

test("clock times before midnight alone stay on one day; buys and sells stand above each other", () => {
  expect(minutes(axisOf(["09:30", "11:00", "15:45"]).values)).toEqual([0, 90, 375]);
  expect(minutes(axisOf(["22:00", "00:15", "22:00", "00:15"]).values)).toEqual([0, 135, 0, 135]);
});

test("the axis names the zone that labels state, else that of the notes, else none", () => {
  const title = (labels: string[], notes?: Record<string, string>): string | undefined => axisOf(labels, notes).title;
  const zone = "America/New_York";
  expect(title(["2025-04-03T22:00:00Z", "2025-04-04T00:15:00Z"], { time_zone: zone })).toBe("time bin (start, UTC)");
  expect(title(["2025-04-03 22:00+00", "2025-04-04 00:15+00"])).toBe("time bin (start, UTC)");
  expect(title(["2025-04-03T22:00:00+05:30"])).toBe("time bin (start, UTC+05:30)");
  expect(title(["2025-04-03T22:00", "2025-04-04T00:15"], { clock: zone })).toBe(`time bin (start, ${zone})`);
  expect(title(NIGHT, { time_zone: zone, clock: "Europe/Paris" })).toBe(`time bin (start, ${zone})`);
  expect(title(NIGHT, { time_zone: "unknown" })).toBe("time bin (start)");
});

test("ISO times without a zone are a time axis as they read", () => {
  const { values, type, hover, formats } = axisOf(["2025-04-03T22:00", "2025-04-04T00:15"]);
  expect([type, hover]).toEqual(["date", "%Y-%m-%dT%H:%M"]);
  expect(minutes(values)).toEqual([0, 135]);
  // Of true dates, ticks that are days say which.
  expect(formats?.[1]).toEqual([60_000, 86_399_999, "%H:%M"]);
});

test("where clocks are put back, bins are spaced as instants: in UTC", () => {
  const { values, title } = axisOf(["2025-10-26 02:30+02:00", "2025-10-26 02:30+01:00", "2025-10-26 03:30+01:00"]);
  expect(values.map((value) => String(value).slice(11, 16))).toEqual(["00:30", "01:30", "02:30"]);
  expect(title).toBe("time bin (start, UTC)");
});

test.each([
  [["09:30:00", "09:30:30"], "%H:%M:%S"],
  [["9:30", "10:00"], "%-H:%M"],
  [["9:30 AM", "1:05 PM"], "%-I:%M %p"],
  [["2025-04-03T13:30:00.000Z"], "%Y-%m-%dT%H:%M:%S.000Z"],
  [["2025-04-03 13:30:00+02:00"], "%Y-%m-%d %H:%M:%S+02:00"],
  [["09:30:00.25", "09:30:00.50"], "%H:%M:%S.%2f"],
])("hover text of %j is the label: %s", (labels, format) => {
  expect(axisOf(labels).hover).toBe(format);
});

test.each([
  [["open", "close"]],
  [["09:30", "close"]],
  [[1, 2] as unknown as string[]],
  [["09:30-10:00", "10:00-10:30"]],
  [["2025-04-03", "2025-04-04"]],
  [["2025-04-03T22:00", "2025-04-03T23:00Z"]],
  // No session: the night between is longer than half a day.
  [["10:00", "09:30"]],
])("%j stay categories", (labels) => {
  const { values, type, title, hover } = axisOf(labels);
  expect({ values, type, title, hover }).toEqual({
    values: labels,
    type: "category",
    title: "time bin",
    hover: undefined,
  });
});

test("every figure over bins has the axis, with the zone of its input's notes", async () => {
  const notes = { time_zone: "Asia/Tokyo" };
  const model = { alpha: [0.01, 0.02, 0.03, 0.02, 0.01], beta: [1.5, 1.4, 1.3, 1.4, 1.5], bin: NIGHT, notes };
  const errors = model.alpha.map(() => 0.01);
  const estimates = { ...model, seLogAlpha: errors, seBeta: errors, cov: errors.map(() => 0) };
  const input = { ...model, ...allocate(model, 900) };
  const options = { sizes: [10, 100], betas: shiftBeta([0, 0.1]) };
  const [all, ends] = [
    await sweep(model, { ...options, allocations: "all" }),
    await sweep(model, { ...options, allocations: [0, 4] }),
  ];
  const figures: Figure[] = [
    allocationFigure(input),
    executionScheduleFigure(input),
    marginalCostFigure(input),
    intradayParametersFigure(model),
    allocationBandsFigure(await monteCarlo(estimates, 900, { draws: 20 })),
    allocationHeatmapFigure(all, { bin: NIGHT }),
  ];
  for (const { data, layout } of figures) {
    expect(minutes((data[0] as { x: string[] }).x)).toEqual([0, 60, 105, 135, 240]);
    expect(layout.xaxis?.title).toEqual({ text: "time bin (start, Asia/Tokyo)" });
  }
  const few = allocationHeatmapFigure(ends, { bin: NIGHT }).data[0] as { x: string[] };
  expect(minutes(few.x)).toEqual([0, 240]);
});

test("sharesAxis and logAxis write numbers as the axis beside them does: no 1k beside 1,000", () => {
  const [sizes, costs] = [
    [100, 1e5],
    [0.2, 5000],
  ];
  expect([sharesAxis("S", "log", sizes).tickformat, logAxis("C", costs).tickformat]).toEqual(["~s", ",~r"]);
  expect([sharesAxis("S", "log", sizes, costs), logAxis("C", costs, sizes)].map((axis) => axis.tickformat)).toEqual([
    ",~r",
    ",~r",
  ]);
});
