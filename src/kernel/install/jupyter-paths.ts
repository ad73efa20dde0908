/**
 * Where Jupyter looks for kernels: its data folders, by platform and environment, as
 * https://docs.jupyter.org/en/latest/use/jupyter-directories.html gives them.
 */
import { posix, win32, type PlatformPath } from "node:path";

import { InputError, must } from "../../base/input-error";

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** At most one of these says where to install; none means the user's own folder. */
export interface Destination {
  readonly user?: boolean;
  readonly prefix?: string;
  readonly sysPrefix?: boolean;
}

/** The user's data folder. */
export function userDataFolder({ platform, home, env }: Machine): string {
  const { join } = pathOf(platform);
  if (env.JUPYTER_DATA_DIR) return env.JUPYTER_DATA_DIR;
  if (platform === "darwin") return join(home, "Library", "Jupyter");
  if (platform === "win32") return join(env.APPDATA ?? join(home, "AppData", "Roaming"), "jupyter");
  return join(env.XDG_DATA_HOME || join(home, ".local", "share"), "jupyter");
}

/** The data folder below an installation prefix. */
export function prefixDataFolder(prefix: string, { platform }: Pick<Machine, "platform">): string {
  return pathOf(platform).join(prefix, "share", "jupyter");
}

/** The data folder a destination means. */
export function dataFolder(destination: Destination, machine: Machine): string {
  const { user, prefix, sysPrefix } = destination;
  const given = [user && "--user", prefix !== undefined && "--prefix", sysPrefix && "--sys-prefix"].filter(Boolean);
  if (given.length > 1) {
    throw new InputError("destination", "must be one of --user, --prefix and --sys-prefix", given.join(" "));
  }
  must(prefix !== "", "--prefix", "must name a folder", prefix);
  if (prefix !== undefined) return prefixDataFolder(prefix, machine);
  if (sysPrefix !== true) return userDataFolder(machine);
  const active = activePrefix(machine);
  const rule = "needs an active virtual or conda environment (VIRTUAL_ENV, CONDA_PREFIX)";
  must(active !== undefined && active !== "", "--sys-prefix", rule, undefined);
  return prefixDataFolder(active, machine);
}

/** Every data folder Jupyter looks in, the first match wins. */
export function searchFolders(machine: Machine): string[] {
  const { platform, env } = machine;
  const { delimiter, join } = pathOf(platform);
  const active = activePrefix(machine);
  const system =
    platform === "win32"
      ? [join(env.PROGRAMDATA ?? "C:\\ProgramData", "jupyter")]
      : ["/usr/local/share/jupyter", "/usr/share/jupyter"];
  const folders = [
    ...(env.JUPYTER_PATH ?? "").split(delimiter).filter((folder) => folder !== ""),
    userDataFolder(machine),
    ...(active ? [prefixDataFolder(active, machine)] : []),
    ...system,
  ];
  return [...new Set(folders)];
}

/** Where the active virtual or conda environment is installed. */
function activePrefix({ env }: Machine): string | undefined {
  return env.VIRTUAL_ENV || env.CONDA_PREFIX;
}

export function pathOf(platform: NodeJS.Platform): PlatformPath {
  return platform === "win32" ? win32 : posix;
}
