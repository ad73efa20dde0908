/**
 * What clients ask of the server itself, and the page.
 */
import { randomBytes } from "node:crypto";
import { join } from "node:path";

import { version } from "../../package.json";
import { Paths } from "./contents/paths";
import { file } from "./http/files";
import { json, type Call, type Route } from "./http/route";
import type { Kernels } from "./kernels/kernels";
import { labPage } from "./page/lab-page";
import { pagePolicy } from "./security/headers";

/** The one user there is. */
const USER = {
  username: "impactlab",
  name: "impactlab",
  display_name: "impactlab",
  initials: "i",
  avatar_url: null,
  color: null,
};

export function apiRoutes(kernels: Kernels, started: Date): readonly Route[] {
  return [
    { method: "GET", path: "/api", handle: () => json({ version: `impactlab ${version}` }) },
    {
      method: "GET",
      path: "/api/status",
      handle: () => {
        const running = kernels.list();
        const last = [started.toISOString(), ...running.map((kernel) => kernel.last_activity)].sort().at(-1);
        return json({
          started: started.toISOString(),
          last_activity: last,
          kernels: running.length,
          connections: running.reduce((sum, { connections }) => sum + connections, 0),
        });
      },
    },
    { method: "GET", path: "/api/me", handle: () => json({ identity: USER, permissions: {} }) },
    // Nothing happens that a page is told of; without a socket it would try again for ever.
    { path: "/api/events/subscribe", socket: () => undefined },
    { method: "GET", path: "/api/nbconvert", handle: () => json({}) },
  ];
}

/** The page and the files of its bundle; `asked` is told of the file that a page opens, or "", and its workspace. */
export function staticRoutes(bundle: string, asked: (path: string, workspace: string) => void): readonly Route[] {
  const paths = new Paths(bundle);
  const page = ({ headers, params }: Call) => {
    const nonce = randomBytes(16).toString("base64");
    const { path: treePath = "", workspace = "default" } = params;
    asked(treePath, workspace);
    return {
      headers: {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": pagePolicy(headers.host ?? "", nonce),
        "cross-origin-opener-policy": "same-origin",
      },
      body: labPage({ baseUrl: "/", treePath, workspace, nonce }),
    };
  };
  return [
    { method: "GET", path: "/", handle: () => ({ status: 302, headers: { location: "/lab" } }) },
    {
      method: "GET",
      path: "/lab/static/*path",
      handle: async (call) => {
        const answer = await file(join(await paths.existing(call.params.path)), call);
        // Its scripts and workers are the page's own: they are held to what the page is held to.
        return {
          ...answer,
          headers: { ...answer.headers, "content-security-policy": pagePolicy(call.headers.host ?? "", "") },
        };
      },
    },
    ...["/lab", "/lab/workspaces/:workspace"].flatMap((at): Route[] => [
      { method: "GET", path: at, handle: page },
      { method: "GET", path: `${at}/tree/*path`, handle: page },
    ]),
  ];
}
