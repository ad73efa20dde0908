/** The page's own settings, as a JSON schema each. */
import type { ISettingRegistry } from "@jupyterlab/settingregistry";

import { outputsSchema } from "./stripped-outputs";

export const pageSchemas: readonly {
  readonly id: string;
  readonly schema: ISettingRegistry.ISchema;
  readonly version: string;
}[] = [outputsSchema];

/** Where the page differs from what JupyterLab sets. */
export const pageDefaults: Readonly<Record<string, Readonly<Record<string, boolean | string | number>>>> = {
  // As the system has it, until one chooses. JupyterLab's own adaptive theme does not heed the first choice.
  "@jupyterlab/apputils-extension:themes": {
    theme: matchMedia("(prefers-color-scheme: dark)").matches ? "JupyterLab Dark" : "JupyterLab Light",
  },
  "@jupyterlab/completer-extension:manager": {
    autoCompletion: true,
    showDocumentationPanel: true,
    providerTimeout: 5000,
  },
  // There is one: a notebook that names none is not asked which.
  "@jupyterlab/notebook-extension:tracker": { autoStartDefaultKernel: true },
};

/** A schema with the page's own defaults. */
export function withPageDefaults(id: string, schema: ISettingRegistry.ISchema): ISettingRegistry.ISchema {
  const own = Object.entries(pageDefaults[id] ?? {}).map(([name, value]) => [
    name,
    { ...schema.properties?.[name], default: value },
  ]);
  return { ...schema, properties: { ...schema.properties, ...Object.fromEntries(own) } };
}
