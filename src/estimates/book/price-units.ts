/**
 * What the numbers in price columns are: decimals, or whole billionths, as Databento writes prices raw. The
 * form tells, in every row: one with a point is of decimals, one of whole numbers only is of billionths. A
 * file of both means two things and is refused, unless the unit is stated. Empty cells, zeros and marks of
 * "no price" say nothing.
 */
import { InputError } from "../../base/input-error";
import { checkChoice } from "../../base/check-choice";
import type { RowReader } from "./row-reader";

export const PRICE_UNITS = ["decimal", "billionths"] as const;

export type PriceUnit = (typeof PRICE_UNITS)[number];

const SCALE: Readonly<Record<PriceUnit, number>> = { decimal: 1, billionths: 1e9 };

export class PriceUnits {
  #unit: PriceUnit | undefined;

  /** As far as it is known. */
  get unit(): PriceUnit | undefined {
    return this.#unit;
  }

  /** Whether the unit was seen, and every row has to agree. */
  readonly #seen: boolean;

  /**
   * @param known  the format's unit; undefined where the form tells
   * @param stated by the caller
   */
  constructor(
    private readonly rows: RowReader,
    known: PriceUnit | undefined,
    stated: PriceUnit | undefined,
  ) {
    if (stated !== undefined) checkChoice("options.priceUnit", stated, PRICE_UNITS);
    this.#unit = stated ?? known;
    this.#seen = this.#unit === undefined;
  }

  /** By what the prices of the current row are divided; they stand in slots 1, 3, 5, ... */
  ofRow(levels: number): number {
    if (this.#seen) this.#check(1 + 4 * levels);
    return SCALE[this.#unit ?? "decimal"];
  }

  /** The unit, for the recipe, where the form told it and it was not the usual one. */
  readings(): Record<string, string> {
    return this.#unit === "billionths" ? { priceUnit: "billionths" } : {};
  }

  #check(end: number): void {
    let whole = 0;
    for (let slot = 1; slot < end; slot += 2) {
      const value = this.rows.number(slot);
      if (Number.isNaN(value) || value === 0 || value >= 9.2e18) continue;
      // What is no whole number has a point.
      if (value % 1 !== 0 || !this.rows.isWhole(slot)) {
        if (this.#unit === "billionths") this.#refuse(slot, "whole billionths");
        this.#unit = "decimal";
        return;
      }
      if (whole === 0) whole = slot;
    }
    if (whole === 0) return;
    if (this.#unit === "decimal") this.#refuse(whole, "decimals with a point");
    this.#unit = "billionths";
  }

  #refuse(slot: number, before: string): never {
    throw new InputError(
      this.rows.where(slot),
      `must be written as in the rows before, which have ${before}; ` +
        "what whole numbers are, priceUnit (--price-unit) says: decimal or billionths",
      this.rows.text(slot),
    );
  }
}
