import { must } from "../../base/input-error";

/** Holds what is drawn bin by bin to one value a bin: of another day's model, nothing would show it. */
export function checkOneABin(n: number, fields: Readonly<Record<string, ArrayLike<unknown> | undefined>>): void {
  for (const [name, values] of Object.entries(fields))
    must(values === undefined || values?.length === n, name, `must have a value a time bin (${n})`, values);
}
