import { expect, test } from "vitest";

import { terminalScreen } from "../../src/notebook/report/text/terminal-screen";
import { progressLine } from "../../src/work/progress-line";
import { engineText } from "../../src/work/show-count";

test("progressLine(options) writes over one line, at most once a second, and leaves none", () => {
  const written: string[] = [];
  let now = 0;
  const state = { workers: 4, retries: 0 };
  const executor = { run: () => Promise.resolve(), state: () => state };
  const show = progressLine({ executor, write: (text) => void written.push(text), clock: () => now });
  for (let done = 10; done <= 10_000; done += 10) {
    now += 3.5;
    if (done === 5000) Object.assign(state, { workers: 1, retries: 2 });
    show(done, 10_000);
  }
  // 1,000 calls in 3.5 s.
  expect(written.length).toBe(4);
  expect(written[0]).toBe("\r2,860 of 10,000 points, 2,850/s, 3 s to go, 4 workers");
  expect(terminalScreen(written.slice(0, 2).join(""))).toBe(
    "5,720 of 10,000 points, 2,850/s, 2 s to go, 1 worker, 2 retries",
  );
  expect(terminalScreen(written.join("")).trim()).toBe("");
  // The control: without its end the line stays.
  expect(terminalScreen(written.slice(0, 3).join("")).trim()).not.toBe("");
});

test("progressLine(options) says nothing of work that is over in a second", () => {
  const written: string[] = [];
  const show = progressLine({ write: (text) => void written.push(text), clock: () => 0 });
  for (const done of [1, 2, 3]) show(done, 3);
  expect(written).toEqual([]);
});

test("engineText(state) tells workers and retries", () => {
  expect(engineText(undefined)).toBe("");
  expect(engineText({ workers: 0, retries: 1 })).toBe(", 0 workers, 1 retry");
});
