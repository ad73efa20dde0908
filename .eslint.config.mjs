import tseslint from "typescript-eslint";

/** Whose last digits differ from one Node or browser to the next: `numeric/elementary` has those that do not. */
const UNSTEADY =
  "exp expm1 log log1p log2 log10 pow sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh cbrt hypot";

const SAME_BITS = {
  "no-restricted-properties": [
    "error",
    { object: "Math", property: "random", message: "Use numeric/random with an explicit seed." },
    ...UNSTEADY.split(" ").map((property) => ({
      object: "Math",
      property,
      message: "Its bits differ between machines: use numeric/elementary's.",
    })),
    { property: "toLocaleString", message: "It asks the machine's locale data: use base/readable." },
  ],
  "no-restricted-syntax": [
    "error",
    {
      selector: ":matches(BinaryExpression[operator='**'], AssignmentExpression[operator='**='])",
      message: "Its bits differ between machines: use pow of numeric/elementary, or a literal.",
    },
  ],
  "no-restricted-globals": ["error", { name: "Intl", message: "It asks the machine's locale data." }],
};

/** The code cells of a notebook, a text each. */
const cells = {
  meta: { name: "notebook-cells" },
  preprocess: (text) =>
    JSON.parse(text)
      .cells.filter(({ cell_type }) => cell_type === "code")
      .map(({ source }, k) => ({ text: [source].flat().join(""), filename: `${k}.ts` })),
  postprocess: (messages) => messages.flat(),
};

export default tseslint.config(
  { ignores: ["**/*.js", "**/fixtures/**", "**/*.as.ts"] },
  {
    files: ["src/**/*.ts", "test/**/*.ts"],
    extends: [...tseslint.configs.recommended],
    languageOptions: { parserOptions: { project: ["./tsconfig.json", "./test/tsconfig.json"] } },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      // Explicit seeds only, so that every number in a report can be made again.
      "no-restricted-properties": SAME_BITS["no-restricted-properties"].slice(0, 2),
      // Prettier lays code out; this holds what it leaves alone, comments and texts.
      "max-len": ["error", { code: 120, ignoreUrls: true, ignoreRegExpLiterals: true }],
      // What takes long to load is required where it is needed, typed by `typeof import`.
      "@typescript-eslint/no-require-imports": "off",
      eqeqeq: "error",
      "prefer-const": "error",
    },
  },
  { files: ["src/**/*.ts"], rules: SAME_BITS },
  { files: ["notebooks/*.ipynb"], processor: cells },
  { files: ["notebooks/*.ipynb/*.ts"], languageOptions: { parser: tseslint.parser }, rules: SAME_BITS },
);
