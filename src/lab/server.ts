/**
 * The live workspace: `startLab` serves a folder's notebooks to browsers and to the clients of a Jupyter server.
 */
import { realpath } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { sep } from "node:path";

import { must } from "../base/input-error";
import { apiRoutes, staticRoutes } from "./api-routes";
import { Checkpoints } from "./contents/checkpoints";
import { Contents } from "./contents/contents";
import { contentsRoutes } from "./contents/contents-routes";
import { HelpThread } from "./help/help-thread";
import { listen } from "./http/listen";
import { serve } from "./http/serve";
import { chooseProtocol, kernelRoutes, sessionRoutes } from "./kernels/kernel-routes";
import { Kernels } from "./kernels/kernels";
import { specRoutes } from "./kernels/spec-routes";
import { bundle } from "./page/bundle";
import { pageRoutes } from "./page/routes";
import { Workspaces } from "./page/workspaces";
import { newGate } from "./security/gate";
import { FILE_POLICY } from "./security/headers";
import { isLoopback } from "./security/hosts";
import { keptToken } from "./security/kept-token";
import { stateFolder } from "./state-folder";

export interface LabOptions {
  /** The folder that is served. */
  readonly root: string;
  /** The port to listen at, 0 for any; by default the first free one from 8890 on. */
  readonly port?: number;
  /** The address to listen at; by default this machine's own, which no other machine reaches. */
  readonly ip?: string;
  /** The file that the address opens, relative to the root. */
  readonly open?: string;
  /** Where what outlives the server is kept; by default a folder of the user's own. */
  readonly state?: string;
  /** What the terminal is told. */
  readonly say?: (text: string) => void;
}

export interface Lab {
  /** The page's address, with the token. */
  readonly address: string;
  /** `http://host:port`, without. */
  readonly origin: string;
  readonly token: string;
  readonly kernels: Kernels;
  /** Ends the kernels, then the server. */
  close(): Promise<void>;
}

/** Resolves once the server listens. */
export async function startLab(options: LabOptions): Promise<Lab> {
  const { port, ip = "127.0.0.1", say = () => undefined } = options;
  must(
    port === undefined || (Number.isInteger(port) && port >= 0 && port < 65536),
    "--port",
    "must be 0 to 65535",
    port,
  );
  const root = await realpath(options.root).catch(() => undefined);
  must(root !== undefined, "root", "must be a folder that is there", options.root);
  const state = options.state ?? stateFolder(root);
  const folder = await realpath(await bundle(say));
  const contents = new Contents(root);
  const kernels = new Kernels({ contents, log: say });
  const help = new HelpThread();
  const workspaces = new Workspaces(state);
  const asked = (path: string, workspace: string): void => {
    void kernels.prepare(path || workspaces.notebookInFront(workspace)).catch(() => undefined);
  };
  const token = await keptToken(state, port);
  const gate = newGate({ token: token.value, ip, port: () => (server.address() as AddressInfo).port });
  const routes = [
    ...pageRoutes({ root, state, contents, kernels, help, workspaces }),
    ...staticRoutes(folder, asked),
    ...apiRoutes(kernels, new Date()),
    ...contentsRoutes(contents, new Checkpoints(contents, state), FILE_POLICY),
    ...kernelRoutes(kernels, root, say),
    ...sessionRoutes(kernels),
    ...specRoutes(),
  ];
  const { server, close } = serve({ routes, gate, log: say, protocol: chooseProtocol });
  await listen(server, ip, port);
  const host = ip.includes(":") ? `[${ip}]` : ip;
  const origin = `http://${isLoopback(ip) ? host : "localhost"}:${(server.address() as AddressInfo).port}`;
  if (!isLoopback(ip)) say("Other machines reach this server: whoever has its token can run code on this one.");
  return {
    address: `${origin}${pagePath(options.open)}?token=${token.value}`,
    origin,
    token: token.value,
    kernels,
    close: async () => {
      await Promise.all([kernels.close(), help.close()]);
      await close();
      await token.forget();
    },
  };
}

/** The page's path for a file that it is to open. */
function pagePath(file: string | undefined): string {
  if (file === undefined) return "/lab";
  return `/lab/tree/${file.split(sep).map(encodeURIComponent).join("/")}`;
}
