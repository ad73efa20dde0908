import { expect, test } from "vitest";

import { isOfPackage, pathFrom } from "../../src/base/path-from";

test.each([
  ["/p/src/a.ts", "src/a.ts"],
  ["/p/..a.ts", "..a.ts"],
  ["/q/a.ts", "/q/a.ts"],
  ["/pq/a.ts", "/pq/a.ts"],
])("pathFrom('/p', %s) is %s", (file, expected) => {
  expect(pathFrom("/p", file)).toBe(expected);
});

test.each([
  ["/p", "/p/src/a.ts", false],
  ["/p", "/p/node_modules/x/a.ts", true],
  ["/p", "/node_modules/x/a.ts", true],
  ["/h/node_modules/p", "/h/node_modules/p/src/a.ts", false],
  ["/h/node_modules/p", "/h/node_modules/p/node_modules/x/a.ts", true],
  ["/h/node_modules/p", "/h/node_modules/pq/a.ts", true],
])("isOfPackage(%s, %s) is %s", (root, file, expected) => {
  expect(isOfPackage(root, file)).toBe(expected);
});
