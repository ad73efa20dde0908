/**
 * Where Jupyter looks for kernels: its data folders, by platform and environment, as
 * https://docs.jupyter.org/en/latest/use/jupyter-directories.html gives them.
 */
import { homedir } from "node:os";
import { posix, win32, type PlatformPath } from "node:path";

import { InputError, must } from "../../base/input-error";

export interface Machine {
  readonly platform: NodeJS.Platform;
  /** Undefined where the system knows of none, as for the made-up user of a container. */
  readonly home: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** At most one of these says where to install; none means the user's own folder. */
export interface Destination {
  readonly user?: boolean;
  readonly prefix?: string;
  readonly sysPrefix?: boolean;
}

/** The machine this runs on. */
export function thisMachine(): Machine {
  const home = (): string | undefined => {
    try {
      return homedir();
    } catch {
      return undefined;
    }
  };
  return { platform: process.platform, home: home(), env: process.env };
}

/** The user's data folder; undefined for one who has no home and names none. */
export function userDataFolder({ platform, home, env }: Machine): string | undefined {
  const { join } = pathOf(platform);
  const below = (...path: string[]): string | undefined => (home === undefined ? undefined : join(home, ...path));
  if (env.JUPYTER_DATA_DIR) return env.JUPYTER_DATA_DIR;
  if (platform === "darwin") return below("Library", "Jupyter");
  const data = platform === "win32" ? env.APPDATA : env.XDG_DATA_HOME;
  if (data) return join(data, "jupyter");
  return platform === "win32" ? below("AppData", "Roaming", "jupyter") : below(".local", "share", "jupyter");
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
  if (sysPrefix !== true) {
    const folder = userDataFolder(machine);
    must(folder !== undefined, "HOME", "must be set, or a folder named by --prefix", undefined);
    return folder;
  }
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
    ...[userDataFolder(machine)].filter((folder): folder is string => folder !== undefined),
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
