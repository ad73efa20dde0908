/**
 * `display(value)`, which every cell can call, and tslab's `display` from `import ... from "tslab"`.
 */
import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";

import type { MimeBundle, Output } from "../engine/engine";
import type { PlotlySources } from "./plotly-script";
import { isThenable, renderBundle, renderValue } from "./render";

/** A place that shows something; as the last value of a cell it is not shown itself. */
export class DisplayHandle {
  constructor(
    readonly id: string,
    /** Shows another value in the same place. */
    readonly update: (value: unknown) => void,
  ) {}
}

export interface DisplayOptions {
  /** Names the place, so that a later call can show something else there. */
  readonly id?: string;
  /** Shows the value wherever this id has been displayed, instead of below. */
  readonly update?: boolean;
}

const SHOW = "options?: { id?: string; update?: boolean }): { readonly id: string; update(value: any): void };";

/** What a cell may call, as TypeScript sees it. */
export const DISPLAY_DECLARATION = `declare const display: {
  /** Shows a value below the cell: a table, a figure, anything; with an id, in a place that can be updated. */
  (value: any, ${SHOW}
  /** Shows data by MIME type, several formats of one thing. */
  mime(bundle: Record<string, any>, ${SHOW}
  html(html: string): void;
  markdown(markdown: string): void;
  latex(latex: string): void;
  /** Removes what the cell has shown so far; with wait, when something new comes. */
  clear(wait?: boolean): void;
};
`;

type Emit = (output: Output) => void;

/** Makes `display` and leads tslab's own to the same place. */
export function createDisplay(
  render: PlotlySources,
  emit: Emit,
): (value: unknown, options?: DisplayOptions) => DisplayHandle {
  const show = (bundle: MimeBundle, id: string | undefined, update: boolean): void =>
    emit({ type: "display", bundle, id, update });

  const place = (made: MimeBundle | Promise<MimeBundle>, options: DisplayOptions): DisplayHandle => {
    const id = options.id ?? randomUUID();
    const put = (bundle: MimeBundle | Promise<MimeBundle>, update: boolean): void => {
      // A value that renders itself later is shown when it has; if that fails, the cell fails.
      if (isThenable(bundle)) void bundle.then((late) => show(late, id, update));
      else show(bundle, id, update);
    };
    put(made, options.update === true);
    return new DisplayHandle(id, (value) => put(renderValue(value, render), true));
  };

  const mime = (bundle: Record<string, unknown>, options: DisplayOptions = {}): DisplayHandle =>
    place(renderBundle(bundle), options);
  const clear = (wait = false): void => emit({ type: "clear", wait });
  // In a terminal console.clear() empties the screen; in a notebook, the cell's output.
  console.clear = () => clear();
  connectTslab(show);
  return Object.assign(
    (value: unknown, options: DisplayOptions = {}): DisplayHandle => place(renderValue(value, render), options),
    {
      mime,
      clear,
      html: (html: string): void => void mime({ "text/html": html }),
      markdown: (markdown: string): void => void mime({ "text/markdown": markdown }),
      latex: (latex: string): void => void mime({ "text/latex": latex }),
    },
  );
}

/** tslab's display writes through a property of its own protocol module. */
function connectTslab(show: (bundle: MimeBundle, id: string | undefined, update: boolean) => void): void {
  const jupyter = createRequire(__filename)("tslab/dist/jupyter") as {
    lastWriteDisplayData: (data: MimeBundle & { transient?: { display_id?: string } }, update?: boolean) => void;
  };
  jupyter.lastWriteDisplayData = ({ data, metadata, transient }, update) =>
    show({ data, metadata }, transient?.display_id, update === true);
}
