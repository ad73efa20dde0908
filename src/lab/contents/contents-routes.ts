/**
 * `/api/contents` and `/files`.
 */
import { file } from "../http/files";
import { DONE, HttpError, json, type Call, type Route } from "../http/route";
import type { Checkpoints } from "./checkpoints";
import type { Contents, Fresh } from "./contents";
import type { FileType, Format, Wanted } from "./model";
import type { Saved } from "./sent";

/** Bytes of what is saved at once; larger files come in pieces. */
const LARGEST = 256 << 20;

/** `filePolicy` is the Content-Security-Policy of a file that is opened as a page. */
export function contentsRoutes(contents: Contents, checkpoints: Checkpoints, filePolicy: string): readonly Route[] {
  const path = "/api/contents/*path";
  const checkpoint = `${path}/checkpoints`;
  return [
    {
      method: "GET",
      path: checkpoint,
      handle: async ({ params }) => json(await checkpoints.list(params.path)),
    },
    {
      method: "POST",
      path: checkpoint,
      handle: async ({ params }) => json(await checkpoints.create(params.path), 201),
    },
    {
      method: "POST",
      path: `${checkpoint}/:id`,
      handle: async ({ params }) => {
        await checkpoints.restore(params.path);
        return DONE;
      },
    },
    {
      method: "DELETE",
      path: `${checkpoint}/:id`,
      handle: async ({ params }) => {
        await checkpoints.remove(params.path);
        return DONE;
      },
    },
    { method: "GET", path, handle: async (call) => json(await contents.read(call.params.path, wanted(call))) },
    {
      method: "PUT",
      path,
      handle: async (call) => {
        const expected = expectedHash(call);
        const { made, model } = await contents.save(call.params.path, await call.json<Saved>(LARGEST), expected);
        return json(model, made ? 201 : 200);
      },
    },
    {
      method: "POST",
      path,
      handle: async (call) => json(await contents.create(call.params.path, await call.json<Fresh>()), 201),
    },
    {
      method: "PATCH",
      path,
      handle: async (call) => {
        const { path: to } = await call.json<{ path: string }>();
        if (typeof to !== "string") throw new HttpError(400, "A rename needs the new path.");
        return json(await checkpoints.rename(call.params.path, to));
      },
    },
    {
      method: "DELETE",
      path,
      handle: async ({ params }) => {
        await checkpoints.removeFile(params.path);
        return DONE;
      },
    },
    {
      method: "GET",
      path: "/files/*path",
      handle: async (call) => {
        const answer = await file(await contents.file(call.params.path), call);
        const disposition = call.url.searchParams.has("download") ? "attachment" : "inline";
        const own = { "content-security-policy": filePolicy, "content-disposition": disposition };
        return { ...answer, headers: { ...answer.headers, ...own } };
      },
    },
  ];
}

/** What a save is to come over; a condition that is not understood is not taken for none. */
function expectedHash({ headers }: Call): string | undefined {
  const given = headers["if-match"];
  const hash = /^"?([0-9a-f]{64}|)"?$/.exec(given ?? "")?.[1];
  if (hash === undefined) throw new HttpError(400, `If-Match must be "<sha256>", or "" for no file, not ${given}.`);
  return given === undefined ? undefined : hash;
}

const TYPES: readonly string[] = ["directory", "notebook", "file"];
const FORMATS: readonly string[] = ["text", "base64", "json"];

function wanted({ url }: Call): Wanted {
  const given = (name: string, known: readonly string[]): string | undefined => {
    const value = url.searchParams.get(name) ?? undefined;
    if (value === undefined || known.includes(value)) return value;
    throw new HttpError(400, `${name} must be one of ${known.join(", ")}, not ${value}.`, `bad ${name}`);
  };
  return {
    content: given("content", ["0", "1"]) !== "0",
    hash: given("hash", ["0", "1"]) === "1",
    type: given("type", TYPES) as FileType | undefined,
    format: given("format", FORMATS) as Format | undefined,
  };
}
