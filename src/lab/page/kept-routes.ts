/**
 * What the page keeps on the server: settings as the researcher changed them, and which files stood open where.
 */
import { join } from "node:path";

import { DONE, HttpError, json, type Route } from "../http/route";
import { KeptJson } from "./kept-json";
import type { LabServices } from "./lab-services";

export function keptRoutes({ state, workspaces: { kept: workspaces } }: LabServices): readonly Route[] {
  const settings = new KeptJson(join(state, "settings.json"));
  return [
    { method: "GET", path: "/lab/api/settings", handle: () => json(settings.all()) },
    {
      method: "PUT",
      path: "/lab/api/settings/:id",
      handle: async ({ params, bytes }) => {
        await settings.set(params.id, (await bytes()).toString("utf8"));
        return DONE;
      },
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
        await workspaces.set(call.params.id, workspace);
        return DONE;
      },
    },
    {
      method: "DELETE",
      path: "/lab/api/workspaces/:id",
      handle: async ({ params }) => {
        await workspaces.set(params.id, undefined);
        return DONE;
      },
    },
  ];
}
