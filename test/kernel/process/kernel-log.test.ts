import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { kernelLog } from "../../../src/kernel/process/kernel-log";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test("kernelLog(...)(text) tells twenty lines in a second, and of more the number, once", () => {
  const lines: string[] = [];
  const log = kernelLog((text, done) => {
    lines.push(text);
    done(null);
  });
  for (let i = 0; i < 5000; i++) log(`line ${i}`);
  expect(lines).toHaveLength(20);
  expect(lines[19]).toBe("impactlab kernel: line 19\n");
  vi.advanceTimersByTime(5000);
  expect(lines.slice(20)).toEqual(["impactlab kernel: 4980 more lines left out\n"]);
  log("x".repeat(1e6));
  expect(lines[21].length).toBeLessThan(3000);
});

test("kernelLog(...)(text) keeps twenty lines of what cannot be written, and waits for nobody", () => {
  const lines: string[] = [];
  let free = (): void => undefined;
  let full = true;
  const log = kernelLog((text, done) => {
    if (full) return done(Object.assign(new Error("EAGAIN"), { code: "EAGAIN" }));
    lines.push(text);
    free = () => done(null);
  });
  for (let i = 0; i < 3; i++) log("lost");
  full = false;
  vi.advanceTimersByTime(1000);
  expect(lines).toEqual(["impactlab kernel: 3 more lines left out\n"]);
  // A pipe that blocks: the write does not return; twenty lines wait, and the next are counted.
  for (let i = 0; i < 1000; i++) log("behind it");
  vi.advanceTimersByTime(3000);
  expect(lines).toHaveLength(1);
  free();
  expect(lines[1]).toBe("impactlab kernel: behind it\n".repeat(20));
  free();
  vi.advanceTimersByTime(1000);
  expect(lines[2]).toBe("impactlab kernel: 980 more lines left out\n");
});

test("kernelLog(...)(text) tells what is said while an earlier line is being written", () => {
  const lines: string[] = [];
  const writes: (() => void)[] = [];
  const log = kernelLog((text, done) => {
    lines.push(text);
    writes.push(() => done(null));
  });
  log("one");
  log("two");
  log("three");
  expect(lines).toEqual(["impactlab kernel: one\n"]);
  writes[0]();
  expect(lines[1]).toBe("impactlab kernel: two\nimpactlab kernel: three\n");
});
