import { expect, test } from "vitest";

import { InputError } from "../../../src/base/input-error";
import { dataFolder, searchFolders, userDataFolder, type Machine } from "../../../src/kernel/install/jupyter-paths";

const linux: Machine = { platform: "linux", home: "/home/q", env: {} };
const mac: Machine = { platform: "darwin", home: "/Users/q", env: {} };
const windows: Machine = {
  platform: "win32",
  home: "C:\\Users\\q",
  env: { APPDATA: "C:\\Users\\q\\AppData\\Roaming", PROGRAMDATA: "D:\\All" },
};

test.each([
  [linux, "/home/q/.local/share/jupyter"],
  [{ ...linux, env: { XDG_DATA_HOME: "/xdg" } }, "/xdg/jupyter"],
  [mac, "/Users/q/Library/Jupyter"],
  [windows, "C:\\Users\\q\\AppData\\Roaming\\jupyter"],
  [{ ...windows, env: {} }, "C:\\Users\\q\\AppData\\Roaming\\jupyter"],
  [{ ...linux, env: { JUPYTER_DATA_DIR: "/jdd", XDG_DATA_HOME: "/xdg" } }, "/jdd"],
  [{ ...mac, env: { JUPYTER_DATA_DIR: "/jdd" } }, "/jdd"],
])("userDataFolder(%o) is %s, as Jupyter's documentation says", (machine, folder) => {
  expect(userDataFolder(machine)).toBe(folder);
});

test("dataFolder(destination) follows --user, --prefix and --sys-prefix", () => {
  expect(dataFolder({}, linux)).toBe("/home/q/.local/share/jupyter");
  expect(dataFolder({ user: true }, mac)).toBe("/Users/q/Library/Jupyter");
  expect(dataFolder({ prefix: "/opt" }, linux)).toBe("/opt/share/jupyter");
  expect(dataFolder({ prefix: "D:\\opt" }, windows)).toBe("D:\\opt\\share\\jupyter");
  expect(dataFolder({ sysPrefix: true }, { ...linux, env: { VIRTUAL_ENV: "/venv" } })).toBe("/venv/share/jupyter");
  expect(dataFolder({ sysPrefix: true }, { ...windows, env: { CONDA_PREFIX: "C:\\conda" } })).toBe(
    "C:\\conda\\share\\jupyter",
  );
});

test("dataFolder(destination) throws on two destinations, an empty prefix, and no environment", () => {
  expect(() => dataFolder({ user: true, prefix: "/x" }, linux)).toThrow(InputError);
  expect(() => dataFolder({ prefix: "" }, linux)).toThrow("--prefix must name a folder");
  expect(() => dataFolder({ sysPrefix: true }, linux)).toThrow(
    "--sys-prefix needs an active virtual or conda environment",
  );
});

test("without a home only a folder that is named is taken", () => {
  const homeless = { ...linux, home: undefined };
  expect(() => dataFolder({}, homeless)).toThrow("HOME must be set, or a folder named by --prefix, got undefined");
  expect(dataFolder({ prefix: "/opt" }, homeless)).toBe("/opt/share/jupyter");
  expect(userDataFolder({ ...homeless, env: { XDG_DATA_HOME: "/xdg" } })).toBe("/xdg/jupyter");
  expect(searchFolders(homeless)).toEqual(["/usr/local/share/jupyter", "/usr/share/jupyter"]);
});

test("searchFolders(machine) is Jupyter's search path, JUPYTER_PATH first, each once", () => {
  expect(searchFolders({ ...linux, env: { JUPYTER_PATH: "/a:/b", VIRTUAL_ENV: "/usr" } })).toEqual([
    "/a",
    "/b",
    "/home/q/.local/share/jupyter",
    "/usr/share/jupyter",
    "/usr/local/share/jupyter",
  ]);
  expect(searchFolders(windows)).toEqual(["C:\\Users\\q\\AppData\\Roaming\\jupyter", "D:\\All\\jupyter"]);
});
