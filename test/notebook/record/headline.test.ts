import { expect, test } from "vitest";

import { headline } from "../../../src/notebook/record/headline";

const bundle = (...args: Parameters<typeof headline>): Record<string, unknown> => {
  const shown = headline(...args) as unknown as Record<symbol, () => Record<string, unknown>>;
  return shown[Symbol.for("Jupyter.display")]();
};

test("headline(numbers) shows itself as text, as HTML, and as JSON with all digits", () => {
  expect(bundle({ "Saving <1>": { value: 12.3456789, unit: "%" }, Bins: 305, Side: "<b>" })).toEqual({
    "application/vnd.impactlab.headline+json": {
      numbers: [
        { name: "Saving <1>", value: 12.3456789, unit: "%" },
        { name: "Bins", value: 305 },
        { name: "Side", value: "<b>" },
      ],
    },
    "text/html": `<table class="headline"><tbody>
<tr><th>Saving &lt;1&gt;</th><td>12.3457 %</td></tr>
<tr><th>Bins</th><td>305</td></tr>
<tr><th>Side</th><td>&lt;b&gt;</td></tr>
</tbody></table>`,
    "text/plain": "Saving <1>  12.3457 %\nBins        305\nSide        <b>",
  });
});

test.each([NaN, Infinity, undefined, true])(
  "headline refuses %s, which JSON cannot carry or no one can compare",
  (value) => {
    expect(() => headline({ Cost: value as number })).toThrow('headline "Cost" must be text or a finite number');
    expect(() => headline({ Cost: { value: value as number } })).toThrow(
      'headline "Cost" must be text or a finite number',
    );
  },
);
