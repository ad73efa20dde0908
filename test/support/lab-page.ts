/**
 * The workspace's page as a test drives it: by JupyterLab's commands and models.
 */
import { setTimeout as delay } from "node:timers/promises";

import type { Page, Request } from "playwright-core";

/** Milliseconds until what does not come counts as missing: minutes, for a busy machine. */
export const PATIENCE = 120_000;

/** The notebook in front. */
export const PANEL = "jupyterapp.shell.currentWidget";
export const KERNEL = `${PANEL}?.sessionContext?.session?.kernel`;
export const CONNECTED = `"jupyterapp" in window && ${KERNEL}?.connectionStatus === "connected"`;
export const IDLE = `${KERNEL}?.status === "idle"`;

export class LabPage {
  /** What the page has asked for and not been answered. */
  readonly #asked = new Set<Request>();

  constructor(readonly page: Page) {
    page.on("request", (request) => this.#asked.add(request));
    for (const event of ["requestfinished", "requestfailed"] as const)
      page.on(event as "requestfinished", (request) => this.#asked.delete(request));
  }

  /** Opens a notebook by an address with the token; resolves once its kernel is there. */
  async open(address: string, notebook: string): Promise<void> {
    await this.page.goto(address.replace(/\/lab\b[^?]*/, `/lab/tree/${notebook}`));
    await this.until(CONNECTED);
  }

  /** Waits for something of the page; the page's policy forbids the way in which playwright itself would. */
  async until(expression: string): Promise<void> {
    const late = Date.now() + PATIENCE;
    // A second tab goes on to a workspace of its own, meanwhile nothing can be asked.
    while (!(await this.page.evaluate(expression).catch(() => false))) {
      if (Date.now() > late) throw new Error(`never came true: ${expression}; the page shows: ${await this.text()}`);
      await delay(50);
    }
  }

  /** The beginning of what the page says, and what it may wait for: an answer, or a frame to be drawn. */
  async text(): Promise<string> {
    const said = (await this.page.locator("body").innerText()).slice(0, 500);
    const asked = [...this.#asked].map((request) => `${request.method()} ${request.url()}`);
    const drawn = this.page.evaluate(`new Promise((done) => requestAnimationFrame(() => done("drawn")))`);
    const frame = await Promise.race([drawn, delay(5000, "not drawn")]);
    return `${said}\n[a frame is ${frame}; waits for ${asked.join(", ") || "no answer"}]`;
  }

  /** Gives a command; resolves once it is done. */
  run(command: string): Promise<unknown> {
    return this.page.evaluate(`jupyterapp.commands.execute("${command}")`);
  }

  /** Gives a command that asks something first, or fails by a dialog. */
  begin(command: string): void {
    void this.run(command).catch(() => undefined);
  }

  source(cell: string): Promise<string> {
    return this.page.evaluate(`${widget(cell)}.model.sharedModel.getSource()`);
  }

  write(cell: string, text: string): Promise<void> {
    return this.page.evaluate(`${widget(cell)}.model.sharedModel.setSource(${JSON.stringify(text)})`);
  }

  /** Until a cell's outputs show a text. */
  async shows(cell: string, text: string): Promise<void> {
    await this.until(`${widget(cell)}.outputArea.node.innerText.includes(${JSON.stringify(text)})`);
  }

  /** While an earlier save still makes its checkpoint, the command does nothing: it is given again. */
  async save(): Promise<void> {
    const late = Date.now() + PATIENCE;
    do {
      if (Date.now() > late) throw new Error(`never saved; the page shows: ${await this.text()}`);
      await this.run("docmanager:save");
    } while (await this.page.evaluate(`${PANEL}.context.model.dirty`));
  }

  /** What the dialog in front says, once there is one. */
  async dialog(): Promise<string> {
    await this.until(`document.querySelector(".jp-Dialog") !== null`);
    return this.page.locator(".jp-Dialog").last().innerText();
  }

  /** Presses a dialog's button, and waits until the dialog has gone. */
  async answer(button: string): Promise<void> {
    await this.page.locator(".jp-Dialog button", { hasText: button }).last().click();
    await this.until(`document.querySelector(".jp-Dialog") === null`);
  }
}

/** The cell of the notebook in front that has an id. */
export function widget(cell: string): string {
  return `${PANEL}.content.widgets.find(({ model }) => model.id === "${cell}")`;
}
