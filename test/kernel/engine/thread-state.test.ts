import { expect, test } from "vitest";

import { ThreadState } from "../../../src/kernel/engine/thread-state";

test("ThreadState is the same on both sides of its buffer", () => {
  const main = new ThreadState();
  const sockets = new ThreadState(main.buffer);
  expect(main.beginRun()).toBe(1);
  main.phase = "compiling";
  sockets.requestInterrupt(1);
  expect([sockets.phase, sockets.run]).toEqual(["compiling", 1]);
  expect([main.interruptRequested(1), main.interruptRequested(2)]).toEqual([true, false]);
});

test("pushOutput(characters) lets one output through however large, and pullOutput(characters) balances it", () => {
  const state = new ThreadState();
  state.pushOutput(5e7);
  state.pullOutput(5e7);
  state.pushOutput(1);
  state.pullOutput(1);
  const pending = new Int32Array(state.buffer)[3];
  expect(pending).toBe(0);
});
