import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { run } from "../support/command";
import { temporaryFolder } from "../support/temporary-folder";

const folder = temporaryFolder();

/** Ten minutes of a book whose ask costs more by the level, an order a second renewed. */
function log(): string {
  const lines: string[] = [];
  const add = (ms: number, what: string, order: object): void =>
    void lines.push(`${1430438400000 + ms} order_${what} ${JSON.stringify(order)}`);
  for (let level = 0; level < 12; level++) {
    add(level, "created", { id: level, price: String(100.5 + level), amount: "10", order_type: 1 });
    add(level, "created", { id: 100 + level, price: String(99.5 - level), amount: "10", order_type: 0 });
  }
  for (let second = 1; second <= 600; second++) {
    const amount = String(10 + (second % 7));
    add(1000 * second, "changed", { id: second % 12, price: String(100.5 + (second % 12)), amount, order_type: 1 });
  }
  return `${lines.join("\n")}\n`;
}

test("impactlab rebuild LOG -o BOOK writes snapshots that impactlab estimate reads", async () => {
  const path = join(folder.path, "events.log");
  const book = join(folder.path, "book.csv");
  const table = join(folder.path, "table.csv");
  writeFileSync(path, log());
  const rebuilt = await run(["rebuild", path, "-o", book, "--levels", "12"]);
  expect(rebuilt.stderr).toBe(
    `${book}: 301 snapshots, 0 crossed, of 624 events, ` +
      "0 of orders not known or known already; 0 other lines left out\n",
  );
  expect(rebuilt.code).toBe(0);
  expect(readFileSync(book, "utf8").split("\n").length).toBe(303);
  const estimated = await run(["estimate", book, "--bin", "5m", "-o", table]);
  expect([estimated.code, readFileSync(table, "utf8")]).toEqual([0, expect.stringContaining("2015-05-01T00:05:00Z")]);
});

test("impactlab rebuild - reads standard input; what is wrong is one sentence", async () => {
  const book = join(folder.path, "standard.csv");
  const fromInput = await run(["rebuild", "-", "-o", book, "--step", "often"], { stdin: log() });
  expect([fromInput.code, fromInput.stderr]).toEqual([2, expect.stringContaining("--step must be a time such as 60s")]);
  const good = await run(["rebuild", "-", "-o", book, "--step", "60s"], { stdin: log() });
  expect([good.code, good.stderr]).toEqual([0, expect.stringContaining("11 snapshots, 0 crossed, of 624 events")]);
  const none = await run(["rebuild", join(folder.path, "none.log"), "-o", book]);
  expect([none.code, none.stderr]).toEqual([2, expect.stringContaining("none.log must be a file that can be read")]);
});
