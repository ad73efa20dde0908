/**
 * A run within its report's page, so that the page alone can be verified: compressed, without times,
 * with figures, and what makes them live, by the ids of the data the page holds anyway, and pictures by their hash.
 */
import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";

import { parseBoundedJson } from "../../../base/bounded-json";
import { InputError, must } from "../../../base/input-error";
import { isFigure, PLOTLY_MIME_TYPE } from "../../../kernel/show/figure";
import type { NotebookOutput } from "../../../kernel/client/outputs";
import { codeCells, type Notebook } from "../../notebook-document";
import type { CellFailure, Provenance, RunParameter, RunRecord } from "../../record/run-record";
import { checkSchema, EMBEDDED_RUN } from "../../record/run-schema";
import { withoutStill } from "../../still/still-output";
import { Figures } from "./figures";
import { MODULE_MIME_TYPE, together } from "./page-modules";

/** What a run is verified against. */
export interface StoredRun {
  readonly source: string;
  readonly parameters: readonly Pick<RunParameter, "name" | "value" | "given">[];
  readonly failure: CellFailure | null;
  readonly provenance: Omit<Provenance, "times"> | undefined;
  readonly cells: readonly StoredCell[];
  /** Whether what the report shows is not what its run wrote. */
  readonly edited?: boolean;
}

export interface StoredCell {
  readonly id: string;
  readonly source: string;
  readonly outputs: readonly NotebookOutput[];
}

const ATTRIBUTE = `data-impactlab-run="1"`;
const REFERENCE = "impactlab-figure";
const DATA = "impactlab-module-data";
/** What a run comes to unpacked, at most: one that is larger is in no page, and in the notebook beside it alone. */
const MOST_BYTES = 128_000_000;

/** The block for the end of the page; empty where the run is too large for one. */
export function embeddedRun(record: RunRecord, figures: Figures): string {
  const { git, data, written, code, packages, node, seeds, tolerances } = record.provenance;
  const run: StoredRun = {
    source: record.source,
    parameters: record.parameters,
    failure: record.failure,
    provenance: { git, data, written, code, packages, node, seeds, tolerances },
    cells: storedCells(record.notebook).map((cell) => ({
      ...cell,
      outputs: cell.outputs.map((output) => slim(output, figures)),
    })),
  };
  const json = Buffer.from(JSON.stringify(run));
  if (json.length > MOST_BYTES) return "";
  const bytes = gzipSync(json, { level: 9 });
  return `<script type="text/plain" ${ATTRIBUTE}>${bytes.toString("base64")}</script>`;
}

/** The code cells of a notebook, as they are verified. */
export function storedCells(notebook: Notebook): StoredCell[] {
  return codeCells(notebook).map(({ id, source, outputs = [] }) => ({ id, source, outputs }));
}

/**
 * The run in a page's text, or undefined where there is none.
 *
 * @throws InputError where it is damaged, or larger than a run is
 */
export function readEmbeddedRun(html: string, page: string): StoredRun | undefined {
  const start = html.indexOf(`${ATTRIBUTE}>`);
  if (start < 0) return undefined;
  const begin = start + ATTRIBUTE.length + 1;
  const end = html.indexOf("<", begin);
  const text = unpacked(Buffer.from(html.slice(begin, end < 0 ? undefined : end), "base64"), page);
  const run = checkSchema<StoredRun>(EMBEDDED_RUN, parseBoundedJson(text, page), page, "a page whose run is whole");
  const blocks = new Map(
    [...html.matchAll(/<script type="application\/json" data-((?:figure|module)-\w+)="([0-9a-f]+)">([^<]*)</g)].map(
      ([, kind, id, json]) => [`${kind} ${id}`, json],
    ),
  );
  const parsed = new Map<string, unknown>();
  const blockOf = (kind: string, id: string): unknown => {
    const name = `${kind} ${id}`;
    if (!parsed.has(name)) parsed.set(name, parseBoundedJson(blocks.get(name) ?? "null", page));
    return parsed.get(name);
  };
  const cells = run.cells.map((cell) => ({ ...cell, outputs: cell.outputs.map((output) => whole(output, blockOf)) }));
  return { ...run, cells };
}

function unpacked(bytes: Buffer, page: string): string {
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_BYTES }).toString("utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    must(code !== "ERR_BUFFER_TOO_LARGE", page, `must hold a run of at most ${MOST_BYTES} bytes`, "a larger one");
    throw new InputError(page, `must be a page whose run is whole (${message})`, `${bytes.length} bytes`);
  }
}

/** A picture by its hash: pictures are compared as wholes. */
export function pictureDigest(data: string): string {
  return `sha256:${createHash("sha256").update(data).digest("hex")}`;
}

function slim(shown: NotebookOutput, figures: Figures): NotebookOutput {
  const output = withoutStill(shown);
  if (!("data" in output)) return output;
  const entries = Object.entries(output.data).flatMap(([type, value]): [string, unknown][] => {
    if (type === PLOTLY_MIME_TYPE && isFigure(value)) return [[type, { [REFERENCE]: figures.add(value) }]];
    if (type === "text/html" && isFigure(output.data[PLOTLY_MIME_TYPE])) return [];
    const known = type === MODULE_MIME_TYPE && isModule(value) ? figures.modules.add(value) : undefined;
    if (known !== undefined) return [[type, { module: known.module, [DATA]: known.id }]];
    return [[type, type.startsWith("image/") && typeof value === "string" ? pictureDigest(value) : value]];
  });
  return { ...output, data: Object.fromEntries(entries), metadata: {} };
}

/** What can be put together again from its data, as it was. */
function isModule(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).sort().join() === "data,module";
}

function whole(output: NotebookOutput, blockOf: (kind: string, id: string) => unknown): NotebookOutput {
  if (!("data" in output)) return output;
  const data = { ...output.data };
  const idOf = (type: string, name: string): unknown =>
    (data[type] as Record<string, unknown> | null | undefined)?.[name];
  const figure = idOf(PLOTLY_MIME_TYPE, REFERENCE);
  if (figure !== undefined) data[PLOTLY_MIME_TYPE] = blockOf("figure-data", String(figure));
  const module = idOf(MODULE_MIME_TYPE, DATA);
  if (module !== undefined) {
    const parts = together(blockOf("module-data", String(module)), (id) => blockOf("module-part", id));
    data[MODULE_MIME_TYPE] = { module: idOf(MODULE_MIME_TYPE, "module"), data: parts };
  }
  return { ...output, data };
}
