/** The units of a model's numbers, where it carries an estimates table's notes. */
import type { ImpactModel } from "../solver/model/impact-model";

export interface Units {
  /** Of costs: "USD"; "currency" where nothing is said. */
  readonly currency: string;
  /** Of sizes: "shares", "BTC". */
  readonly sizes: string;
  /** Of one: "share", "BTC". */
  readonly size: string;
}

export function unitsOf(model?: ImpactModel): Units {
  const { notes = {} } = (model ?? {}) as { notes?: Readonly<Record<string, string>> };
  const { currency = "unknown", size_unit: sizes = "shares" } = notes;
  return {
    currency: currency === "unknown" ? "currency" : currency,
    sizes,
    size: sizes === "shares" ? "share" : sizes,
  };
}
