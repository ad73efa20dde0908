import { expect, test } from "vitest";

import { intradayParametersFigure } from "../../../src/figures/estimates/intraday-parameters";

test("intradayParametersFigure draws a reference as two lines behind the estimates", () => {
  const { data } = intradayParametersFigure({
    alpha: [0.01, 0.02, 0.03],
    beta: [1.5, 1.4, 1.3],
    reference: { name: "truth", alpha: [1, 2, 3], beta: [2, 2, 2] },
  });
  expect(data.map(({ name }) => name)).toEqual(["truth", "truth", "alpha", "beta"]);
});
