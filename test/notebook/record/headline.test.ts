import { expect, test } from "vitest";

import { headline, headlineOf, HEADLINE_MIME_TYPE, type Headline } from "../../../src/notebook/record/headline";
import { code, markdown, recordOf, stream } from "../../support/run-records";

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
    const message = 'numbers["Cost"] must be text or a finite number';
    expect(() => headline({ Cost: value as number })).toThrow(message);
    expect(() => headline({ Cost: { value: value as number } })).toThrow(message);
  },
);

test.each([undefined, null, 3])("headline(%s) is refused by name", (numbers) => {
  expect(() => headline(numbers as never)).toThrow("numbers must be an object of names and numbers");
  expect(() => headline({ Cost: null as never })).toThrow('numbers["Cost"] must be text or a finite number');
});

test("headlineOf(notebook) are the numbers its outputs hold, in order; cells without any are passed over", () => {
  const cell = (...numbers: Headline[]) =>
    code("", { output_type: "display_data", data: { [HEADLINE_MIME_TYPE]: { numbers } }, metadata: {} });
  const [cost, saving] = [
    { name: "Cost", value: 1 },
    { name: "Saving", value: 2, unit: "%" },
  ];
  const cells = [markdown("# T"), code("", stream("stdout", "a")), cell(cost), cell(), cell(saving)];
  expect(headlineOf(recordOf(cells).notebook)).toEqual([cost, saving]);
});
