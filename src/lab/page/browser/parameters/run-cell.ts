/**
 * Runs a cell so that its new outputs take the place of the old ones as they are: a figure is drawn over the one
 * before it, and nothing jumps.
 */
import type { CodeCell } from "@jupyterlab/cells";
import type * as nbformat from "@jupyterlab/nbformat";
import { OutputAreaModel, OutputPrompt } from "@jupyterlab/outputarea";
import type { Kernel, KernelMessage } from "@jupyterlab/services";
import type { Panel } from "@lumino/widgets";

type Future = Kernel.IShellFuture<KernelMessage.IExecuteRequestMsg, KernelMessage.IExecuteReplyMsg>;

/** By cell, its last run here, which may still show something after its end: what it has left running prints. */
const lastRuns = new WeakMap<CodeCell["model"], { readonly future: Future; readonly outputs: OutputAreaModel }>();

/** "aborted": a cell before it in the kernel's queue, run by hand, failed. */
export type Ended = "ok" | "error" | "interrupted" | "aborted";

const STOPS = ["KeyboardInterrupt", "KernelDied"];

/** How the run ended; `onBegun` is told once the kernel is at it, which other cells may keep busy until then. */
export async function runInPlace(
  { model, outputArea }: CodeCell,
  kernel: Kernel.IKernelConnection,
  onBegun: () => void = () => undefined,
): Promise<Ended> {
  const before = lastRuns.get(model);
  before?.future.dispose();
  before?.outputs.dispose();
  /** By hand; another one later takes the cell over. */
  const byHand = outputArea.future as Future | undefined;
  const outputs = new OutputAreaModel({ trusted: true });
  const places = new Map<string, number>();
  const code = model.sharedModel.getSource();
  const future = kernel.requestExecute({ code, stop_on_error: true }, false, { cellId: model.id });
  lastRuns.set(model, { future, outputs });
  future.onIOPub = (message) => {
    if (message.header.msg_type === "execute_input") onBegun();
    collect(message, outputs, places);
  };
  const { content } = await future.done;
  byHand?.dispose();
  model.executionCount = content.execution_count ?? null;
  showInPlace(outputArea, outputs.toJSON());
  future.onIOPub = (message) => {
    if (model.isDisposed || outputArea.future !== byHand) return future.dispose();
    collect(message, outputs, places);
    showInPlace(outputArea, outputs.toJSON());
  };
  if (content.status === "error") return STOPS.includes(content.ename) ? "interrupted" : "error";
  return content.status === "ok" ? "ok" : "aborted";
}

function collect(message: KernelMessage.IIOPubMessage, outputs: OutputAreaModel, places: Map<string, number>): void {
  const { msg_type: type } = message.header;
  const output = { ...message.content, output_type: type } as unknown as nbformat.IOutput;
  const { display_id: id } = (message.content as { transient?: { display_id?: string } }).transient ?? {};
  if (type === "clear_output") outputs.clear((message.content as { wait: boolean }).wait);
  else if (type === "update_display_data") {
    const at = id === undefined ? undefined : places.get(id);
    if (at !== undefined) outputs.set(at, { ...output, output_type: "display_data" });
  } else if (type === "stream" || type === "display_data" || type === "execute_result" || type === "error") {
    const at = outputs.add(output) - 1;
    if (id !== undefined) places.set(id, at);
  }
}

/** Takes a place, until the stream comes that it is for. */
const NOTHING: nbformat.IDisplayData = { output_type: "display_data", data: {}, metadata: {} };

/** Puts outputs in the place of those that are shown, one by one. */
export function showInPlace(area: CodeCell["outputArea"], outputs: readonly nbformat.IOutput[]): void {
  const { model: shown } = area;
  outputs.forEach((output, i) => {
    // A stream that is added is put to the one that was added last, which may be gone; in a place of its own it is not.
    if (i >= shown.length) shown.add(output.output_type === "stream" ? NOTHING : output);
    if (JSON.stringify(shown.get(i).toJSON()) !== JSON.stringify(output)) shown.set(i, output);
    // An output that is drawn over the one before it keeps the count of that.
    const [prompt] = (area.widgets.at(i) as Panel | undefined)?.widgets ?? [];
    if (output.output_type === "execute_result" && prompt instanceof OutputPrompt)
      prompt.executionCount = output.execution_count as number | null;
  });
  while (shown.length > outputs.length) shown.remove(shown.length - 1);
}
