/** What of the page is the project's own. */
import { settings, translator } from "./settings";

export const pagePlugins = [settings, translator];
