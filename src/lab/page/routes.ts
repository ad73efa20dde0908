/**
 * What only our own page asks of the server.
 */
import type { Route } from "../http/route";
import { stateFolder } from "../state-folder";
import { keptRoutes } from "./kept-routes";
import type { LabServices } from "./lab-services";

export function pageRoutes({ root }: LabServices): readonly Route[] {
  return [...keptRoutes(stateFolder(root))];
}
