/** The way from a report to the one before and the one after it, in the order of the command that made them. */
import { titleHtml } from "./text/markdown";

export interface Neighbour {
  /** What the run's files are called, without extension. */
  readonly name: string;
  readonly title: string;
}

export interface Neighbours {
  readonly previous?: Neighbour;
  readonly next?: Neighbour;
}

/** What such a way begins with in a page's text. */
export const NEIGHBOURS = `<nav class="neighbours"`;

/** Empty where there is none. */
export function neighboursHtml({ previous, next }: Neighbours): string {
  if (previous === undefined && next === undefined) return "";
  const link = ({ name, title }: Neighbour, rel: "prev" | "next", label: string): string =>
    `<a rel="${rel}" href="${encodeURIComponent(name)}.html"><small>${label}</small>${titleHtml(title)}</a>`;
  return [
    `${NEIGHBOURS} aria-label="Other reports">`,
    previous === undefined ? "" : link(previous, "prev", "← Previous"),
    next === undefined ? "" : link(next, "next", "Next →"),
    `</nav>`,
  ].join("");
}
