/** The page's own settings, as a JSON schema each. */
import type { ISettingRegistry } from "@jupyterlab/settingregistry";

export const pageSchemas: { readonly id: string; readonly schema: ISettingRegistry.ISchema; readonly version: string }[] = [];
