import { existsSync, readdirSync, readFileSync } from "node:fs";

import fc from "fast-check";
import { expect, test } from "vitest";

import {
  BIN_STATUSES,
  curveOrigin,
  NUMBER_COLUMNS,
  takeRows,
  type ImpactEstimates,
} from "../../../src/estimates/table/impact-estimates";
import { loadEstimates } from "../../../src/estimates/load-estimates";
import { saveEstimates } from "../../../src/estimates/table/save-estimates";
import { syntheticEquityDay } from "../../../src/estimates/synthetic/synthetic-equity-day";
import { temporaryFolder } from "../../support/temporary-folder";

const folder = temporaryFolder();

/** Every bit of every column. */
function bits(estimates: ImpactEstimates): unknown {
  const numbers = NUMBER_COLUMNS.map(([name, key]) => [
    name,
    [...new BigUint64Array(estimates[key].slice().buffer)].map(String),
  ]);
  return {
    numbers,
    bin: estimates.bin,
    side: estimates.side,
    status: estimates.status,
    notes: { ...estimates.notes, convention: "total" },
  };
}

const positive = fc.double({ min: Number.MIN_VALUE, max: Number.MAX_VALUE, noNaN: true });
const orNothing = (values: fc.Arbitrary<number>): fc.Arbitrary<number> => fc.oneof(values, fc.constant(Number.NaN));

const row = fc.record({
  bin: fc.string({ minLength: 1, maxLength: 8, unit: "grapheme" }).filter((text) => !/^[\s#\uFEFF]*$/.test(text)),
  side: fc.constantFrom("buy" as const, "" as const),
  alpha: positive,
  beta: positive,
  seLogAlpha: orNothing(positive),
  seBeta: orNothing(positive),
  cov: fc.constantFrom(Number.NaN, 0, -0),
  r2: orNothing(fc.double({ min: -1e300, max: 1, noNaN: true })),
  n: orNothing(fc.nat()),
  minSize: fc.constant(5e-324),
  maxSize: orNothing(positive),
  volume: orNothing(fc.double({ min: 0, max: Number.MAX_VALUE, noNaN: true })),
  status: fc.constantFrom(...BIN_STATUSES.filter((status) => curveOrigin(status) !== "none"), "" as const),
});

function estimatesOf(rows: readonly Record<string, unknown>[]): ImpactEstimates {
  const numbers = NUMBER_COLUMNS.map(([, key]) => [key, Float64Array.from(rows, (one) => one[key] as number)]);
  return {
    ...(Object.fromEntries(numbers) as Pick<ImpactEstimates, "alpha">),
    bin: rows.map((one) => one.bin as string),
    side: rows.map(() => rows[0].side as "buy" | ""),
    status: rows.map((one) => one.status as "ok"),
    convention: "total",
    notes: { currency: "USD", source: 'a, b; "c"' },
  } as unknown as ImpactEstimates;
}

test.each(["csv", "csv.gz", "parquet"])(
  "saveEstimates to .%s and loadEstimates give back every bit",
  async (ending) => {
    const rows = fc.uniqueArray(row, { minLength: 1, maxLength: 12, selector: (one) => one.bin });
    await fc.assert(
      fc.asyncProperty(rows, async (list) => {
        const estimates = estimatesOf(list);
        const path = `${folder.path}/round.${ending}`;
        await saveEstimates(path, estimates);
        expect(bits((await loadEstimates(path)).model)).toEqual(bits(estimates));
      }),
      // Each Parquet file is decoded in a thread of its own, which takes a while to start.
      { seed: 6, numRuns: ending === "parquet" ? 20 : 60 },
    );
  },
);

test.each(["csv", "csv.gz", "parquet"])(
  "saveEstimates to .%s keeps a day of estimates and its notes",
  async (ending) => {
    const day = syntheticEquityDay(3);
    const path = `${folder.path}/day.${ending}`;
    await saveEstimates(path, day);
    const { model } = await loadEstimates(path);
    expect(bits(model)).toEqual(bits(day));
    expect(bits(takeRows(model, [1]))).not.toEqual(bits(takeRows(day, [2]))); // the control: bits tell rows apart
    await saveEstimates(path, model);
    expect(bits((await loadEstimates(path)).model)).toEqual(bits(day));
  },
);

test("saveEstimates refuses another ending, a column too short and infinity", async () => {
  const day = syntheticEquityDay(3);
  await expect(saveEstimates(`${folder.path}/day.xlsx`, day)).rejects.toThrow(
    "path must end in .csv, .csv.gz or .parquet",
  );
  await expect(saveEstimates(`${folder.path}/day2.csv`, { ...day, beta: day.beta.slice(1) })).rejects.toThrow(
    "beta must have a value for each of the 390 bins, got Float64Array of length 389",
  );
  const volume = day.volume.slice();
  volume[4] = Number.POSITIVE_INFINITY;
  await expect(saveEstimates(`${folder.path}/day2.csv`, { ...day, volume })).rejects.toThrow(
    "volume[4] must be finite or NaN, got Infinity",
  );
  const wrong: [object, string][] = [
    [{ volume: Array.from(day.volume, String) }, 'volume[0] must be finite or NaN, got "27000"'],
    [{ status: ["ok"] }, "status must have a text for each of the 390 bins, got Array of length 1"],
    [{ side: day.side.slice(1) }, "side must have a text for each of the 390 bins"],
    [{ bin: day.bin.map((_, i) => i) }, "bin[0] must be a text, got 0"],
    [{ notes: { seed: 3 } }, "notes.seed must be a text, got 3"],
  ];
  for (const ending of ["csv", "parquet"])
    for (const [field, message] of wrong)
      await expect(saveEstimates(`${folder.path}/day2.${ending}`, { ...day, ...field })).rejects.toThrow(message);
  expect(existsSync(`${folder.path}/day2.csv`)).toBe(false);
});

test("a note of several lines is one in a CSV file, whatever ends its lines", async () => {
  const path = `${folder.path}/notes.csv`;
  for (const source of ["a book\nof a day", "a book\rof a day", "a book \r\n\r\n of a day"]) {
    await saveEstimates(path, { ...syntheticEquityDay(3), notes: { source } });
    expect((await loadEstimates(path)).model.notes.source).toBe("a book of a day");
  }
});

test("saveEstimates leaves the old file and nothing else behind when it cannot write", async () => {
  const day = syntheticEquityDay(3);
  await expect(saveEstimates(`${folder.path}/none/day.csv`, day)).rejects.toThrow(
    "must be a place to write a file, and its folder does not exist",
  );
  const path = folder.file("kept.csv", "old");
  await expect(saveEstimates(`${path}/day.csv`, day)).rejects.toThrow("its folder is a file");
  expect(readFileSync(path, "utf8")).toBe("old");
  expect(readdirSync(folder.path).filter((name) => name.endsWith(".part"))).toEqual([]);
});

test.each(["csv", "parquet"])("saveEstimates(path.%s) refuses texts that would not come back", async (end) => {
  const day = takeRows(syntheticEquityDay(1), [0, 1, 2]);
  const path = `${folder.path}/lost.${end}`;
  const saved = (change: object) => saveEstimates(path, { ...day, ...change } as ImpactEstimates);
  const labelled = (label: string) => saved({ bin: [label, "b", "c"] });
  await expect(labelled("")).rejects.toThrow('bin[0] must not be empty, got ""');
  await expect(labelled("\u2028")).rejects.toThrow("bin[0] must not be empty");
  await expect(labelled("b")).rejects.toThrow('bin[1] must be there once a side, got "b"');
  await expect(labelled("a\0")).rejects.toThrow("bin[0] must hold no NUL");
  await expect(labelled("\ufeffa")).rejects.toThrow("bin[0] must not begin with a byte-order mark");
  await expect(labelled("\ud800")).rejects.toThrow("bin[0] must hold no half of a character");
  await expect(saved({ notes: { source: "\ufeffdesk" } })).rejects.toThrow(
    "notes.source must not begin with a byte-order",
  );
  expect(existsSync(path)).toBe(false);
  // Both sides of a bin are two rows.
  await saved({ bin: ["b", "b", "c"], side: ["buy", "sell", "buy"] });
  expect(existsSync(path)).toBe(true);
});

test("notes of any key come back from Parquet; CSV refuses keys that it cannot tell from values", async () => {
  const day = takeRows(syntheticEquityDay(1), [0, 1, 2]);
  for (const key of ["desk: venue", "a=b", " padded", "two\nlines", "constructor", "__proto__", "#1"]) {
    const notes = { currency: "USD", ...(Object.fromEntries([[key, "kept"]]) as Record<string, string>) };
    const given = { ...day, notes };
    await saveEstimates(`${folder.path}/keys.parquet`, given);
    const { notes: back } = (await loadEstimates(`${folder.path}/keys.parquet`)).model;
    expect(Object.entries(back)).toContainEqual([key, "kept"]);
    const csv = `${folder.path}/keys.csv`;
    if (/[:=\n]|^ /.test(key))
      await expect(saveEstimates(csv, given)).rejects.toThrow("notes must have keys of one line for CSV");
    else {
      await saveEstimates(csv, given);
      expect(Object.entries((await loadEstimates(csv)).model.notes)).toContainEqual([key, "kept"]);
    }
  }
});
