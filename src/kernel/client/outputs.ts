/**
 * A cell's outputs as a notebook keeps them (nbformat 4), folded from the messages a kernel
 * broadcasts: a client's side of the protocol.
 */
import type { Content, Message } from "../protocol/wire";

export type NotebookOutput =
  | { output_type: "stream"; name: string; text: string }
  | { output_type: "display_data"; data: Content; metadata: Content }
  | { output_type: "execute_result"; execution_count: number; data: Content; metadata: Content }
  | { output_type: "error"; ename: string; evalue: string; traceback: readonly string[] };

/** What a display, once shown, may be updated in. */
type Shown = Extract<NotebookOutput, { data: Content }>;

/** Collects a notebook's outputs: one fold per cell, over displays that any cell may update. */
export class OutputCollector {
  readonly #displays = new Map<string, Shown[]>();

  /** The fold for one cell: it applies messages to `outputs`, in place. */
  cell(outputs: NotebookOutput[]): (message: Pick<Message, "header" | "content">) => void {
    let clearNext = false;
    const clear = (): void => {
      clearNext = false;
      this.forget(outputs);
      outputs.length = 0;
    };
    const add = (output: NotebookOutput): void => {
      if (clearNext) clear();
      outputs.push(output);
    };
    return ({ header, content }) => {
      switch (header.msg_type) {
        case "stream": {
          const last = clearNext ? undefined : outputs[outputs.length - 1];
          const { name, text } = content as { name: string; text: string };
          if (last?.output_type === "stream" && last.name === name) last.text += text;
          else add({ output_type: "stream", name, text });
          return;
        }
        case "display_data":
        case "execute_result": {
          const { data, metadata, execution_count } = content as {
            data: Content;
            metadata: Content;
            execution_count: number;
          };
          const shown = { data, metadata };
          const output: NotebookOutput =
            header.msg_type === "display_data"
              ? { output_type: "display_data", ...shown }
              : { output_type: "execute_result", execution_count, ...shown };
          add(output);
          this.#remember(content, output);
          return;
        }
        case "update_display_data":
          for (const place of this.#displays.get(displayId(content) ?? "") ?? []) {
            Object.assign(place, { data: content.data, metadata: content.metadata });
          }
          return;
        case "error": {
          const { ename, evalue, traceback } = content as { ename: string; evalue: string; traceback: string[] };
          add({ output_type: "error", ename, evalue, traceback });
          return;
        }
        case "clear_output":
          if (content.wait === true) clearNext = true;
          else clear();
      }
    };
  }

  /** Outputs of a cell that show no more: no display is updated in them. */
  forget(outputs: readonly NotebookOutput[]): void {
    for (const [id, places] of this.#displays) {
      const left = places.filter((place) => !outputs.includes(place));
      if (left.length > 0) this.#displays.set(id, left);
      else this.#displays.delete(id);
    }
  }

  #remember(content: Content, place: Shown): void {
    const id = displayId(content);
    if (id === undefined) return;
    this.#displays.set(id, [...(this.#displays.get(id) ?? []), place]);
  }
}

function displayId(content: Content): string | undefined {
  return (content.transient as { display_id?: string } | undefined)?.display_id;
}
