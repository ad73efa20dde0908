/**
 * A file or folder as Jupyter's REST interface describes it: every key is there, null where it is not known.
 * Source: https://jupyter-server.readthedocs.io/en/latest/developers/contents.html
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { access, constants, readFile, readdir, stat } from "node:fs/promises";
import { basename } from "node:path";
import { pipeline } from "node:stream/promises";

import { parseNotebook } from "../../notebook/notebook-document";
import { InputError } from "../../base/input-error";
import { mediaType } from "../http/files";
import { HttpError } from "../http/route";
import { missing, type Paths } from "./paths";
import { withReason } from "./save";

export type FileType = "directory" | "notebook" | "file";
export type Format = "json" | "text" | "base64";

export interface Model {
  readonly name: string;
  readonly path: string;
  readonly type: FileType;
  readonly created: string;
  readonly last_modified: string;
  readonly writable: boolean;
  readonly size: number | null;
  readonly mimetype: string | null;
  readonly format: Format | null;
  readonly content: unknown;
  readonly hash: string | null;
  readonly hash_algorithm: "sha256" | null;
}

export interface Wanted {
  readonly content?: boolean;
  readonly hash?: boolean;
  readonly type?: FileType;
  readonly format?: Format;
}

/** Bytes of a file that are sent to a page whole. */
const LARGEST = 200 << 20;

/** What is at a client's path. */
export async function readModel(paths: Paths, path: string, wanted: Wanted = {}): Promise<Model> {
  const real = await paths.existing(path);
  const model = await describe(real, paths.nameOf(real) === "" ? "" : path.replace(/^\/+|\/+$/g, ""), wanted.type);
  if (model.type === "directory") {
    return wanted.content === false ? model : { ...model, format: "json", content: await entries(paths, real, model) };
  }
  const read = <T>(act: () => Promise<T>): Promise<T> => withReason(model.path, "read", act);
  const hashed = (hash: string): Partial<Model> => ({ hash, hash_algorithm: "sha256" });
  if (wanted.content === false) {
    return wanted.hash === true ? { ...model, ...hashed(await read(() => hashOfFile(real))) } : model;
  }
  if ((model.size ?? 0) > LARGEST) {
    throw new HttpError(413, `${model.path} is larger than the ${LARGEST >> 20} MB that a page can show.`);
  }
  const bytes = await read(() => readFile(real));
  return {
    ...model,
    ...(wanted.hash === true ? hashed(hashOf(bytes)) : {}),
    ...contentOf(bytes, model, wanted.format),
  };
}

export function hashOf(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/** Of any length: a file that is larger than a page can show can be saved all the same. */
export async function hashOfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

async function describe(real: string, path: string, type?: FileType): Promise<Model> {
  const found = await stat(real).catch(() => undefined);
  if (found === undefined || !(found.isFile() || found.isDirectory())) throw missing(path);
  const folder = found.isDirectory();
  if (type !== undefined && (type === "directory") !== folder) {
    throw new HttpError(400, `${path} is ${folder ? "a folder" : "a file"}.`, "bad type");
  }
  const kind = folder ? "directory" : (type ?? (path.endsWith(".ipynb") ? "notebook" : "file"));
  return {
    name: path === "" ? "" : basename(path),
    path,
    type: kind,
    created: found.birthtime.toISOString(),
    last_modified: found.mtime.toISOString(),
    writable: await mayWrite(real),
    size: folder ? null : found.size,
    mimetype: null,
    format: null,
    content: null,
    hash: null,
    hash_algorithm: null,
  };
}

/** What stands in a folder; hidden entries, and links that lead out, are left out. */
async function entries(paths: Paths, real: string, { path }: Model): Promise<Model[]> {
  const names = await withReason(path, "read", () => readdir(real));
  const read = names.map((name) =>
    readModel(paths, path === "" ? name : `${path}/${name}`, { content: false }).catch(() => undefined),
  );
  return (await Promise.all(read)).filter((model): model is Model => model !== undefined);
}

function contentOf(bytes: Buffer, { type, path, name }: Model, format?: Format): Partial<Model> {
  if (type === "notebook") return { format: "json", content: notebookOf(bytes, path) };
  const text = format === "base64" ? undefined : decoded(bytes);
  if (text !== undefined) return { format: "text", content: text, mimetype: mediaType(name).replace(/;.*/, "") };
  if (format === "text") throw new HttpError(400, `${path} is not text in UTF-8.`, "bad format");
  return { format: "base64", content: bytes.toString("base64"), mimetype: mediaType(name) };
}

function notebookOf(bytes: Buffer, path: string): unknown {
  const text = decoded(bytes);
  // Read so all the same, it would be saved with other characters.
  if (text === undefined) throw new HttpError(400, `${path} is no notebook: it is not text in UTF-8.`, "bad format");
  try {
    return parseNotebook(text, path);
  } catch (error) {
    if (error instanceof InputError) throw new HttpError(400, error.message);
    throw error;
  }
}

function decoded(bytes: Buffer): string | undefined {
  try {
    // A byte-order mark is kept: what is saved is what was read.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function mayWrite(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}
