/**
 * What the handlers of the page may work with.
 */
import type { Contents } from "../contents/contents";
import type { Kernels } from "../kernels/kernels";

export interface LabServices {
  /** The real path of the served folder. */
  readonly root: string;
  readonly contents: Contents;
  readonly kernels: Kernels;
}
