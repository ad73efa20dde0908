import { expect, test } from "vitest";

import { OutputCollector, type NotebookOutput } from "../../../src/kernel/client/outputs";
import { newMessage, type Content } from "../../../src/kernel/protocol/wire";

const message = (type: string, content: Content): ReturnType<typeof newMessage> =>
  newMessage(type, content, { session: "s" });
const stream = (name: string, text: string): ReturnType<typeof message> => message("stream", { name, text });
const display = (type: string, text: string, id: string): ReturnType<typeof message> =>
  message(type, { data: { "text/plain": text }, metadata: {}, transient: { display_id: id } });

test("OutputCollector joins a stream's text and keeps the order of everything else", () => {
  const outputs: NotebookOutput[] = [];
  const fold = new OutputCollector().cell(outputs);
  const error = { ename: "E", evalue: "v", traceback: ["t"] };
  for (const each of [stream("stdout", "a"), stream("stdout", "b"), stream("stderr", "c"), message("error", error)])
    fold(each);
  expect(outputs).toEqual([
    { output_type: "stream", name: "stdout", text: "ab" },
    { output_type: "stream", name: "stderr", text: "c" },
    { output_type: "error", ...error },
  ]);
});

test("OutputCollector updates a display in place, in whichever cell it stands", () => {
  const collector = new OutputCollector();
  const [first, second]: NotebookOutput[][] = [[], []];
  collector.cell(first)(display("display_data", "1 %", "progress"));
  collector.cell(second)(display("update_display_data", "100 %", "progress"));
  expect(first).toMatchObject([{ data: { "text/plain": "100 %" } }]);
  expect(second).toEqual([]);
});

test("OutputCollector.forget lets outputs go: they are updated no more, those of other cells are", () => {
  const collector = new OutputCollector();
  const [first, second]: NotebookOutput[][] = [[], []];
  for (const outputs of [first, second]) collector.cell(outputs)(display("display_data", "1 %", "progress"));
  collector.forget(first);
  collector.cell([])(display("update_display_data", "100 %", "progress"));
  expect([first, second]).toMatchObject([[{ data: { "text/plain": "1 %" } }], [{ data: { "text/plain": "100 %" } }]]);
});

test("OutputCollector clears at once, or with wait when the next output comes", () => {
  const outputs: NotebookOutput[] = [];
  const fold = new OutputCollector().cell(outputs);
  fold(stream("stdout", "old"));
  fold(message("clear_output", { wait: true }));
  expect(outputs).toHaveLength(1);
  fold(stream("stdout", "new"));
  expect(outputs).toEqual([{ output_type: "stream", name: "stdout", text: "new" }]);
  fold(message("clear_output", { wait: false }));
  expect(outputs).toEqual([]);
});
