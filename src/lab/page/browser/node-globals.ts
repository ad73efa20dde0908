/** What some packages take for granted that were written for Node as well. */
export const process = { env: {}, platform: "browser", cwd: (): string => "/" };
