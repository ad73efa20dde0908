import { expect, test } from "vitest";

import { findFrontEnd } from "../../../src/kernel/install/open-jupyter";

test("findFrontEnd(machine) prefers JupyterLab, then the order of the PATH, with Windows' extensions", () => {
  const find = (platform: NodeJS.Platform, PATH: string, files: string[]): string | undefined =>
    findFrontEnd({ platform, env: { PATH } }, (file) => files.includes(file));
  expect(find("linux", "/a:/b", ["/a/jupyter-notebook", "/b/jupyter-lab"])).toBe("/b/jupyter-lab");
  expect(find("linux", "/a::/b", ["/a/jupyter-notebook", "/b/jupyter-notebook"])).toBe("/a/jupyter-notebook");
  expect(find("win32", "C:\\p;D:\\q", ["D:\\q\\jupyter-lab.exe"])).toBe("D:\\q\\jupyter-lab.exe");
  expect(find("linux", "/a", [])).toBeUndefined();
});
