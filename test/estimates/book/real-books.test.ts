/**
 * The estimator on real books, where they are at hand.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { estimateImpact } from "../../../src/estimates/fit/estimate-impact";
import { selectSide } from "../../../src/estimates/table/impact-estimates";
import { summariseEstimates } from "../../../src/estimates/summarise-estimates";

const shared = join(__dirname, "../../../../shared/data");

const median = (values: Float64Array): number =>
  [...values].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b)[Math.floor(values.length / 2)];

describe.each([
  { file: "bitstamp_btcusd_2015-05-01_l20.csv.gz", format: "snapshots", bins: 305 },
  { file: "FROG_2025-04-03_mbp10.csv.gz", format: "mbp10", bins: 390 },
] as const)("../shared/data/$file", ({ file, format, bins }) => {
  test.skipIf(!existsSync(join(shared, file)))("estimates every bin, most of them with a curve that fits", async () => {
    const estimates = await estimateImpact(join(shared, file), { format, side: "both" });
    for (const side of ["buy", "sell"] as const) {
      const { bin, beta, r2, seBeta, status } = selectSide(estimates, side);
      expect(bin.length).toBe(bins);
      // Real books move slowly: no minute holds many independent looks.
      expect(status.filter((one) => one === "persistent").length).toBeGreaterThan(0.75 * bins);
      expect(status).not.toContain("ok");
      // Walking a book costs at least in proportion to size; its median r2 is what a power law leaves.
      expect(beta.every((value, at) => value > 1 || Number.isNaN(value) || seBeta[at] > value - 1)).toBe(true);
      expect(median(r2)).toBeGreaterThan(0.98);
    }
    expect(summariseEstimates(estimates)).toContain("round-trip");
  });
});

test.skipIf(!existsSync(join(shared, "bitstamp_btcusd_2015-05-01_l20.csv.gz")))(
  "the Bitstamp exponents are near those of a quick log-log fit",
  async () => {
    const estimates = await estimateImpact(join(shared, "bitstamp_btcusd_2015-05-01_l20.csv.gz"), { side: "both" });
    // 1.31 buying and 1.43 selling, by another choice of sizes.
    expect(Math.abs(median(selectSide(estimates, "buy").beta) - 1.31)).toBeLessThan(0.1);
    expect(Math.abs(median(selectSide(estimates, "sell").beta) - 1.43)).toBeLessThan(0.1);
  },
);
