import { expect, test } from "vitest";

import { allocate } from "../../src/solver/allocate";
import { checkOptions } from "../../src/base/check-options";

const NAMES = { lot: true, cap: true } as const;

test("checkOptions(options, names) refuses options of a prototype, which are lost where options are copied", () => {
  const shared = { lot: 100 };
  expect(() => checkOptions(Object.create(shared) as typeof shared, NAMES as never)).toThrow(
    "options.lot must be the options' own, not their prototype's, got 100",
  );
  class Desk {
    get cap(): number {
      return 5;
    }
  }
  expect(() => allocate({ alpha: [1, 2], beta: [1.5, 1.5] }, 8, new Desk())).toThrow(
    "options.cap must be the options' own",
  );
  // What an object has itself is taken, whatever made it.
  class Own {
    readonly cap = 5;
  }
  expect(allocate({ alpha: [1, 2], beta: [1.5, 1.5] }, 8, new Own()).x[0]).toBe(5);
  const bare = Object.assign(Object.create(null) as { lot?: number }, { lot: 1 });
  expect(checkOptions(bare, NAMES as never)).toBe(bare);
});
