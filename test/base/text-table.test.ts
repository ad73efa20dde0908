import { expect, test } from "vitest";

import { number, table } from "../../src/base/text-table";

test("table(head, rows) shows 500 rows and says how many there are more: 20,000 take no more time than 500", () => {
  const rows = Array.from({ length: 20_000 }, (_, k) => [`input ${k}`, "1"]);
  const before = process.cpuUsage();
  const text = table(["input", "low"], rows);
  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(5); // by the square of rows: minutes
  expect(text).toContain("input 499");
  expect(text).not.toContain("input 500");
  expect(text).toContain("and 19500 rows more");
  expect(table(["input", "low"], rows.slice(0, 500))).not.toContain("more");
});

test("number(value) has a dash for what is none", () => {
  expect([number(NaN), number(1234.6), number(-0.00001236)]).toEqual(["-", "1235", "-0.00001236"]);
});
