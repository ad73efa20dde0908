import type { Annotations, Data } from "plotly.js";

import { checkFields } from "../../base/check-fields";
import { wholeCost, type WalkedStrategy, type WalkForward } from "../../sensitivity/walk-forward/walk-forward";
import { cutBelow, savingAxis } from "../look/far-below";
import { short, span } from "../look/findings";
import { COLORWAY, figure, figureUnits, type Figure, type FigureOptions } from "../look/theme";

/** Reads on light and on dark paper. */
const FAINT = "#888888";
const MARKS = ["circle", "square", "diamond", "cross", "triangle-up"] as const;

/**
 * Promised against paid: the saving against TWAP in %, 100 (1 - C / C_TWAP), a point a fold, strategies by colour and
 * mark. On the dashed line all that was promised was paid; below the other one TWAP was cheaper. The title says what
 * the plain plan promised and paid over all folds. Savings so far below all others that these would be squashed lie
 * beyond the axes, and are written.
 *
 * @param result what `walkForward` returned.
 * @param options of every figure: theme, title, units.
 * @throws InputError for options that break their rule.
 * @example
 * ```ts
 * import { estimateWithCosts, exampleBook, walkForward, walkForwardFigure } from "../src";
 * const { estimates, costs } = await estimateWithCosts(exampleBook(1, 24, 1), { binWidth: "60s" });
 * walkForwardFigure(walkForward([{ estimates, costs: costs[0] }], 2000, { parts: 4 })); // three folds
 * ```
 */
export function walkForwardFigure(result: WalkForward, options: FigureOptions = {}): Figure {
  const { folds, strategies, size } = checkFields(
    "result",
    result,
    ["folds", "strategies", "size"],
    "what walkForward returned",
  );
  figureUnits(result, options);
  const shown = strategies.filter(({ strategy }) => strategy !== "TWAP");
  const points = shown.map(({ strategy }) =>
    folds.flatMap(({ name, plans }) => {
      const plan = plans.find((one) => one.strategy === strategy);
      const twap = plans.find((one) => one.strategy === "TWAP");
      if (plan === undefined || twap === undefined) return [];
      const promised = 100 * (1 - plan.promised / plan.promisedTwap);
      return [{ name, promised, paid: 100 * (1 - wholeCost(plan, size) / wholeCost(twap, size)) }];
    }),
  );
  const promises = points.flat().map(({ promised }) => promised);
  const cutPromised = cutBelow(promises);
  const leastPromised = cutPromised ?? -Infinity;
  const inSight = points.flat().filter(({ promised }) => promised >= leastPromised);
  const pays = inSight.map(({ paid }) => paid);
  const cutPaid = cutBelow(pays) ?? (cutPromised === undefined ? undefined : Math.min(0, ...pays));
  const leastPaid = cutPaid ?? -Infinity;
  const ends = [0, ...promises.filter((promised) => promised >= leastPromised)];
  const range = [Math.min(...ends), Math.max(...ends)];
  const beyond = points.flatMap((own, k) => {
    const far = own.filter(({ promised, paid }) => promised < leastPromised || paid < leastPaid);
    if (far.length === 0) return [];
    const reach = (values: number[]): string => `${span(Math.min(...values), Math.max(...values))} %`;
    const [promised, paid] = [far.map((one) => one.promised), far.map((one) => one.paid)].map(reach);
    return [`${shown[k].strategy}, ${far.length} of ${own.length}: promised ${promised}, paid ${paid}`];
  });
  const line = (y: number[], name: string): Data => ({
    type: "scatter",
    mode: "lines",
    x: range,
    y,
    name,
    line: { dash: y[1] === 0 ? "dot" : "dash", width: 1.5, color: FAINT },
    hoverinfo: "skip",
    showlegend: false,
  });
  // Beside its line rather than in the legend, which the strategies fill.
  const label = (y: number, text: string): Partial<Annotations> => ({
    x: range[1],
    xanchor: "right",
    y,
    yanchor: "bottom",
    text,
    showarrow: false,
    font: { size: 11, color: FAINT },
  });
  const data: Data[] = [
    line(range, "all that was promised"),
    line([0, 0], "TWAP"),
    ...points.map((own, k): Data => ({
      type: "scatter",
      mode: "markers",
      x: own.map(({ promised }) => promised),
      y: own.map(({ paid }) => paid),
      name: shown[k].strategy,
      text: own.map(({ name }) => name),
      marker: { color: COLORWAY[k % COLORWAY.length], size: 9, symbol: MARKS[k % MARKS.length] },
      hovertemplate: "%{text}<br>promised %{x:.2~f} %<br>paid %{y:.2~f} %<extra>%{fullData.name}</extra>",
    })),
  ];
  const layout = {
    xaxis: savingAxis("promised saving against TWAP", promises, cutPromised),
    yaxis: savingAxis("paid saving", [...pays, range[1]], cutPaid),
    annotations: [label(range[1], "all that was promised"), label(0, "TWAP"), ...legendOf(beyond)],
  };
  return figure(finding(shown), data, layout, options);
}

/** What lies beyond the axes, in the corner that it lies behind. */
function legendOf(beyond: readonly string[]): Partial<Annotations>[] {
  if (beyond.length === 0) return [];
  const text = ["Beyond the axes:", ...beyond].join("<br>");
  const corner = { xref: "paper", x: 0.01, xanchor: "left", yref: "paper", y: 0.01, yanchor: "bottom" } as const;
  return [{ ...corner, align: "left", text, showarrow: false, font: { size: 11, color: FAINT } }];
}

/** Of the plan that takes estimates at their word, or else of the first: what was saved of what was promised. */
function finding(shown: readonly WalkedStrategy[]): string {
  const told = shown.find(({ strategy }) => strategy === "plain") ?? shown.at(0);
  if (told === undefined || !Number.isFinite(told.paidSaving.value)) return "Saving promised, and paid";
  const { strategy, promisedSaving, paidSaving } = told;
  const [promised, paid] = [promisedSaving, paidSaving].map(({ value }) => `${short(100 * value)} %`);
  return `The ${strategy} plan promised to save ${promised} of TWAP's cost, and saved ${paid}`;
}
