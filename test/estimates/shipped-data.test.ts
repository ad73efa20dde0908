/**
 * What ships in data/: its README's commands make its files again, byte for byte.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { estimateImpact } from "../../src/estimates/fit/estimate-impact";
import { exampleCurve } from "../../src/estimates/synthetic/example-book";
import { loadEstimates } from "../../src/estimates/load-estimates";
import { run } from "../support/command";
import { temporaryFolder } from "../support/temporary-folder";

const root = join(__dirname, "../..");
const readme = readFileSync(join(root, "data/README.md"), "utf8");
const folder = temporaryFolder();

/** The snapshots that the Bitstamp table was made of, which do not ship. */
const SNAPSHOTS = join(root, "../shared/data/bitstamp_btcusd_2015-05-01_l20.csv.gz");

/** The README's sections on files: name, the command that makes it, its hash. */
const files = [...readme.matchAll(/^## (\S+\.csv)\n(.*?)(?=^## |$(?![\s\S]))/gms)].map(([, name, text]) => ({
  name,
  // In its own section, or in that of another file which the same command makes.
  command: [...readme.matchAll(/^npx impactlab (.*-o data\/.*)$/gm)]
    .map(([, command]) => command)
    .find((command) => ` ${command} `.includes(` data/${name} `)) as string,
  hash: /SHA-256 `([0-9a-f]{64})`/.exec(text)?.[1],
}));

/** The arguments of a shell command with double quotes. */
const words = (command: string): string[] =>
  [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);

test("data/README.md tells of every file in data/, and of its hash", () => {
  expect(files.map(({ name }) => name).sort()).toEqual(
    readdirSync(join(root, "data"))
      .filter((name) => name !== "README.md")
      .sort(),
  );
  for (const { name, hash } of files) {
    expect(
      createHash("sha256")
        .update(readFileSync(join(root, "data", name)))
        .digest("hex"),
    ).toBe(hash);
  }
});

describe.each(files)("data/$name", ({ name, command }) => {
  const needsSnapshots = words(command).includes("book.csv.gz");
  test.skipIf(needsSnapshots && !existsSync(SNAPSHOTS))(
    `is what its command makes${needsSnapshots ? " [of snapshots that do not ship]" : ""}`,
    async () => {
      const made = join(folder.path, name);
      const argv = words(command).map((word) =>
        word === "book.csv.gz" ? SNAPSHOTS : word.replace(/^data\//, `${folder.path}/`),
      );
      expect(argv).toContain(made);
      expect(await run(argv)).toMatchObject({ code: 0 });
      expect(readFileSync(made).equals(readFileSync(join(root, "data", name)))).toBe(true);
    },
  );
});

test("the Bitstamp estimates load whole, side by side, and carry the line their source asks for", async () => {
  for (const side of ["buy", "sell", "round-trip"] as const) {
    const { model } = await loadEstimates(join(root, "data/bitstamp-btcusd-2015-05-01.csv"), { side });
    expect(model.bin.length).toBe(305);
    expect([model.bin[0], model.bin[304]]).toEqual(["2015-05-01T00:00:00Z", "2015-05-01T05:04:00Z"]);
    expect(model.seBeta.every((value) => value > 0)).toBe(true);
    expect(model.notes).toMatchObject({ currency: "USD", size_unit: "BTC", convention: "total" });
    expect(model.notes.source).toBe(
      "Order-book data: Bitstamp BTC/USD, 2015-05-01 00:00-05:05 UTC, from obAnalytics, " +
        "(c) 2015, 2016 Philip Stubbings, GPL (>= 2). " +
        "Estimates are our own; not endorsed by the author or Bitstamp.",
    );
    expect(readme).toContain(model.notes.source);
  }
});

test("the synthetic day has the shape the literature reports, and says it is synthetic", async () => {
  const { model } = await loadEstimates(join(root, "data/synthetic-equity-day.csv"));
  const mean = (column: Float64Array, from: number, to: number): number =>
    column.slice(from, to).reduce((sum, value) => sum + value, 0) / (to - from);
  expect(model.bin.length).toBe(390);
  expect(mean(model.volume, 0, 15)).toBeGreaterThan(1.5 * mean(model.volume, 180, 210));
  expect(mean(model.volume, 375, 390)).toBeGreaterThan(mean(model.volume, 0, 15));
  expect(mean(model.maxSize, 330, 390)).toBeGreaterThan(1.5 * mean(model.maxSize, 0, 60));
  expect(Math.min(...model.beta)).toBeGreaterThanOrEqual(1.15);
  expect(Math.max(...model.beta)).toBeLessThanOrEqual(1.6);
  const perShare = model.alpha.map((alpha, bin) => alpha * 1000 ** (model.beta[bin] - 1));
  expect(mean(perShare, 0, 15)).toBeGreaterThan(1.5 * mean(perShare, 180, 210));
  expect(model.notes.title).toContain("SYNTHETIC");
  for (let bin = 0; bin < 390; bin++)
    expect(model.cov[bin] ** 2).toBeLessThan((model.seLogAlpha[bin] * model.seBeta[bin]) ** 2);
});

test("the estimator finds the known curves of the book that ships", async () => {
  const { alpha, beta, seLogAlpha, seBeta, status, volume } = await estimateImpact(
    join(root, "data/synthetic-book-mbp10.csv"),
    { format: "mbp10" },
  );
  expect(status).toEqual(new Array(20).fill("ok"));
  const held = [0, 0];
  for (let minute = 0; minute < 20; minute++) {
    const truth = exampleCurve(minute);
    if (Math.abs(Math.log(alpha[minute] / truth.alpha)) < 1.96 * seLogAlpha[minute]) held[0]++;
    if (Math.abs(beta[minute] - truth.beta) < 1.96 * seBeta[minute]) held[1]++;
    expect(Math.abs(beta[minute] - truth.beta)).toBeLessThan(0.05);
  }
  // Of twenty 95 % intervals fewer than sixteen hold once in four hundred times.
  expect(Math.min(...held)).toBeGreaterThanOrEqual(16);
  expect(Math.min(...volume)).toBeGreaterThan(0);
});
