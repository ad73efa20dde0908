/**
 * A figure's still picture beside its data: as `image/png`, which GitHub and programs without Plotly show, and
 * within its HTML, which plain nbconvert prefers, in the place where a page that has Plotly draws.
 */
import { isFigure, PLOTLY_MIME_TYPE, type Figure } from "../../kernel/show/figure";
import type { NotebookOutput } from "../../kernel/client/outputs";

/** In an output's metadata. */
export const MARK = "impactlab-still";
/** The place that `figureBundle` makes, with the figure's name in it. */
const PLACE = /^(<div data-figure="[0-9a-f]+"[^>]*>)([^<]*)(?=<\/div>)/;
const PLACED = /^(<div data-figure="[0-9a-f]+"[^>]*>)<img alt="([^"]*)"[^>]*>(?=<\/div>)/;

/** The figure of an output that has no picture yet. */
export function figureToDraw(output: NotebookOutput): Figure | undefined {
  if (!("data" in output) || "image/png" in output.data) return undefined;
  const figure = output.data[PLOTLY_MIME_TYPE];
  return isFigure(figure) ? figure : undefined;
}

/** The output with the picture, PNG in base64, beside its figure. */
export function withStill<T extends NotebookOutput>(output: T, png: string): T {
  if (!("data" in output)) return output;
  const html = output.data["text/html"];
  const placed =
    typeof html === "string"
      ? html.replace(PLACE, (_, place: string, name: string) => {
          const style = `style="max-width:100%"`;
          return `${place}<img alt="${name.replace(/"/g, "&quot;")}" ${style} src="data:image/png;base64,${png}">`;
        })
      : html;
  return {
    ...output,
    data: { ...output.data, ...(html === undefined ? {} : { "text/html": placed }), "image/png": png },
    metadata: { ...output.metadata, [MARK]: true },
  };
}

/** The output as its cell made it. */
export function withoutStill<T extends NotebookOutput>(output: T): T {
  if (!("data" in output) || output.metadata?.[MARK] !== true) return output;
  const data = Object.entries(output.data).flatMap(([type, value]): [string, unknown][] => {
    if (type === "image/png") return [];
    const isPlace = type === "text/html" && typeof value === "string";
    return [[type, isPlace ? value.replace(PLACED, (_, place: string, name: string) => place + name) : value]];
  });
  const metadata = Object.entries(output.metadata).filter(([key]) => key !== MARK);
  return { ...output, data: Object.fromEntries(data), metadata: Object.fromEntries(metadata) };
}
