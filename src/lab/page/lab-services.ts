/**
 * What the handlers of the page may work with.
 */
export interface LabServices {
  /** The real path of the served folder. */
  readonly root: string;
}
