/** What of the page is the project's own. */
import { addressedFile } from "./addressed-file";
import { commands } from "./commands";
import { currentWidget } from "./current-widget";
import { help } from "./help";
import { completion } from "./help/completion";
import { parameters } from "./parameters";
import { markdownParser, renderers } from "./show/renderers";
import { restoredOutputs } from "./restored-outputs";
import { goneServer, returnedServer } from "./returned-server";
import { settings, translator } from "./settings";
import { sideBars } from "./side-bars";
import { strippedOutputs } from "./stripped-outputs";

export const pagePlugins = [
  addressedFile,
  currentWidget,
  settings,
  translator,
  markdownParser,
  renderers,
  strippedOutputs,
  restoredOutputs,
  goneServer,
  returnedServer,
  completion,
  help,
  parameters,
  commands,
  sideBars,
];
