/**
 * Help while typing, asked by the page: `POST /impactlab/help/<notebook>` with the cells as they stand in the editor.
 */
import { KINDS, type Kind } from "../help/help-thread";
import type { Place } from "../help/notebook-text";
import { HttpError, json, type Route } from "../http/route";
import type { LabServices } from "./lab-services";

interface Asked {
  readonly kind: Kind;
  readonly cells: { readonly id: string; readonly text: string }[];
  readonly parameters: string[];
  readonly place: Place;
}

/** Of all cells together, in bytes. */
const MOST = 4_000_000;

export function helpRoutes({ contents, help }: LabServices): readonly Route[] {
  return [
    {
      method: "POST",
      path: "/impactlab/help/*path",
      handle: async (call) => {
        const path = await contents.file(call.params.path);
        const { kind, cells, parameters, place } = await call.json<Asked>(MOST);
        if (kind === undefined || !KINDS.includes(kind))
          throw new HttpError(400, `kind must be one of ${KINDS.join(", ")}.`);
        if (!Array.isArray(cells) || !cells.every(isCell))
          throw new HttpError(400, "cells must be a list of { id, text }.");
        if (parameters !== undefined && !Array.isArray(parameters))
          throw new HttpError(400, "parameters must be a list of ids of cells.");
        if (
          kind !== "check" &&
          kind !== "outline" &&
          (typeof place?.cell !== "string" || !Number.isInteger(place.offset) || place.offset < 0)
        )
          throw new HttpError(400, "place must be { cell, offset }.");
        const answer = await help.ask(kind, { path, cells, parameters }, place);
        if (typeof answer === "object" && "path" in answer) return json(named(answer, contents));
        return json(answer ?? null);
      },
    },
  ];
}

function isCell(cell: unknown): boolean {
  const { id, text } = (cell ?? {}) as { id?: unknown; text?: unknown };
  return typeof id === "string" && typeof text === "string";
}

/** A definition by the name that the page knows its file by; null where it is in none that the page may have. */
function named(
  definition: { readonly path: string; readonly line: number; readonly column: number },
  contents: LabServices["contents"],
): object | null {
  const path = contents.nameOf(definition.path);
  return path.startsWith("..") ? null : { ...definition, path };
}
