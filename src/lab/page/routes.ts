/**
 * What only our own page asks of the server.
 */
import type { Route } from "../http/route";
import { commandRoutes } from "./command-routes";
import { helpRoutes } from "./help-routes";
import { keptRoutes } from "./kept-routes";
import type { LabServices } from "./lab-services";

export function pageRoutes(services: LabServices): readonly Route[] {
  return [...keptRoutes(services), ...helpRoutes(services), ...commandRoutes(services)];
}
