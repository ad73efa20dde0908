import type { Annotations, Data } from "plotly.js";

import { checkFields } from "../../base/check-fields";
import { must } from "../../base/input-error";
import { quantiles } from "../../numeric/quantiles";
import { hasRoom } from "../../sensitivity/monte-carlo/monte-carlo-plan";
import type { MonteCarlo } from "../../sensitivity/monte-carlo/monte-carlo-result";
import { cutBelow, savingAxis } from "../look/far-below";
import { settled, short } from "../look/findings";
import { COLORS, faded, figure, figureUnits, inkOf, type Figure, type FigureOptions } from "../look/theme";

/**
 * What each strategy saves against TWAP, 100 (1 - C(x) / C(S / N)) in %: promised by the estimates, and realised over
 * draws (the mean, and the middle 90 % of draws). Where the two part is the optimism; TWAP itself is the zero. What
 * costs so much more than all others that they would be squashed lies beyond the axis, and is written.
 *
 * @param study what `monteCarlo` returned, M draws: costs in currency.
 * @param options of every figure: theme, title, units.
 * @returns a row a strategy: a dot with its bar for what was realised, a diamond for what was promised.
 * @throws InputError for a study whose TWAP has no room for all of the order, and for options that break their rule.
 * @example
 * ```ts
 * import { monteCarlo, remediesFigure } from "../src";
 *
 * const model = { alpha: [0.01, 0.02], beta: [1.5, 1.6], seLogAlpha: [0.1, 0.2], seBeta: [0.02, 0.02], cov: [0, 0] };
 * remediesFigure(await monteCarlo(model, 1000, { draws: 100 })); // plain alone, as no remedy is tried
 * ```
 */
export function remediesFigure(study: Pick<MonteCarlo, "strategies">, options: FigureOptions = {}): Figure {
  const { strategies } = checkFields("study", study, ["strategies"], "what monteCarlo returned");
  figureUnits(undefined, options);
  const [, twap] = strategies; // plain, TWAP, ...
  const rule = "must have a TWAP with room for all of the order, which savings are against";
  must(hasRoom(twap), "study", rule, twap.promised);
  const shown = strategies.filter((strategy) => strategy !== twap && hasRoom(strategy)).reverse();
  const names = shown.map(({ name }) => name);
  const saved = (cost: number, m: number): number => 100 * (1 - cost / twap.realised[m]);
  const savings = shown.map((strategy) => quantiles(strategy.realised.map(saved), [0.05, 0.95]));
  const realised = shown.map(({ realisedSaving }) => settled(100 * realisedSaving));
  const promised = shown.map(({ promisedSaving }) => settled(100 * promisedSaving));
  const data: Data[] = [
    {
      type: "scatter",
      mode: "markers",
      x: realised,
      y: names,
      name: "realised: mean and middle 90 % of draws",
      marker: { color: COLORS.optimum, size: 11 },
      error_x: {
        type: "data",
        symmetric: false,
        array: savings.map(([, high], k) => high - realised[k]),
        arrayminus: savings.map(([low], k) => realised[k] - low),
        color: faded(COLORS.optimum, 0.6),
        thickness: 2,
        width: 5,
      },
      hovertemplate: "%{y}<br>realised saving %{x:.3~f} %<extra></extra>",
    },
    {
      type: "scatter",
      mode: "markers",
      x: promised,
      y: names,
      name: "promised",
      marker: { color: COLORS.flagged, size: 12, symbol: "diamond-open", line: { width: 2 } },
      hovertemplate: "%{y}<br>promised saving %{x:.3~f} %<extra></extra>",
    },
  ];
  const all = [...realised, ...promised, ...savings.flat()];
  const cut = cutBelow(all);
  const least = cut ?? -Infinity;
  // At the end of the axis, in the row of what lies beyond.
  const beyond = names.flatMap((y, k): Partial<Annotations>[] => {
    const told = [
      ...(realised[k] < least ? [`realised ${short(realised[k])} %`] : []),
      ...(promised[k] < least ? [`promised ${short(promised[k])} %`] : []),
    ];
    if (told.length === 0) return [];
    const at = { xref: "paper", x: 0.01, xanchor: "left", y } as const;
    return [{ ...at, text: `← ${told.join(", ")}`, showarrow: false, font: { size: 12, color: inkOf(options) } }];
  });
  const layout = {
    xaxis: savingAxis("saving against TWAP", all, cut),
    yaxis: { title: { text: "strategy", standoff: 14 }, type: "category" as const },
    ...(beyond.length === 0 ? {} : { annotations: beyond }),
  };
  const best = realised.indexOf(Math.max(...realised));
  const title = `${names[best]} saves ${short(realised[best])} % against TWAP, of ${short(promised[best])} % promised`;
  return figure(title, data, layout, options);
}
