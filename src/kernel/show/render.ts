/**
 * A value as a person wants to see it: what it says of itself, a table, a plot, or inspected text,
 * each in every format a front end might ask for. Never throws: values come with getters and
 * proxies that do.
 */
import { readTable, tableBundle } from "./table";
import type { MimeBundle } from "../engine/engine";
import { figureBundle, isFigure, PLOTLY_MIME_TYPE } from "./figure";
import { inspectSafely, messageOf } from "./inspect-safely";
import type { PlotlySources } from "./plotly-script";

/** A method of this name returns MIME type to data, or a promise of it: Deno's convention. */
const JUPYTER_DISPLAY = Symbol.for("Jupyter.display");

/** How many levels of a value are shown as text. */
const DEPTH = 4;
const MIME_TYPE = /^[\w\-+.]+\/[\w\-+.]+$/;

/** The bundle for any value; a promise of it only for a value that renders itself asynchronously. */
export function renderValue(value: unknown, options: PlotlySources): MimeBundle | Promise<MimeBundle> {
  try {
    const own = ownBundle(value);
    const whole = (bundle: Record<string, unknown>): MimeBundle => withText(withFigure(bundle, options), value);
    if (isThenable(own)) return own.then((bundle) => whole(bundle as Record<string, unknown>));
    if (own !== undefined) return whole(own);
    const table = readTable(value);
    if (table !== undefined) return tableBundle(table);
    if (isFigure(value)) return figureBundle(value, options);
  } catch (error) {
    return text(`${inspectSafely(value, DEPTH)}\n(shown as text: ${messageOf(error)})`);
  }
  return text(inspectSafely(value, DEPTH));
}

/** Data by MIME type made safe to send: bytes become base64, JSON is what JSON can carry. */
export function renderBundle(bundle: Record<string, unknown>): MimeBundle {
  const data: Record<string, unknown> = {};
  for (const [type, content] of Object.entries(bundle)) {
    if (!MIME_TYPE.test(type)) throw new TypeError(`${JSON.stringify(type)} is not a MIME type`);
    if (content instanceof Uint8Array) data[type] = Buffer.from(content).toString("base64");
    else if (content !== undefined) data[type] = JSON.parse(JSON.stringify(content)) as unknown;
  }
  return { data, metadata: {} };
}

export function isThenable(value: unknown): value is Promise<unknown> {
  return typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function";
}

function ownBundle(value: unknown): Record<string, unknown> | Promise<unknown> | undefined {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return undefined;
  const show = (value as Record<symbol, unknown>)[JUPYTER_DISPLAY];
  if (typeof show !== "function") return undefined;
  const bundle = (show as () => unknown).call(value);
  if (typeof bundle !== "object" || bundle === null) throw new TypeError("Jupyter.display returned no MIME bundle");
  return bundle as Record<string, unknown>;
}

/** A figure among a value's own formats comes in all that figures have. */
function withFigure(bundle: Record<string, unknown>, options: PlotlySources): MimeBundle {
  const { [PLOTLY_MIME_TYPE]: figure, ...others } = bundle;
  if (!isFigure(figure)) return renderBundle(bundle);
  return { data: { ...figureBundle(figure, options).data, ...renderBundle(others).data }, metadata: {} };
}

/** Every bundle has text: terminals and previews show nothing else. */
function withText(bundle: MimeBundle, value: unknown): MimeBundle {
  if ("text/plain" in bundle.data) return bundle;
  return { ...bundle, data: { ...bundle.data, "text/plain": inspectSafely(value, DEPTH) } };
}

function text(plain: string): MimeBundle {
  return { data: { "text/plain": plain }, metadata: {} };
}
