/**
 * Settings, all fetched at once: their schemas stand in the bundle, what the researcher changed on the server.
 */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { PageConfig, URLExt } from "@jupyterlab/coreutils";
import { ServerConnection } from "@jupyterlab/services";
import { ISettingRegistry, SettingRegistry } from "@jupyterlab/settingregistry";
import { ITranslator, nullTranslator } from "@jupyterlab/translation";

import { InterpretedSchemas } from "./schema-validator";
import { pageSchemas, withPageDefaults } from "./page-settings";

interface Stored {
  readonly id: string;
  readonly raw: string;
  readonly schema: ISettingRegistry.ISchema;
  readonly version: string;
}

export const settings: JupyterFrontEndPlugin<ISettingRegistry> = {
  id: "impactlab:settings",
  description: "Keeps settings on the server.",
  autoStart: true,
  provides: ISettingRegistry,
  activate: async (app: JupyterFrontEnd) => {
    const connection = ServerConnection.makeSettings();
    const address = URLExt.join(PageConfig.getBaseUrl(), "lab/api/settings");
    const [schemas, user] = await Promise.all([
      readJson<Omit<Stored, "raw">[]>(URLExt.join(PageConfig.getBaseUrl(), "lab/static/schemas.json"), connection),
      readJson<Record<string, string>>(address, connection),
    ]);
    const plugins = new Map<string, ISettingRegistry.IPlugin>(
      [...schemas, ...pageSchemas].map((plugin) => [
        plugin.id,
        {
          ...plugin,
          schema: withPageDefaults(plugin.id, plugin.schema),
          raw: user[plugin.id] ?? "{}",
          data: { composite: {}, user: {} },
        },
      ]),
    );
    const completed = new Completed();
    const registry = new SettingRegistry({
      validator: new InterpretedSchemas(),
      plugins: [...plugins.values()].filter(({ id }) => app.hasPlugin(id)),
      connector: {
        fetch: async (id) => {
          const plugin = plugins.get(id);
          if (plugin?.schema["jupyter.lab.transform"] === true) await completed.by(id);
          return plugin;
        },
        list: () => Promise.resolve({ ids: [...plugins.keys()], values: [...plugins.values()] }),
        save: async (id, raw) => {
          const plugin = plugins.get(id);
          if (plugin !== undefined) plugin.raw = raw;
          const path = URLExt.join(address, encodeURIComponent(id));
          const answer = await ServerConnection.makeRequest(path, { method: "PUT", body: raw }, connection);
          if (!answer.ok) throw await ServerConnection.ResponseError.create(answer);
        },
        remove: () => Promise.reject(new Error("settings stay")),
      },
    });
    const transform = registry.transform.bind(registry);
    registry.transform = (id, transforms) => {
      completed.add(id);
      return transform(id, transforms);
    };
    return registry;
  },
};

/** Settings that a plugin completes, a menu or a tool bar, wait for it: asked for before, they would be refused. */
class Completed {
  readonly #promises = new Map<string, { promise: Promise<void>; resolve: () => void }>();

  by(id: string): Promise<void> {
    return this.#of(id).promise;
  }

  add(id: string): void {
    // When what completes it is known.
    queueMicrotask(this.#of(id).resolve);
  }

  #of(id: string): { promise: Promise<void>; resolve: () => void } {
    let known = this.#promises.get(id);
    if (known === undefined) {
      let resolve = (): void => undefined;
      const promise = new Promise<void>((done) => (resolve = done));
      known = { promise, resolve };
      this.#promises.set(id, known);
    }
    return known;
  }
}

/** The page speaks English alone. */
export const translator: JupyterFrontEndPlugin<ITranslator> = {
  id: "impactlab:translator",
  description: "English.",
  autoStart: true,
  provides: ITranslator,
  activate: () => nullTranslator,
};

async function readJson<T>(address: string, connection: ServerConnection.ISettings): Promise<T> {
  const answer = await ServerConnection.makeRequest(address, {}, connection);
  if (!answer.ok) throw await ServerConnection.ResponseError.create(answer);
  return (await answer.json()) as T;
}
