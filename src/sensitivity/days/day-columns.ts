/** Compared days as tables: a row a day, and a row a bin. */
import { unitsOf } from "../../base/units";
import type { ComparedDays } from "./compare-days";

type Columns = Record<string, readonly (number | string)[]>;

/** A row a day, and the typical one below. */
export function dayColumns({ days, typical, size, notes }: ComparedDays): Columns {
  const { currency, size: one } = unitsOf({ notes });
  const rows = [...days, typical];
  return {
    day: rows.map(({ name }) => name),
    [`cost (${currency})`]: rows.map(({ cost }) => cost),
    "standard error": rows.map(({ standardError }) => standardError),
    [`${currency} per ${one}`]: rows.map(({ cost }) => cost / size),
    [`TWAP (${currency})`]: rows.map(({ twapCost }) => twapCost),
    "saving (%)": rows.map(({ cost, twapCost }) => 100 * (1 - cost / twapCost)),
    "shadow price": rows.map(({ lambda }) => lambda),
    "effective bins": rows.map((row) => row.effectiveBins),
    status: rows.map(({ status }) => status),
  };
}

/** A row a bin: its x over the days, and how far one day knows it. */
export function dayBinColumns({ x, bin, notes }: ComparedDays): Columns {
  const { sizes } = unitsOf({ notes });
  return {
    bin: bin ?? x.map((_, i) => i),
    [`mean (${sizes})`]: x.map(({ mean }) => mean),
    "standard deviation over days": x.map(({ overDays }) => overDays),
    "standard error of one day": x.map(({ ofOneDay }) => ofOneDay),
  };
}
