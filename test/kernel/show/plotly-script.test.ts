import { expect, test } from "vitest";

import { plotlyFile, plotlyUrl } from "../../../src/kernel/show/plotly-script";

test("plotlyUrl(folder, file) is the file's address beside a page in the folder", () => {
  expect(plotlyUrl("/p/notebooks", "/p/node_modules/plotly.js-dist-min/plotly.min.js")).toBe(
    "../node_modules/plotly.js-dist-min/plotly.min.js",
  );
  expect(plotlyUrl("/p", "/p/a b/ü.js")).toBe("a%20b/%C3%BC.js");
});

test("plotlyFile() is plotly's prebuilt bundle", () => {
  expect(plotlyFile()).toMatch(/plotly\.min\.js$/);
});
