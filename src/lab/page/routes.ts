/**
 * What only our own page asks of the server.
 */
import type { Route } from "../http/route";
import type { LabServices } from "./lab-services";

export function pageRoutes(_services: LabServices): readonly Route[] {
  return [];
}
