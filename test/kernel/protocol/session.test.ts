/**
 * The protocol as scripted conversations: no sockets, no process, an engine that does as it is told.
 */
import { beforeEach, expect, test } from "vitest";

import type { Engine, Failure, Outcome } from "../../../src/kernel/engine/engine";
import { Session } from "../../../src/kernel/protocol/session";
import { newMessage, type Content, type Message } from "../../../src/kernel/protocol/wire";

const FAILURE: Failure = { ename: "Error", evalue: "boom", traceback: ["Error: boom"] };
const TEXT = (text: string): Outcome => ({ status: "ok", result: { data: { "text/plain": text }, metadata: {} } });

let sent: [channel: string, type: string, content: Content, parent?: string][];
let session: Session;
let log: string[];
let interrupts: number;
let settled: number[];
let held: boolean[];
let shutdowns: boolean[];
/** The cells that run: the test ends them. */
let running: { code: string; count: number; end: (outcome: Outcome) => void }[];

beforeEach(() => {
  [sent, log, running, interrupts, shutdowns, settled, held] = [[], [], [], 0, [], [], []];
  const engine: Engine = {
    execute: (code, count) => new Promise((end) => running.push({ code, count, end })),
    complete: async (_code, cursor) => ({ matches: ["ab"], start: cursor - 1, end: cursor }),
    inspect: async (code) => (code === "x" ? { data: { "text/plain": "const x: 1" }, metadata: {} } : undefined),
    isComplete: async (code) => (code === "" ? { status: "complete" } : { status: "incomplete", indent: "  " }),
    check: async (cells) => cells.map((code) => (code === "x" ? { ename: "E", evalue: code, traceback: [] } : null)),
    interrupt: () => void interrupts++,
    hold: (on) => void held.push(on),
    settle: async (patience) => void settled.push(patience),
  };
  session = new Session({
    engine,
    log: (text) => log.push(text),
    shutdown: (restart) => shutdowns.push(restart),
    send: (channel, { header, content, parent_header }) =>
      sent.push([channel, header.msg_type, content, (parent_header as { msg_id?: string }).msg_id]),
  });
});

test("execute_request: busy, execute_input, outputs, execute_result, reply, idle, in this order", async () => {
  const id = shell("execute_request", { code: "1 + 1" });
  await turn();
  expect(running[0]).toMatchObject({ code: "1 + 1", count: 1 });
  session.output({ type: "stream", name: "stdout", text: "a" });
  session.output({ type: "stream", name: "stdout", text: "b" });
  session.output({ type: "display", bundle: { data: { "text/html": "<b>" }, metadata: {} }, id: "d", update: false });
  running[0].end(TEXT("2"));
  await turn();
  expect(sent).toEqual([
    ["iopub", "status", { execution_state: "busy" }, id],
    ["iopub", "execute_input", { code: "1 + 1", execution_count: 1 }, id],
    ["iopub", "stream", { name: "stdout", text: "ab" }, id],
    ["iopub", "display_data", { data: { "text/html": "<b>" }, metadata: {}, transient: { display_id: "d" } }, id],
    ["iopub", "execute_result", { execution_count: 1, data: { "text/plain": "2" }, metadata: {} }, id],
    ["shell", "execute_reply", { status: "ok", execution_count: 1, payload: [], user_expressions: {} }, id],
    ["iopub", "status", { execution_state: "idle" }, id],
  ]);
});

test("an error: the error message, the same in the reply, and `aborted` for the cells behind it", async () => {
  const ids = ["a", "b", "c"].map((code) => shell("execute_request", { code }));
  shell("kernel_info_request", {});
  await turn();
  running[0].end({ status: "error", failure: FAILURE });
  await turn();
  expect(of("error")).toEqual([[FAILURE, ids[0]]]);
  expect(of("execute_reply")).toEqual([
    [{ status: "error", execution_count: 1, ...FAILURE }, ids[0]],
    [{ status: "aborted" }, ids[1]],
    [{ status: "aborted" }, ids[2]],
  ]);
  expect(of("kernel_info_reply")).toHaveLength(1);
  expect(running).toHaveLength(1);
});

test("after an error the next cell that is sent runs, at once", async () => {
  shell("execute_request", { code: "bad" });
  await turn();
  running[0].end({ status: "error", failure: FAILURE });
  await turn();
  shell("execute_request", { code: "good" });
  await turn();
  expect(running[1]).toMatchObject({ code: "good", count: 2 });
});

test("stop_on_error: false lets the queue go on after an error", async () => {
  shell("execute_request", { code: "bad", stop_on_error: false });
  shell("execute_request", { code: "good" });
  await turn();
  running[0].end({ status: "error", failure: FAILURE });
  await turn();
  expect(running[1].code).toBe("good");
});

test("silent: nothing but status is broadcast, and the count and history stay", async () => {
  shell("execute_request", { code: "1", silent: true });
  await turn();
  session.output({ type: "stream", name: "stdout", text: "a" });
  running[0].end(TEXT("1"));
  await turn();
  shell("history_request", { hist_access_type: "tail", n: 5 });
  await turn();
  expect(sent.filter(([channel, type]) => channel === "iopub" && type !== "status")).toEqual([]);
  expect(of("execute_reply")[0][0]).toMatchObject({ status: "ok", execution_count: 0 });
  expect(of("history_reply")[0][0]).toEqual({ status: "ok", history: [] });
});

test("store_history: false shows outputs and leaves the count", async () => {
  shell("execute_request", { code: "1", store_history: false });
  await turn();
  running[0].end(TEXT("1"));
  await turn();
  expect(of("execute_result")[0][0]).toMatchObject({ execution_count: 0 });
});

test("user_expressions: each is evaluated after the cell, with its own status", async () => {
  shell("execute_request", { code: "let a = 1", user_expressions: { good: "a", bad: "b" } });
  await turn();
  running[0].end({ status: "ok" });
  await turn();
  expect(running[1].code).toBe("(a)");
  running[1].end(TEXT("1"));
  await turn();
  running[2].end({ status: "error", failure: FAILURE });
  await turn();
  expect(of("execute_reply")[0][0].user_expressions).toEqual({
    good: { status: "ok", data: { "text/plain": "1" }, metadata: {} },
    bad: { status: "error", ...FAILURE },
  });
});

test("control requests are answered while a cell runs, shell requests after it", async () => {
  shell("execute_request", { code: "long" });
  shell("complete_request", { code: "a", cursor_pos: 1 });
  await turn();
  control("kernel_info_request", {});
  control("impactlab_hold_request", { hold: true });
  control("impactlab_hold_request", {});
  expect(held).toEqual([true, false]);
  control("interrupt_request", {});
  await turn();
  expect(interrupts).toBe(1);
  expect(of("interrupt_reply")[0][0]).toEqual({ status: "ok" });
  expect(of("kernel_info_reply")).toHaveLength(1);
  expect(of("complete_reply")).toEqual([]);
  running[0].end({ status: "ok" });
  await turn();
  expect(of("complete_reply")).toHaveLength(1);
});

test("an interrupt takes what waits behind another request, and what it overtook; nothing sent later", async () => {
  shell("complete_request", { code: "a", cursor_pos: 1 });
  shell("execute_request", { code: "waits" });
  control("interrupt_request", {});
  receive("shell", "execute_request", { code: "under way" }, Date.now() - 5);
  await turn();
  expect(of("complete_reply")).toHaveLength(1);
  expect(of("execute_reply").map(([content]) => content)).toEqual([{ status: "aborted" }, { status: "aborted" }]);
  expect(running).toEqual([]);
  shell("execute_request", { code: "next" });
  await turn();
  expect(running.map(({ code }) => code)).toEqual(["next"]);
});

test("shutdown_request answers, tells everyone and says whether it is a restart", async () => {
  control("shutdown_request", { restart: true });
  await turn();
  expect(of("shutdown_reply").map(([content]) => content)).toEqual([
    { status: "ok", restart: true },
    { status: "ok", restart: true },
  ]);
  expect(shutdowns).toEqual([true]);
});

test("output that comes after its cell belongs to the last cell", async () => {
  const id = shell("execute_request", { code: "setTimeout" });
  await turn();
  running[0].end({ status: "ok" });
  await turn();
  session.output({ type: "failure", failure: FAILURE });
  session.output({ type: "clear", wait: true });
  expect(of("error")).toEqual([[FAILURE, id]]);
  expect(of("clear_output")).toEqual([[{ wait: true }, id]]);
});

test("output of an earlier cell belongs to that one, also while another runs; text is not joined across", async () => {
  const [first, second] = [shell("execute_request", { code: "a" }), shell("execute_request", { code: "b" })];
  await turn();
  running[0].end({ status: "ok" });
  await turn();
  for (const [text, run] of [
    ["b1", 2],
    ["a1", 1],
    ["a2", 1],
    ["b2", 2],
  ] as const) {
    session.output({ type: "stream", name: "stdout", text }, run);
  }
  session.output({ type: "failure", failure: FAILURE }, 1);
  running[1].end({ status: "ok" });
  await turn();
  expect(of("stream")).toEqual([
    [{ name: "stdout", text: "b1" }, second],
    [{ name: "stdout", text: "a1a2" }, first],
    [{ name: "stdout", text: "b2" }, second],
  ]);
  expect(of("error")).toEqual([[FAILURE, first]]);
});

test("runs count user_expressions, which are of the cell that asked; a silent cell shows nothing late", async () => {
  const first = shell("execute_request", { code: "a", user_expressions: { x: "1" } });
  shell("execute_request", { code: "b", silent: true });
  for (let i = 0; i < 3; i++) {
    await turn();
    running[i].end({ status: "ok" });
  }
  await turn();
  for (const run of [1, 2, 3]) session.output({ type: "failure", failure: FAILURE }, run);
  expect(of("error")).toEqual([
    [FAILURE, first],
    [FAILURE, first],
  ]);
});

test("a request to settle is answered once the engine has", async () => {
  shell("impactlab_settle_request", { patience: 50 });
  await turn();
  expect(settled).toEqual([50]);
  expect(of("impactlab_settle_reply")[0][0]).toEqual({ status: "ok" });
});

test("cursors are counted in code points, as Jupyter counts them", async () => {
  shell("complete_request", { code: "'🙂'.a", cursor_pos: 5 });
  await turn();
  expect(of("complete_reply")[0][0]).toMatchObject({ matches: ["ab"], cursor_start: 4, cursor_end: 5 });
});

test("comm_open is closed again, comm_info has none, inspect and is_complete pass on the engine's word", async () => {
  shell("comm_open", { comm_id: "c", target_name: "jupyter.widget", data: {} });
  shell("comm_info_request", {});
  shell("inspect_request", { code: "x", cursor_pos: 1 });
  shell("inspect_request", { code: "y", cursor_pos: 1 });
  shell("is_complete_request", { code: "{" });
  shell("impactlab_check_request", { cells: ["1", "x"] });
  await turn();
  expect(of("comm_close")[0][0]).toEqual({ comm_id: "c", data: {} });
  expect(of("comm_info_reply")[0][0]).toEqual({ status: "ok", comms: {} });
  expect(of("inspect_reply").map(([content]) => content.found)).toEqual([true, false]);
  expect(of("is_complete_reply")[0][0]).toEqual({ status: "incomplete", indent: "  " });
  const failures = [null, { ename: "E", evalue: "x", traceback: [] }];
  expect(of("impactlab_check_reply")[0][0]).toEqual({ status: "ok", failures });
});

test("an unknown request is logged, goes without a reply and does not stop the next", async () => {
  shell("weather_request", {});
  shell("kernel_info_request", {});
  await turn();
  expect(log).toEqual(["no such request here: weather_request"]);
  expect(sent.filter(([channel]) => channel === "shell")).toHaveLength(1);
});

function shell(type: string, content: Content): string {
  return receive("shell", type, content);
}

function control(type: string, content: Content): string {
  return receive("control", type, content);
}

function receive(channel: "shell" | "control", type: string, content: Content, date = Date.now()): string {
  const message: Message = newMessage(type, content, { session: "client" });
  session.receive(channel, { ...message, header: { ...message.header, date: new Date(date).toISOString() } });
  return message.header.msg_id;
}

function of(type: string): [Content, string | undefined][] {
  return sent.filter(([, sentType]) => sentType === type).map(([, , content, parent]) => [content, parent]);
}

/** Lets every promise that can settle do so. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
