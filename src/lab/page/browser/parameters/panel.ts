/**
 * The parameters of a notebook as a panel above its cells. A control rewrites its value in the parameters cell, so
 * that cell, report and command line stay one truth, and Undo takes it back; then what depends on it runs.
 */
import type { NotebookPanel } from "@jupyterlab/notebook";
import type { KernelMessage } from "@jupyterlab/services";
import { MessageLoop } from "@lumino/messaging";
import { Widget } from "@lumino/widgets";

import type { Outline } from "../../../help/notebook-help";
import type { ParameterControl } from "../../../help/outline";
import { ask } from "../help/ask";
import { newControl, type Control } from "./control";
import { Reruns } from "./reruns";
import { Undo } from "./undo";

/** In milliseconds after the last key. */
const PAUSE = 400;
const ELSEWHERE =
  "Another tab has run these parameters with other values: what is shown below is of those. " +
  "Move a control, or run the cells, to see what is of these.";

interface Shown {
  parameter: ParameterControl;
  readonly control: Control;
}

export class ParametersPanel extends Widget {
  readonly #panel: NotebookPanel;
  readonly #reruns: Reruns;
  readonly #controls = document.createElement("div");
  #shown = new Map<string, Shown>();
  #shape = "";
  #uses: Outline["cells"] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The texts of the cells, in order, as they were looked at. */
  #texts = new Map<string, string>();
  /** By parameter, the text of a value that waits until the cells, which were written to, have been looked at again. */
  readonly #wishes = new Map<string, string>();
  /** By parameter, the text of the value that ran last for a control. */
  readonly #ran = new Map<string, string>();
  readonly #undo = new Undo();
  /** Cells of parameters that another tab has run last with another text, which nothing here has followed yet. */
  readonly #elsewhere = new Set<string>();
  readonly #note = document.createElement("p");

  constructor(panel: NotebookPanel) {
    super();
    this.#panel = panel;
    this.#reruns = new Reruns(panel);
    this.node.addEventListener("keydown", (event) => this.#undo.onKey(event));
    this.addClass("il-Parameters");
    this.#controls.className = "il-Parameters-controls";
    this.#note.className = "il-Parameters-note";
    this.#note.setAttribute("role", "status");
    panel.sessionContext.iopubMessage.connect((_, message) => this.#onMessage(message));
    this.node.append(this.#controls);
    this.hide();
    // What stands above the cells is given the height it states, and no other.
    const measure = new ResizeObserver(() => {
      this.node.style.minHeight = `${this.#controls.offsetHeight}px`;
      if (this.parent !== null) MessageLoop.postMessage(this.parent, Widget.Msg.FitRequest);
    });
    measure.observe(this.#controls);
    this.disposed.connect(() => measure.disconnect());
    void panel.context.ready.then(() => {
      panel.context.model.contentChanged.connect(() => this.#later());
      return this.#read();
    });
  }

  #later(): void {
    clearTimeout(this.#timer);
    // Who moves a control waits for no pause.
    this.#timer = setTimeout(() => void this.#read(), this.#wishes.size > 0 ? 0 : PAUSE);
  }

  /** Looks at the cells again. */
  async #read(): Promise<void> {
    const texts = this.#sources();
    const outline = await ask<Outline>(this.#panel, "outline");
    if (this.isDisposed) return;
    if (outline === null) {
      // Overtaken, or without a server for the moment.
      if (this.#wishes.size > 0) this.#timer = setTimeout(() => void this.#read(), PAUSE);
      return;
    }
    // Written to meanwhile: the next look is on its way.
    for (const { cell } of outline.parameters) if (texts.get(cell) !== this.#source(cell)) return this.#later();
    this.#texts = texts;
    this.#uses = outline.cells;
    this.#show(outline.parameters);
    const wishes = [...this.#wishes];
    this.#wishes.clear();
    for (const [key, text] of wishes) this.#write(key, text);
  }

  #show(parameters: readonly ParameterControl[]): void {
    const shape = JSON.stringify(parameters.map(shapeOf));
    if (shape !== this.#shape) {
      this.#shape = shape;
      this.#shown = new Map(
        parameters.map((parameter) => {
          const key = `${parameter.cell}/${parameter.name}`;
          return [key, { parameter, control: newControl(parameter, (text) => this.#write(key, text)) }];
        }),
      );
      this.#controls.replaceChildren(...[...this.#shown.values()].map(({ control }) => control.node), this.#note);
      this.setHidden(parameters.length === 0);
    }
    for (const parameter of parameters) {
      const shown = this.#shown.get(`${parameter.cell}/${parameter.name}`);
      if (shown === undefined) continue;
      shown.parameter = parameter;
      // What waits is shown already.
      if (!this.#wishes.has(`${parameter.cell}/${parameter.name}`)) shown.control.show(parameter);
    }
    if (this.#undo.take()) this.#rerun(parameters);
  }

  /** After Undo figures go back with the value that a control had set; what was typed, and not run, does not run. */
  #rerun(parameters: readonly ParameterControl[]): void {
    for (const { cell, name, range } of parameters) {
      const key = `${cell}/${name}`;
      const text = range && this.#texts.get(cell)?.slice(range.from, range.to);
      if (text === undefined || (this.#ran.get(key) ?? text) === text || !this.#reruns.hasRun(cell)) continue;
      this.#ran.set(key, text);
      this.#changed(key, cell);
    }
  }

  /** Runs what depends on a parameter; where another tab has left its values in the kernel, on those beside it too. */
  #changed(key: string, cell: string): void {
    const beside = this.#elsewhere.delete(cell)
      ? [...this.#shown].filter(([, { parameter }]) => parameter.cell === cell).map(([name]) => name)
      : [];
    for (const variable of new Set([key, ...beside])) this.#reruns.changed(variable, this.#uses);
  }

  /** What another tab runs in the kernel that both have is shown here, too: of other values it is said. */
  #onMessage({ header, parent_header: parent, metadata, content }: KernelMessage.IMessage): void {
    const { cellId: cell } = metadata as { cellId?: unknown };
    if (header.msg_type !== "execute_input" || typeof cell !== "string") return;
    if (![...this.#shown.values()].some(({ parameter }) => parameter.cell === cell)) return;
    const { session } = parent as { session?: string };
    const isOwn = session === this.#panel.sessionContext.session?.kernel?.clientId;
    const isOther = !isOwn && (content as { code: string }).code !== this.#source(cell);
    if (isOther) this.#elsewhere.add(cell);
    this.#note.textContent = isOther ? ELSEWHERE : "";
  }

  /** Puts a value's text into its cell, and runs what depends on it. */
  #write(key: string, text: string): void {
    const parameter = this.#shown.get(key)?.parameter;
    const cell = this.#panel.content.widgets.find(({ model }) => model.id === parameter?.cell)?.model;
    const source = cell?.sharedModel.getSource();
    if (parameter?.range === undefined || cell === undefined) return this.#later();
    if (!this.#isCurrent()) {
      this.#wishes.set(key, text);
      return this.#later();
    }
    const { from, to } = parameter.range;
    if (source?.slice(from, to) === text) return;
    cell.sharedModel.updateSource(from, to, text);
    // What stands behind it has moved.
    const grown = text.length - (to - from);
    for (const shown of this.#shown.values()) {
      const { range, cell: id } = shown.parameter;
      if (id !== parameter.cell || range === undefined || range.from < from) continue;
      const moved = range.from === from ? { from, to: to + grown } : { from: range.from + grown, to: range.to + grown };
      shown.parameter = { ...shown.parameter, range: moved };
    }
    this.#texts.set(parameter.cell, cell.sharedModel.getSource());
    this.#ran.set(key, text);
    this.#undo.follow(cell);
    this.#changed(key, parameter.cell);
  }

  /** Whether the cells are those that were looked at: what they read and write is known. */
  #isCurrent(): boolean {
    const now = [...this.#sources()];
    const seen = [...this.#texts];
    return now.length === seen.length && now.every(([id, text], i) => seen[i][0] === id && seen[i][1] === text);
  }

  #source(cell: string): string | undefined {
    return this.#panel.content.widgets.find(({ model }) => model.id === cell)?.model.sharedModel.getSource();
  }

  #sources(): Map<string, string> {
    return new Map(this.#panel.content.widgets.map(({ model }) => [model.id, model.sharedModel.getSource()]));
  }
}

/** What a control is made by: all but the value, and where it stands. */
function shapeOf(parameter: ParameterControl): object {
  const hasValue = parameter.default !== undefined && parameter.range !== undefined;
  return { ...parameter, default: undefined, range: undefined, problem: undefined, hasValue };
}
