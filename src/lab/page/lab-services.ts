/**
 * What the handlers of the page may work with.
 */
import type { Contents } from "../contents/contents";
import type { HelpThread } from "../help/help-thread";
import type { Kernels } from "../kernels/kernels";
import type { Workspaces } from "./workspaces";

export interface LabServices {
  /** The real path of the served folder. */
  readonly root: string;
  /** The folder where what outlives the server is kept. */
  readonly state: string;
  readonly contents: Contents;
  readonly kernels: Kernels;
  readonly help: HelpThread;
  readonly workspaces: Workspaces;
}
