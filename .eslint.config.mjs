import tseslint from "typescript-eslint";

export default tseslint.config({ ignores: ["**/*.js", "**/fixtures/**"] }, ...tseslint.configs.recommended, {
  languageOptions: { parserOptions: { project: ["./tsconfig.json", "./test/tsconfig.json"] } },
  rules: {
    "@typescript-eslint/no-floating-promises": "error",
    "@typescript-eslint/no-misused-promises": "error",
    "@typescript-eslint/switch-exhaustiveness-check": "error",
    "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
    // Explicit seeds only, so that every number in a report can be made again.
    "no-restricted-properties": [
      "error",
      { object: "Math", property: "random", message: "Use numeric/random with an explicit seed." },
    ],
    // Prettier lays code out; this holds what it leaves alone, comments and texts.
    "max-len": ["error", { code: 120, ignoreUrls: true, ignoreRegExpLiterals: true }],
    // What takes long to load is required where it is needed, typed by `typeof import`.
    "@typescript-eslint/no-require-imports": "off",
    eqeqeq: "error",
    "prefer-const": "error",
  },
});
