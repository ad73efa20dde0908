/**
 * Long text as a page can hold it: its beginning and its end, with what is left out between told.
 */
import { counted } from "./format-value";
import { terminalScreen } from "./terminal-screen";
import { textHtml } from "./text-tables";

/** What a page shows of one text at most, half of it from the beginning; the notebook has all. */
export const LONGEST = { characters: 200_000, lines: 2000 } as const;

/** Text in elements of these attributes, its tables as tables; around what is left out where it is long. */
export function longTextHtml(given: string, attributes: string): string {
  const text = terminalScreen(given);
  const pre = (part: string): string => textHtml(part, attributes);
  const lines = text.split("\n");
  if (text.length <= LONGEST.characters && lines.length <= LONGEST.lines) return pre(text);
  const start = lines
    .slice(0, LONGEST.lines / 2)
    .join("\n")
    .slice(0, LONGEST.characters / 2);
  const end = lines
    .slice(-LONGEST.lines / 2)
    .join("\n")
    .slice(-LONGEST.characters / 2);
  const left = [
    [lines.length - start.split("\n").length - end.split("\n").length, "line"],
    [text.length - start.length - end.length, "character"],
  ] as const;
  const told = left.filter(([count]) => count > 0).map(([count, noun]) => counted(count, noun));
  return `${pre(start)}<p class="left-out">${told.join(", ")} left out here; the .ipynb has them all</p>${pre(end)}`;
}
