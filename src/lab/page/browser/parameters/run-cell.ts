/**
 * Runs a cell so that its new outputs take the place of the old ones as they are: a figure is drawn over the one
 * before it, and nothing jumps.
 */
import type { CodeCell } from "@jupyterlab/cells";
import type * as nbformat from "@jupyterlab/nbformat";
import { OutputAreaModel } from "@jupyterlab/outputarea";
import type { Kernel, KernelMessage } from "@jupyterlab/services";

/** Whether the cell ran to its end without an error. */
export async function runInPlace({ model }: CodeCell, kernel: Kernel.IKernelConnection): Promise<boolean> {
  const fresh = new OutputAreaModel({ trusted: true });
  const places = new Map<string, number>();
  const code = model.sharedModel.getSource();
  const future = kernel.requestExecute({ code, stop_on_error: true }, false, { cellId: model.id });
  future.onIOPub = (message) => collect(message, fresh, places);
  try {
    const { content } = await future.done;
    model.executionCount = content.execution_count ?? null;
    replace(model.outputs, fresh.toJSON());
    return content.status === "ok";
  } finally {
    fresh.dispose();
  }
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

function replace(shown: CodeCell["model"]["outputs"], outputs: readonly nbformat.IOutput[]): void {
  outputs.forEach((output, i) => {
    if (i >= shown.length) shown.add(output);
    // A stream grows by what is added to it: another one takes its place.
    else if (JSON.stringify(shown.get(i).toJSON()) !== JSON.stringify(output)) shown.set(i, output);
  });
  while (shown.length > outputs.length) shown.remove(shown.length - 1);
}
