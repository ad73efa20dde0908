/**
 * Check, report and verify as commands of the page, each of which opens what it found beside the notebook.
 */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette, MainAreaWidget } from "@jupyterlab/apputils";
import { PageConfig, PathExt, URLExt } from "@jupyterlab/coreutils";
import { IMainMenu } from "@jupyterlab/mainmenu";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import { ServerConnection } from "@jupyterlab/services";
import { checkIcon, html5Icon, type LabIcon } from "@jupyterlab/ui-components";
import { Widget } from "@lumino/widgets";

import type { CommandNews } from "../command-routes";
import { isNarrow } from "./side-bars";

interface Command {
  readonly command: string;
  readonly label: string;
  readonly title: string;
  readonly icon: LabIcon;
}

const COMMANDS: readonly Command[] = [
  { command: "check", label: "Check Types", title: "Check", icon: checkIcon },
  { command: "run", label: "Run as Report", title: "Report", icon: html5Icon },
  { command: "verify", label: "Verify Report", title: "Verify", icon: checkIcon },
];

export const commands: JupyterFrontEndPlugin<void> = {
  id: "impactlab:commands",
  description: "Checks notebooks, runs them as reports and verifies these.",
  autoStart: true,
  requires: [INotebookTracker],
  optional: [IMainMenu, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    menu: IMainMenu | null,
    palette: ICommandPalette | null,
  ) => {
    for (const command of COMMANDS) {
      const id = `impactlab:${command.command}`;
      app.commands.addCommand(id, {
        label: command.label,
        isEnabled: () => tracker.currentWidget !== null,
        execute: () => tracker.currentWidget && give(app, tracker.currentWidget, command),
      });
      palette?.addItem({ command: id, category: "impactlab" });
    }
    menu?.runMenu.addGroup(
      COMMANDS.map(({ command }) => ({ command: `impactlab:${command}` })),
      0,
    );
  },
};

async function give({ shell }: JupyterFrontEnd, panel: NotebookPanel, given: Command): Promise<void> {
  const { context } = panel;
  const { command, title, icon } = given;
  if (context.model.dirty) await context.save();
  const shown = new CommandOutcome();
  const widget = new MainAreaWidget({ content: shown });
  const ofNotebook = `impactlab-outcome-${panel.id}-`;
  const before = [...shell.widgets("main")].filter(({ id }) => id.startsWith(ofNotebook));
  widget.id = `${ofNotebook}${command}`;
  widget.title.label = `${title}: ${PathExt.basename(context.path, ".ipynb")}`;
  widget.title.icon = icon;
  widget.title.closable = true;
  // Beside the notebook, among what its commands have found before; behind it where there is no room.
  const last = before.at(-1) ?? (isNarrow() ? panel : undefined);
  shell.add(widget, "main", last ? { mode: "tab-after", ref: last.id } : { mode: "split-right", ref: panel.id });
  before.find(({ id }) => id === widget.id)?.dispose();
  const gone = new AbortController();
  widget.disposed.connect(() => gone.abort());
  try {
    for await (const news of ask(context.path, command, gone.signal)) shown.take(news);
  } catch (error) {
    if (!gone.signal.aborted) shown.tell((error as Error).message);
  }
}

/** What a command says, then what it found: text, or the page it wrote. */
class CommandOutcome extends Widget {
  readonly #text = document.createElement("pre");

  constructor() {
    super();
    this.addClass("il-Outcome");
    this.node.append(this.#text);
    this.tell("It starts ...");
  }

  tell(text: string): void {
    this.#text.textContent = text;
  }

  take(news: CommandNews): void {
    if ("progress" in news) return this.tell(news.progress);
    if (news.report === null) return this.tell(news.output.trim() || `It ended with exit code ${news.exitCode}.`);
    const frame = document.createElement("iframe");
    frame.title = news.report;
    // Its figures are drawn by its own script, which reaches nothing of this page.
    frame.setAttribute("sandbox", "allow-scripts");
    frame.src = `${URLExt.join(PageConfig.getBaseUrl(), "files", URLExt.encodeParts(news.report))}?${Date.now()}`;
    this.node.replaceChildren(frame);
  }
}

async function* ask(path: string, command: string, signal: AbortSignal): AsyncIterable<CommandNews> {
  const address = URLExt.join(PageConfig.getBaseUrl(), "impactlab/command", URLExt.encodeParts(path));
  const body = JSON.stringify({ command });
  const init = { method: "POST", body, signal };
  const answer = await ServerConnection.makeRequest(address, init, ServerConnection.makeSettings());
  if (!answer.ok) throw await ServerConnection.ResponseError.create(answer);
  let rest = "";
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (let piece = await reader?.read(); piece?.done === false; piece = await reader?.read()) {
    const lines = (rest + piece.value).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line !== "") yield JSON.parse(line) as CommandNews;
  }
}
