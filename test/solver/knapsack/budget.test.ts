import { expect, test } from "vitest";

import { allocate } from "../../../src/solver/allocate";

test("a budget that is none is refused, whether or not there is a search", () => {
  for (const constraints of [{}, { lot: 1 }])
    for (const [name, value] of Object.entries({ nodes: -1, seconds: "1", onProgress: 5 }))
      expect(() => allocate({ alpha: [1], beta: [1.5] }, 3, { ...constraints, [name]: value })).toThrow(
        `options.${name} must be`,
      );
});
