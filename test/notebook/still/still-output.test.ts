import { describe, expect, test } from "vitest";

import { formatNotebook, parseNotebook } from "../../../src/notebook/notebook-document";
import { figureToDraw, withoutStill, withStill } from "../../../src/notebook/still/still-output";
import { compareOutputs } from "../../../src/notebook/verify/compare-outputs";
import { code, mime, recordOf, shown, stream } from "../../support/run-records";

const FIGURE = { data: [{ type: "scatter", y: [1, 2] }], layout: { title: { text: `"<a>" & b` } } };

describe("withStill(output, png)", () => {
  const output = shown(FIGURE);
  const still = withStill(output, "iVBORw0=");
  const data = "data" in still ? still.data : {};

  test("stands beside the figure, and in its place within the HTML", () => {
    expect(data["image/png"]).toBe("iVBORw0=");
    expect(data["text/html"]).toMatch(
      /^<div data-figure="[0-9a-f]{16}"[^>]*><img alt="[^"<>]*" [^>]*base64,iVBORw0="><\/div>\n<script>/,
    );
    expect(withoutStill(still)).toEqual(output);
    expect(figureToDraw(output)).toEqual(FIGURE);
    expect(figureToDraw(still)).toBeUndefined();
  });

  test("comes back from a file, and makes no difference to what is compared", () => {
    const { notebook } = recordOf([code("a", still)]);
    const read = parseNotebook(formatNotebook(notebook), "a.ipynb").cells[0].outputs ?? [];
    expect(withoutStill(read[0])).toEqual(output);
    expect(compareOutputs(read, [output]).differences).toEqual([]);
    expect(compareOutputs(read, [withStill(output, "iVBORw1=")]).differences).toEqual([]);
    // The control: a cell's own picture does.
    const own = (png: string) => [mime({ "image/png": png })];
    expect(compareOutputs(own("iVBORw0="), own("iVBORw1=")).differences).toHaveLength(1);
  });

  test("of what is no figure there is none", () => {
    for (const other of [stream("stdout", "x"), mime({ "text/plain": "x" }), mime({ "image/png": "iVBO" })]) {
      expect(figureToDraw(other)).toBeUndefined();
      expect(withoutStill(other)).toEqual(other);
    }
  });
});
