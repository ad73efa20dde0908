/**
 * Settings, all fetched at once: their schemas stand in the bundle, what the researcher changed on the server.
 */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { PageConfig, URLExt } from "@jupyterlab/coreutils";
import { ServerConnection } from "@jupyterlab/services";
import { ISettingRegistry, SettingRegistry } from "@jupyterlab/settingregistry";
import { ITranslator, nullTranslator } from "@jupyterlab/translation";

import { InterpretedSchemas } from "./schema-validator";
import { pageSchemas } from "./page-settings";

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
        { ...plugin, raw: user[plugin.id] ?? "{}", data: { composite: {}, user: {} } },
      ]),
    );
    return new SettingRegistry({
      validator: new InterpretedSchemas(),
      // How long settings wait for the plugin that completes them, which on a busy machine takes its time.
      timeout: 60_000,
      plugins: [...plugins.values()].filter(({ id }) => app.hasPlugin(id)),
      connector: {
        fetch: (id) => Promise.resolve(plugins.get(id)),
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
  },
};

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
