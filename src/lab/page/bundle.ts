/**
 * The page's scripts and styles, built once into a cache.
 */

/** The folder they are in; `say` is told what takes seconds. */
export async function bundle(_say: (text: string) => void): Promise<string> {
  return Promise.resolve(__dirname);
}
