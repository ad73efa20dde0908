/** The page's own settings, as a JSON schema each. */
import type { ISettingRegistry } from "@jupyterlab/settingregistry";

import { outputsSchema } from "./stripped-outputs";

export const pageSchemas: readonly {
  readonly id: string;
  readonly schema: ISettingRegistry.ISchema;
  readonly version: string;
}[] = [outputsSchema];
