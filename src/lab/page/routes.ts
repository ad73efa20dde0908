/**
 * What only our own page asks of the server.
 */
import type { Route } from "../http/route";
import { keptRoutes } from "./kept-routes";
import type { LabServices } from "./lab-services";

export function pageRoutes({ state }: LabServices): readonly Route[] {
  return [...keptRoutes(state)];
}
