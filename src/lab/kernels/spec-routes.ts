/**
 * `/api/kernelspecs`, and the files that stand beside a kernel's description.
 */
import { basename } from "node:path";

import { KERNEL_NAME, kernelSpec, specFiles } from "../../kernel/install/kernelspec";
import { file } from "../http/files";
import { HttpError, json, type Route } from "../http/route";

export function specRoutes(): readonly Route[] {
  const files = new Map(specFiles().map((path) => [basename(path), path]));
  const resources = Object.fromEntries(
    [...files.keys()].map((name) => [name.replace(/^(logo-[^.]*)\.\w+$/, "$1"), `/kernelspecs/${KERNEL_NAME}/${name}`]),
  );
  const spec = { name: KERNEL_NAME, spec: { ...kernelSpec(), env: {} }, resources };
  const known = (name: string): void => {
    if (name !== KERNEL_NAME) throw new HttpError(404, `There is no kernel ${name} here.`);
  };
  return [
    {
      method: "GET",
      path: "/api/kernelspecs",
      handle: () => json({ default: KERNEL_NAME, kernelspecs: { [KERNEL_NAME]: spec } }),
    },
    {
      method: "GET",
      path: "/api/kernelspecs/:name",
      handle: ({ params }) => {
        known(params.name);
        return json(spec);
      },
    },
    {
      method: "GET",
      path: "/kernelspecs/:name/:file",
      handle: (call) => {
        known(call.params.name);
        const path = files.get(call.params.file);
        if (path === undefined) throw new HttpError(404, `The kernel has no file ${call.params.file}.`);
        return file(path, call);
      },
    },
  ];
}
