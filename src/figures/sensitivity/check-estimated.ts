import { must } from "../../base/input-error";

/** Of a study that came to nothing there is nothing to draw: its result says why. */
export function checkEstimated({ status }: { readonly status: string }): void {
  must(status === "estimated", "result", "must have been estimated to be drawn: its status says why not", status);
}
