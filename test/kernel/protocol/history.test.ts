import { expect, test } from "vitest";

import { History } from "../../../src/kernel/protocol/history";

const history = new History();
history.add(1, "1 + 2", "3");
history.add(2, "let a.b", null);
history.add(3, "1 + 2", "3");

test("query(tail) is the last n, with outputs where asked", () => {
  expect(history.query({ hist_access_type: "tail", n: 2 })).toEqual([
    [1, 2, "let a.b"],
    [1, 3, "1 + 2"],
  ]);
  expect(history.query({ hist_access_type: "tail", n: 1, output: true })).toEqual([[1, 3, ["1 + 2", "3"]]]);
  expect(history.query({ hist_access_type: "tail", n: 0 })).toEqual([]);
});

test("query(range) is start up to stop, of this session alone", () => {
  expect(history.query({ hist_access_type: "range", session: 0, start: 1, stop: 2 })).toEqual([[1, 1, "1 + 2"]]);
  expect(history.query({ hist_access_type: "range", session: 7, start: 1, stop: 2 })).toEqual([]);
});

test("query(search) matches shell patterns against whole inputs, each once with unique", () => {
  expect(history.query({ hist_access_type: "search", pattern: "1*" })).toHaveLength(2);
  expect(history.query({ hist_access_type: "search", pattern: "1*", unique: true })).toEqual([[1, 3, "1 + 2"]]);
  expect(history.query({ hist_access_type: "search", pattern: "*a.?" })).toHaveLength(1);
  expect(history.query({ hist_access_type: "search", pattern: "1" })).toEqual([]);
});
