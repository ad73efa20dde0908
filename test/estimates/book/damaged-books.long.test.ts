/**
 * The whole of what damaged-books.test.ts does in short: each of 5,000 damaged books ends within a second of CPU and
 * in bounded memory, in the numbers of the reader by hand or in one sentence.
 */
import { expect, test } from "vitest";

import { checkDamaged } from "../../support/check-damaged";
import { temporaryFolder } from "../../support/temporary-folder";

const folder = temporaryFolder();

test(
  "5,000 damaged books end in the numbers of the reader by hand or in one sentence",
  { timeout: 1_200_000 },
  async () => {
    const { faults, slowest, memory, ...counts } = await checkDamaged(folder, 0, 5000);
    console.log(JSON.stringify({ ...counts, slowest, memory }));
    expect(faults).toEqual([]);
    expect(slowest).toBeLessThan(1);
    expect(memory).toBeLessThan(1000);
    expect(counts).toMatchObject({ inputs: 5000, numbers: expect.any(Number) as number });
    expect(Math.min(counts.numbers, counts.columns)).toBeGreaterThan(1000);
  },
);
