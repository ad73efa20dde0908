/**
 * What is saved of a notebook: its text, without what running it left, unless the setting says otherwise. Outputs
 * belong to the reports that `impactlab run` writes; a notebook that was opened and run is as it was, and has nothing
 * to save.
 */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette } from "@jupyterlab/apputils";
import { IMainMenu } from "@jupyterlab/mainmenu";
import { INotebookTracker, type INotebookModel, type NotebookPanel } from "@jupyterlab/notebook";
import { ISettingRegistry } from "@jupyterlab/settingregistry";

const ID = "impactlab:outputs";
const COMMAND = "impactlab:save-outputs";

export const outputsSchema = {
  id: ID,
  version: "1",
  schema: {
    title: "Outputs",
    description: "What is saved of a notebook.",
    type: "object" as const,
    properties: {
      saveOutputs: {
        title: "Save outputs in notebooks",
        description: "Whether outputs and counters are saved; without them a notebook that was run has not changed.",
        type: "boolean" as const,
        default: false,
      },
    },
  },
};

interface Content {
  metadata: Record<string, unknown>;
  cells: { metadata: Record<string, unknown>; outputs?: unknown[]; execution_count?: number | null }[];
}

export const strippedOutputs: JupyterFrontEndPlugin<void> = {
  id: ID,
  description: "Saves notebooks without their outputs.",
  autoStart: true,
  requires: [INotebookTracker, ISettingRegistry],
  optional: [IMainMenu, ICommandPalette],
  activate: async (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    registry: ISettingRegistry,
    menu: IMainMenu | null,
    palette: ICommandPalette | null,
  ) => {
    const settings = registry.load(ID);
    let keepsNow = false;
    const keeps = (): boolean => keepsNow;
    // Before any notebook is open.
    tracker.widgetAdded.connect((_, panel) => void watch(panel, keeps));
    tracker.forEach((panel) => void watch(panel, keeps));
    app.commands.addCommand(COMMAND, {
      label: "Save Outputs in Notebooks",
      isToggled: keeps,
      execute: async () => (await settings).set("saveOutputs", !keeps()),
    });
    menu?.settingsMenu.addGroup([{ command: COMMAND }], 5);
    palette?.addItem({ command: COMMAND, category: "Notebook Operations" });
    const update = ({ composite }: ISettingRegistry.ISettings): void => {
      keepsNow = composite.saveOutputs === true;
      app.commands.notifyCommandChanged(COMMAND);
    };
    (await settings).changed.connect(update);
    update(await settings);
  },
};

async function watch({ context }: NotebookPanel, keeps: () => boolean): Promise<void> {
  await context.ready;
  const model = context.model;
  const whole = model.toJSON.bind(model) as () => unknown;
  // What the file says of its language stays, where the kernel would only say it in more words.
  const { kernelspec, language_info } = structuredClone((whole() as Content).metadata);
  // JupyterLab puts a language without a name where the file says none, and calls that a change.
  const isOwn = (language_info as { name?: unknown } | undefined)?.name !== "";
  const kept = { ...(kernelspec === undefined ? {} : { kernelspec }), ...(isOwn ? { language_info } : {}) };
  Object.assign(model, { toJSON: () => stripped(whole() as Content, kept, keeps()) });
  model.dirty = false;
  let saved = textOf(model);
  context.saveState.connect((_, state) => {
    if (state === "completed") saved = textOf(model);
  });
  model.stateChanged.connect((_, { name, newValue }) => {
    if (name === "dirty" && newValue === true && !keeps() && textOf(model) === saved) model.dirty = false;
  });
  // Read again from the disk.
  context.fileChanged.connect(() => {
    if (!model.dirty) saved = textOf(model);
  });
}

/** A notebook without trust, which is no part of a file, and without outputs where these are not kept. */
export function stripped({ metadata, ...notebook }: Content, language: object, keeps: boolean): Content {
  const cells = notebook.cells.map(({ metadata: { trusted, execution, ...rest }, ...cell }) => {
    void trusted;
    if (keeps) return { ...cell, metadata: execution === undefined ? rest : { ...rest, execution } };
    return "outputs" in cell
      ? { ...cell, metadata: rest, outputs: [], execution_count: null }
      : { ...cell, metadata: rest };
  });
  const { language_info, ...own } = metadata;
  void language_info;
  return { ...notebook, metadata: { ...own, ...language }, cells };
}

/** What a researcher writes of a notebook; cheap, since it is asked after every output. */
function textOf(model: INotebookModel): string {
  return JSON.stringify(
    [...model.cells].map((cell) => {
      const { trusted, execution, ...metadata } = cell.metadata as Record<string, unknown>;
      void [trusted, execution];
      const attachments =
        "attachments" in cell ? (cell as { attachments: { toJSON(): unknown } }).attachments.toJSON() : 0;
      return [cell.id, cell.type, cell.sharedModel.getSource(), metadata, attachments];
    }),
  );
}
