/**
 * What every page carries besides its content, read from the packages and files it stands in.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { plotlyFile } from "../../kernel/show/plotly-script";

export interface Assets {
  readonly css: string;
  readonly script: string;
  readonly plots: string;
  /** KaTeX's style with its fonts within it. */
  readonly tex: () => string;
  readonly plotly: () => string;
}

export function loadAssets(): Assets {
  const own = (name: string): string => readFileSync(join(__dirname, name), "utf8");
  return {
    css: own("page.css"),
    script: own("reader.js"),
    plots: own("plots.js"),
    tex: texStyle,
    plotly: () => readFileSync(plotlyFile(), "utf8"),
  };
}

function texStyle(): string {
  const file = createRequire(__filename).resolve("katex/dist/katex.min.css");
  const font = (name: string): string => readFileSync(join(dirname(file), "fonts", name)).toString("base64");
  const source = /src:url\(fonts\/([\w-]+\.woff2)\) format\("woff2"\)[^}]*/g;
  return readFileSync(file, "utf8").replace(
    source,
    (_, name: string) => `src:url(data:font/woff2;base64,${font(name)}) format("woff2")`,
  );
}
