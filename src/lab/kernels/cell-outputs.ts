/**
 * What the cells of a notebook have shown in its kernel: a page that is opened again, or a second one, finds it
 * here. Cells are known by the `cellId` that Jupyter's page puts into a request's metadata.
 */
import { OutputCollector, type NotebookOutput } from "../../kernel/client/outputs";
import type { Header, Message } from "../../kernel/protocol/wire";

export interface CellRecord {
  readonly cell: string;
  /** The id of the request that ran it last. */
  readonly request: string;
  readonly state: "waiting" | "running" | "done";
  readonly executionCount: number | null;
  readonly outputs: readonly NotebookOutput[];
  /** Whether what it has made is there: the process is the one that ran it. */
  readonly current: boolean;
}

interface Kept {
  cell: string;
  request: string;
  state: CellRecord["state"];
  executionCount: number | null;
  readonly outputs: NotebookOutput[];
  readonly collect: (message: Message) => void;
  characters: number;
  current: boolean;
}

/** Characters that one cell may show: a page that takes more of them does not survive it. */
export const LIMIT = 20_000_000;
/** Requests whose cells are known: a slider that is moved makes many a minute. */
const MOST_REQUESTS = 10_000;

export class CellOutputs {
  readonly #displays = new OutputCollector();
  readonly #cells = new Map<string, Kept>();
  /** By request, also earlier ones of a cell: what they left running may still show something. */
  readonly #cellOf = new Map<string, string>();

  /** A client asks for a cell to be run. */
  asked({ header, metadata }: Message): void {
    const cell = metadata.cellId;
    if (header.msg_type !== "execute_request" || typeof cell !== "string") return;
    const outputs: NotebookOutput[] = [];
    const collect = this.#displays.cell(outputs);
    const begun = {
      cell,
      request: header.msg_id,
      executionCount: null,
      outputs,
      collect,
      characters: 0,
      current: true,
    };
    this.clear(cell);
    this.#cells.set(cell, { ...begun, state: "waiting" });
    this.#cellOf.set(header.msg_id, cell);
    if (this.#cellOf.size > MOST_REQUESTS) this.#cellOf.delete([...this.#cellOf.keys()][0]);
  }

  /** The cell that a broadcast belongs to. */
  cellOf({ parent_header: parent }: Message): string | undefined {
    return this.#cellOf.get((parent as Partial<Header>).msg_id ?? "");
  }

  /**
   * Takes a broadcast; gives what viewers are to see of it: itself, or in its place what says that more is left
   * out, or nothing.
   */
  show(message: Message): Message | undefined {
    const kept = this.#cells.get(this.cellOf(message) ?? "");
    if (kept === undefined || kept.request !== (message.parent_header as Header).msg_id) return message;
    const { msg_type: type } = message.header;
    if (type === "status") {
      if (message.content.execution_state === "idle") kept.state = "done";
      return message;
    }
    if (type === "execute_input") {
      kept.state = "running";
      kept.executionCount = Number(message.content.execution_count);
    }
    const shown = this.#held(kept, message);
    if (shown !== undefined) kept.collect(shown);
    return shown;
  }

  /** What there is, in the order in which the cells were last run. */
  list(): CellRecord[] {
    return [...this.#cells.values()].map(({ cell, request, state, executionCount, outputs, current }) => {
      return { cell, request, state, executionCount, outputs, current };
    });
  }

  /** The process has ended: what cells have shown stays, what they have made is gone. */
  ended(): void {
    for (const kept of this.#cells.values()) kept.current = false;
  }

  /** Forgets a cell's outputs, or those of all. */
  clear(cell?: string): void {
    for (const id of cell === undefined ? [...this.#cells.keys()] : [cell]) {
      this.#displays.forget(this.#cells.get(id)?.outputs ?? []);
      this.#cells.delete(id);
    }
  }

  #held(kept: Kept, message: Message): Message | undefined {
    const { msg_type: type } = message.header;
    if (type === "clear_output") kept.characters = 0;
    if (!/^(stream|display_data|update_display_data|execute_result)$/.test(type)) return message;
    const before = kept.characters;
    kept.characters += JSON.stringify(message.content).length;
    if (kept.characters <= LIMIT) return message;
    if (before > LIMIT) return undefined;
    const text = `(The cell has shown more than ${LIMIT / 1e6} MB; what follows is left out here.)\n`;
    return { ...message, header: { ...message.header, msg_type: "stream" }, content: { name: "stderr", text } };
  }
}
