/**
 * What was asked of a file while it was renamed is asked again under its new name. JupyterLab asks for checkpoints and
 * the like beside what a user does, and would meet a file that is gone.
 */
import type { Contents } from "@jupyterlab/services";

interface Move {
  readonly from: string;
  readonly to: Promise<string>;
}

interface Question {
  readonly path: string;
  move?: Move;
}

type Ask = (path: string, ...rest: unknown[]) => Promise<unknown>;

/** Changes how a drive renames, and what it answers meanwhile. */
export function followRenames(contents: Pick<Contents.IDrive, "get" | "listCheckpoints" | "rename">): void {
  const questions = new Set<Question>();
  const moves = new Set<Move>();
  const rename = contents.rename.bind(contents);
  contents.rename = async (from, to) => {
    const renamed = rename(from, to);
    // Whoever renames is told of a failure below; what asks again is answered by it as well.
    const move: Move = { from, to: renamed.then(({ path }) => path) };
    move.to.catch(() => undefined);
    for (const question of questions) if (isMoved(question.path, move)) question.move = move;
    moves.add(move);
    return renamed.finally(() => moves.delete(move));
  };
  for (const name of ["get", "listCheckpoints"] as const) {
    const ask = contents[name].bind(contents) as Ask;
    const asked: Ask = async (path, ...rest) => {
      const question: Question = { path, move: [...moves].find((move) => isMoved(path, move)) };
      questions.add(question);
      const answer = ask(path, ...rest);
      await answer.catch(() => undefined);
      questions.delete(question);
      const now = await question.move?.to.catch(() => undefined);
      // What was found before it was renamed would name a file that is gone, too.
      return question.move === undefined || now === undefined
        ? answer
        : asked(now + path.slice(question.move.from.length), ...rest);
    };
    Object.assign(contents, { [name]: asked });
  }
}

function isMoved(path: string, { from }: Move): boolean {
  return path === from || path.startsWith(`${from}/`);
}
