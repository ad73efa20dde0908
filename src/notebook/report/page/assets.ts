/**
 * What every page carries besides its content, read from the packages and files it stands in.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { plotlyFile, type PlotlyBundle } from "../../../kernel/show/plotly-script";
import { texStyle } from "../../../kernel/show/tex-style";

export interface Assets {
  readonly css: string;
  readonly script: string;
  readonly plots: string;
  /** What gets the scripts that pages share. */
  readonly shared: string;
  /** KaTeX's style, with the fonts within it that the formulas of some HTML ask for. */
  readonly tex: (html: string) => string;
  readonly plotly: (bundle: PlotlyBundle) => string;
}

export function loadAssets(): Assets {
  const own = (name: string): string => readFileSync(join(__dirname, name), "utf8");
  return {
    css: own("page.css"),
    script: own("reader.js"),
    plots: own("fit-figure.js") + own("plots.js"),
    shared: own("shared.js"),
    tex: texStyle,
    plotly: (bundle) => readFileSync(plotlyFile(bundle), "utf8"),
  };
}
