/**
 * `/api/kernels` and `/api/sessions`, and the web sockets of kernels.
 */
import { randomUUID } from "node:crypto";
import { isAbsolute, relative, sep } from "node:path";

import { DONE, HttpError, json, type Call, type Route } from "../http/route";
import { V1, fromFrame } from "./frames";
import type { Kernels, SessionWish } from "./kernels";
import { Viewer } from "./viewer";

interface KernelWish {
  readonly name: string;
  readonly path: string;
  /** Of what a gateway sends only the working directory is taken, where it lies below the root. */
  readonly env: Readonly<Record<string, unknown>>;
}

/** Of the sub-protocols that a client offers, the one that is spoken; browsers refuse a socket that chose none. */
export function chooseProtocol(offered: ReadonlySet<string>): string | false {
  return offered.has(V1) ? V1 : false;
}

export function kernelRoutes(kernels: Kernels, root: string, log: (text: string) => void): readonly Route[] {
  const id = "/api/kernels/:id";
  return [
    { method: "GET", path: "/api/kernels", handle: () => json(kernels.list()) },
    {
      method: "POST",
      path: "/api/kernels",
      handle: async (call) => {
        const { name, path, env } = await call.json<KernelWish>();
        checkTexts({ name, path });
        const kernel = await kernels.start(name, path ?? workingFolder(root, env));
        return { ...json(kernel.model, 201), headers: { location: `/api/kernels/${kernel.id}` } };
      },
    },
    { method: "GET", path: id, handle: ({ params }) => json(kernels.get(params.id).model) },
    {
      method: "DELETE",
      path: id,
      handle: async ({ params }) => {
        await kernels.remove(params.id);
        return DONE;
      },
    },
    {
      method: "POST",
      path: `${id}/interrupt`,
      handle: async ({ params }) => {
        await kernels.get(params.id).interrupt();
        return DONE;
      },
    },
    {
      method: "POST",
      path: `${id}/restart`,
      handle: async ({ params }) => json(await kernels.restart(params.id)),
    },
    {
      path: `${id}/channels`,
      admit: ({ params }) => void kernels.get(params.id),
      socket: (socket, { params, url }) => {
        const kernel = kernels.get(params.id);
        const viewer = new Viewer(socket, url.searchParams.get("session_id") ?? randomUUID());
        kernel.connect(viewer);
        socket.on("message", (data, isBinary) => {
          try {
            kernel.receive(viewer, fromFrame(data as Buffer, isBinary, socket.protocol));
          } catch (error) {
            log(`dropped ${error instanceof Error ? error.message : String(error)}`);
          }
        });
      },
    },
    { method: "GET", path: "/impactlab/cells/:id", handle: ({ params }) => json(kernels.get(params.id).cells.list()) },
    {
      method: "DELETE",
      path: "/impactlab/cells/:id/*cell",
      handle: ({ params }) => {
        kernels.get(params.id).cells.clear(params.cell === "" ? undefined : params.cell);
        return DONE;
      },
    },
  ];
}

export function sessionRoutes(kernels: Kernels): readonly Route[] {
  const id = "/api/sessions/:id";
  return [
    { method: "GET", path: "/api/sessions", handle: () => json(kernels.sessions()) },
    {
      method: "POST",
      path: "/api/sessions",
      handle: async (call) => json(await kernels.open(await sessionWish(call)), 201),
    },
    { method: "GET", path: id, handle: ({ params }) => json(kernels.session(params.id)) },
    {
      method: "PATCH",
      path: id,
      handle: async (call) => json(await kernels.change(call.params.id, await sessionWish(call))),
    },
    {
      method: "DELETE",
      path: id,
      handle: async ({ params }) => {
        await kernels.closeSession(params.id);
        return DONE;
      },
    },
  ];
}

/** What other clients are told of a session: a page refuses the whole list for one name that is no text. */
async function sessionWish(call: Call): Promise<Partial<SessionWish>> {
  const wish = await call.json<SessionWish>();
  const { path, name, type, kernel } = wish;
  checkTexts({ path, name, type });
  if (kernel !== undefined && typeof kernel !== "object") throw new HttpError(400, "kernel must be { id, name }.");
  checkTexts({ "kernel.id": kernel?.id, "kernel.name": kernel?.name });
  return wish;
}

function checkTexts(texts: Readonly<Record<string, unknown>>): void {
  for (const [name, text] of Object.entries(texts)) {
    if (text !== undefined && text !== null && typeof text !== "string")
      throw new HttpError(400, `${name} must be text, not ${JSON.stringify(text)}.`);
  }
}

/** The folder that a gateway's client works in, as a path below the root; the root where it lies elsewhere. */
function workingFolder(root: string, env: KernelWish["env"] | undefined): string {
  const folder = env?.KERNEL_WORKING_DIR;
  if (typeof folder !== "string" || !isAbsolute(folder)) return "";
  const path = relative(root, folder);
  return path.split(sep).includes("..") ? "" : path.split(sep).join("/");
}
