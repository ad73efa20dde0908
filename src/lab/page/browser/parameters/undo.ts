/**
 * Whether something was undone or redone in a cell that a control has written to, by whichever way: the Edit menu,
 * the keys in the editor, or those at the control.
 */
import type { ICellModel } from "@jupyterlab/cells";

/** Of yjs, which keeps a cell's text. */
interface UndoManager {
  on(event: "stack-item-popped", listener: () => void): void;
}

export class Undo {
  readonly #followed = new WeakSet<UndoManager>();
  #happened = false;
  /** What a control has written to last. */
  #cell: ICellModel | undefined;

  /** A control has written to a cell. */
  follow(cell: ICellModel): void {
    this.#cell = cell;
    const { undoManager } = cell.sharedModel as unknown as { undoManager: UndoManager | null };
    if (undoManager === null || this.#followed.has(undoManager)) return;
    this.#followed.add(undoManager);
    undoManager.on("stack-item-popped", () => (this.#happened = true));
  }

  /** Whether it has happened since this was asked last. */
  take(): boolean {
    const happened = this.#happened;
    this.#happened = false;
    return happened;
  }

  /** Ctrl-Z and its kin at a control that has no text of its own to undo in. */
  onKey(event: KeyboardEvent): void {
    const isText = event.target instanceof HTMLInputElement && event.target.type === "text";
    const key = event.key.toLowerCase();
    if (isText || !(event.ctrlKey || event.metaKey) || (key !== "z" && key !== "y")) return;
    event.preventDefault();
    event.stopPropagation();
    if (key === "y" || event.shiftKey) this.#cell?.sharedModel.redo();
    else this.#cell?.sharedModel.undo();
  }
}
