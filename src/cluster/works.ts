/** The kinds of work that other machines do, by name. What is not here is not done, whoever asks for it. */
import { POINT_WORK } from "../sensitivity/model/point-task";
import { MONTE_CARLO_WORK } from "../sensitivity/monte-carlo/monte-carlo-task";
import { SWEEP_WORK } from "../sweep/sweep-task";
import type { WorkKind } from "../work/work";

/** Whatever its tasks are. */
export type AnyKind = WorkKind<never, never, unknown>;
export type Works = Readonly<Record<string, AnyKind>>;

export const WORKS: Works = { SWEEP_WORK, POINT_WORK, MONTE_CARLO_WORK };
