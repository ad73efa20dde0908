/**
 * What sizes and costs are counted in. Estimates say it in their notes, and sweeps and inputs that carry
 * the notes along pass it on, so that a figure of a day in BTC does not speak of shares.
 */
import type { FigureOptions } from "../figures/look/theme";

export interface Units {
  /** Of costs: "USD". */
  readonly currency: string;
  /** Of sizes: "shares", "BTC". */
  readonly sizes: string;
  /** Of one: "share", "BTC". */
  readonly size: string;
}

/** The notes of an estimates table; `currency` and `size_unit` are read. */
export type Notes = Readonly<Record<string, string>>;

/** The options' units, else the notes', else "currency" and "shares". */
export function unitsOf(options: FigureOptions, notes: Notes = {}): Units {
  const noted = notes.currency === "unknown" ? undefined : notes.currency;
  const sizes = options.sizeUnit ?? notes.size_unit ?? "shares";
  return { currency: options.currency ?? noted ?? "currency", sizes, size: sizes === "shares" ? "share" : sizes };
}
