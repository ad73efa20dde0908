import { join } from "node:path";

import { expect, test } from "vitest";

import { readModel } from "../../src/estimates/read-model";

const DAY = join(__dirname, "../../data/bitstamp-btcusd-2015-05-01.csv");

test("readModel(path, { side }) takes one side of several, and refuses all of them as one order", async () => {
  expect((await readModel(DAY, { side: "sell" })).model.alpha.length).toBe(305);
  await expect(readModel(DAY, { side: "all" as "buy" })).rejects.toThrow(
    'options.side must be one side: an order is bought or sold, got "all"',
  );
  await expect(readModel(DAY)).rejects.toThrow("must be of one side, or the option side must choose one");
});
