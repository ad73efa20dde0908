/** `npm pack` calls this first, so that a packed release carries the page. */
import { packBundle } from "./bundle";

packBundle().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
