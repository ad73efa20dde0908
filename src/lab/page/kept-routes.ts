/**
 * What the page keeps on the server: settings as the researcher changed them, and which files stood open where.
 */
import { join } from "node:path";

import { InputError } from "../../base/input-error";
import { DONE, HttpError, json, type Answer, type Route } from "../http/route";
import { KeptJson } from "./kept-json";
import type { LabServices } from "./lab-services";

/** Where it cannot be kept, on a full disk, why is said to who asked. */
async function keep(kept: Promise<void>): Promise<Answer> {
  try {
    await kept;
    return DONE;
  } catch (error) {
    if (error instanceof InputError) throw new HttpError(507, error.message);
    throw error;
  }
}

export function keptRoutes({ state, workspaces: { kept: workspaces } }: LabServices): readonly Route[] {
  const settings = new KeptJson(join(state, "settings.json"));
  return [
    { method: "GET", path: "/lab/api/settings", handle: () => json(settings.all()) },
    {
      method: "PUT",
      path: "/lab/api/settings/:id",
      handle: async ({ params, bytes }) => keep(settings.set(params.id, (await bytes()).toString("utf8"))),
    },
    {
      method: "GET",
      path: "/lab/api/workspaces",
      handle: () =>
        json({ workspaces: { ids: Object.keys(workspaces.all()), values: Object.values(workspaces.all()) } }),
    },
    {
      method: "GET",
      path: "/lab/api/workspaces/:id",
      handle: ({ params: { id } }) => json(workspaces.get(id) ?? { data: {}, metadata: { id } }),
    },
    {
      method: "PUT",
      path: "/lab/api/workspaces/:id",
      handle: async (call) => {
        const workspace = await call.json<{ data: object; metadata: object }>();
        if (typeof workspace.data !== "object" || workspace.data === null)
          throw new HttpError(400, "A workspace needs its data.");
        return keep(workspaces.set(call.params.id, workspace));
      },
    },
    {
      method: "DELETE",
      path: "/lab/api/workspaces/:id",
      handle: ({ params }) => keep(workspaces.set(params.id, undefined)),
    },
  ];
}
