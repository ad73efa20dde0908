/**
 * What an editor of a code cell shows of the language service: errors underlined, what stands under the mouse, the
 * signature of the call that is being written, and the way to where a name is from (F12, Ctrl with a click).
 */
import { Prec, StateEffect, StateField, type Extension } from "@codemirror/state";
import {
  EditorView,
  ViewPlugin,
  hoverTooltip,
  keymap,
  showTooltip,
  type Tooltip,
  type ViewUpdate,
} from "@codemirror/view";

import type { Definition, SignatureHelp } from "../../../help/notebook-help";
import { pageMarkdown } from "../show/markdown";
import { ask, type Located } from "./ask";

export interface EditorHelpOptions {
  /** The cell an editor shows, where it is one. */
  readonly locate: () => Located | undefined;
  /** The editor has come into view. */
  readonly onShown: (view: EditorView) => void;
  readonly open: (from: Located, definition: Definition) => void;
}

export function editorHelp({ locate, onShown, open }: EditorHelpOptions): Extension {
  const hover = hoverTooltip(async (view, position) => {
    const word = view.state.wordAt(position);
    const located = locate();
    if (word === null || located === undefined) return null;
    const markdown = await ask<string>(located.panel, "describe", { cell: located.cell, offset: position });
    if (markdown === null) return null;
    const create = (): { dom: HTMLElement } => ({ dom: box("il-Hover", pageMarkdown.render(markdown)) });
    return { pos: word.from, end: word.to, above: true, create };
  });
  const goTo = (offset: number): boolean => {
    const located = locate();
    if (located === undefined) return false;
    void ask<Definition>(located.panel, "definition", { cell: located.cell, offset }).then((found) => {
      if (found !== null) open(located, found);
    });
    return true;
  };
  return [
    hover,
    signature(locate),
    ViewPlugin.define((view) => (onShown(view), {})),
    Prec.high(keymap.of([{ key: "F12", run: ({ state }) => goTo(state.selection.main.head) }])),
    EditorView.domEventHandlers({
      mousedown: (event, view) => {
        if (!(event.ctrlKey || event.metaKey) || event.button !== 0) return false;
        const offset = view.posAtCoords({ x: event.clientX, y: event.clientY });
        if (offset === null || view.state.wordAt(offset) === null) return false;
        event.preventDefault();
        return goTo(offset);
      },
    }),
  ];
}

const setSignature = StateEffect.define<Tooltip | null>();

/** The call at the cursor, asked for as its brackets and commas are typed, and as long as the cursor is inside. */
function signature(locate: () => Located | undefined): Extension {
  const shown = StateField.define<Tooltip | null>({
    create: () => null,
    update: (tooltip, { effects, changes }) => {
      for (const effect of effects) if (effect.is(setSignature)) return effect.value;
      return tooltip === null ? null : { ...tooltip, pos: changes.mapPos(tooltip.pos) };
    },
    provide: (field) => showTooltip.from(field),
  });
  const follow = ViewPlugin.define((view) => {
    let round = 0;
    const put = (tooltip: Tooltip | null): void => {
      if (view.state.field(shown) !== tooltip) view.dispatch({ effects: setSignature.of(tooltip) });
    };
    const refresh = async (): Promise<void> => {
      const own = ++round;
      const located = locate();
      const offset = view.state.selection.main.head;
      if (located === undefined || !view.hasFocus) return put(null);
      const found = await ask<SignatureHelp>(located.panel, "signature", { cell: located.cell, offset });
      if (own !== round) return;
      const pos = view.state.selection.main.head;
      put(found === null ? null : { pos, above: true, create: () => ({ dom: signatureBox(found) }) });
    };
    return {
      update: ({ docChanged, selectionSet, state, changes, focusChanged }: ViewUpdate) => {
        let typed = "";
        changes.iterChanges((_fromA, _toA, _fromB, _toB, inserted) => (typed += inserted.toString()));
        const isOpen = state.field(shown) !== null;
        // Not at once: a view is not changed while it updates.
        if ((docChanged && /[(,]/.test(typed)) || (isOpen && (docChanged || selectionSet || focusChanged)))
          queueMicrotask(() => void refresh());
      },
    };
  });
  const close = keymap.of([
    {
      key: "Escape",
      run: (view) => {
        if (view.state.field(shown) === null) return false;
        view.dispatch({ effects: setSignature.of(null) });
        return true;
      },
    },
  ]);
  return [shown, follow, Prec.highest(close)];
}

function signatureBox({ before, parameters, separator, after, documentation, current }: SignatureHelp): HTMLElement {
  const escape = pageMarkdown.utils.escapeHtml;
  const shown = parameters.map(({ text }, i) => (i === current ? `<b>${escape(text)}</b>` : escape(text)));
  const about = parameters[current]?.documentation || documentation.split("\n\n")[0];
  const call = `${escape(before)}${shown.join(escape(separator))}${escape(after)}`;
  return box("il-Signature", `<code>${call}</code>${about === "" ? "" : pageMarkdown.render(about)}`);
}

function box(className: string, html: string): HTMLElement {
  const dom = document.createElement("div");
  dom.className = `il-Help jp-RenderedHTMLCommon ${className}`;
  dom.innerHTML = html;
  return dom;
}
