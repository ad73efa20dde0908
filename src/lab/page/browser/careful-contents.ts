/**
 * Saves that overwrite nothing unseen. The page looks at a file before it saves and after it has; what another tab or
 * program writes between a look and a save would be lost without a word. Here a save is only taken over what was
 * looked at before it, and the look after it is at what was saved.
 */
import { Notification } from "@jupyterlab/apputils";
import { PathExt } from "@jupyterlab/coreutils";
import { Drive, RestContentProvider, ServerConnection, type Contents } from "@jupyterlab/services";

import { withPlainLines } from "./line-ends";

const ENDPOINT = "api/contents";
export const GONE = "The server does not answer. What is written here stays, and can be saved once the server is back.";

/** The page's files; the provider is asked for by its name, since without one a drive goes past it. */
export class CarefulDrive extends Drive {
  constructor(serverSettings: ServerConnection.ISettings) {
    super({ serverSettings, defaultContentProvider: new CarefulContents({ apiEndpoint: ENDPOINT, serverSettings }) });
  }

  override get(path: string, options?: Contents.IFetchOptions): Promise<Contents.IModel> {
    return super.get(path, { ...options, contentProviderId: "default" });
  }

  override save(
    path: string,
    options?: Contents.IContentProvisionOptions & Partial<Contents.IModel>,
  ): Promise<Contents.IModel> {
    return super.save(path, { ...options, contentProviderId: "default" });
  }
}

class CarefulContents extends RestContentProvider {
  readonly #options: ConstructorParameters<typeof RestContentProvider>[0];
  /** By path, the hash of what a save is to come over; empty where there was nothing. */
  readonly #seen = new Map<string, string>();
  readonly #saved = new Map<string, Contents.IModel>();
  /** Of whose line ends the page has told. */
  readonly #told = new Set<string>();
  /** What was there once. */
  readonly #known = new Set<string>();

  constructor(options: ConstructorParameters<typeof RestContentProvider>[0]) {
    super(options);
    this.#options = options;
  }

  override async get(path: string, options?: Contents.IFetchOptions): Promise<Contents.IModel> {
    const looks = options?.content === false && options.hash === true;
    const saved = looks ? this.#saved.get(path) : undefined;
    if (saved !== undefined) return saved;
    this.#seen.delete(path);
    try {
      const model = await super.get(path, options);
      this.#known.add(path);
      if (looks && model.hash) this.#seen.set(path, model.hash);
      const { model: plain, changed } = withPlainLines(model);
      if (changed && !this.#told.has(path)) {
        this.#told.add(path);
        const name = PathExt.basename(path);
        const text = `Lines of ${name} end in a carriage return. Where it is saved here, they do not.`;
        Notification.info(text, { autoClose: false });
      }
      return plain;
    } catch (error) {
      const { response } = error as { response?: Response };
      if (looks && response?.status === 404) this.#seen.set(path, "");
      throw looks && error instanceof ServerConnection.NetworkError ? new Error(GONE, { cause: error }) : error;
    }
  }

  override async save(path: string, options?: Partial<Contents.IModel>): Promise<Contents.IModel> {
    const seen = this.#seen.get(path);
    this.#seen.delete(path);
    const { serverSettings } = this.#options;
    const init = { ...serverSettings?.init, headers: { "If-Match": `"${seen}"` } };
    const settings = seen === undefined ? serverSettings : ServerConnection.makeSettings({ ...serverSettings, init });
    const model = await new RestContentProvider({ ...this.#options, serverSettings: settings }).save(path, options);
    this.#saved.set(path, model);
    if (seen === "" && this.#known.has(path)) {
      const text = `${PathExt.basename(path)} had been deleted or renamed meanwhile: it was written anew.`;
      Notification.warning(text, { autoClose: false });
    }
    // The look after a save comes at once.
    setTimeout(() => this.#saved.delete(path));
    return model;
  }
}
