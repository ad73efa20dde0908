// Stands in for @tslab/typescript-for-tslab, a fork of TypeScript 5.0 that tslab compiles cells with: the
// project's own TypeScript, and what the fork gives out beside it. The fork's option to report an `await`
// at the top of a file is not here: the kernel finds these itself (../cells/language/top-level-await.ts).
const ts = require("typescript");

module.exports = {
  ...ts,
  getNullTransformationContext: () => ts.nullTransformationContext,
  getDefaultTypeRoots,
  getPreEmitDiagnosticsOfFiles,
  getQuickInfoAtPosition,
  Completions: {
    ...ts.Completions,
    getCompletionsAtPositionForTslab: (...args) => ts.Completions.getCompletionsAtPosition(...args, undefined),
  },
};

/** Every `node_modules/@types` from a folder upwards. */
function getDefaultTypeRoots(folder, { directoryExists }) {
  const roots = [];
  ts.forEachAncestorDirectory(ts.normalizePath(folder), (at) => {
    const root = ts.combinePaths(at, "node_modules/@types");
    if (directoryExists(root)) roots.push(root);
    return undefined;
  });
  return roots;
}

/** `getPreEmitDiagnostics` of several files: what belongs to none of them is told once. */
function getPreEmitDiagnosticsOfFiles(program, files, token) {
  const declared = ts.getEmitDeclarations(program.getCompilerOptions());
  return ts.sortAndDeduplicateDiagnostics([
    ...program.getConfigFileParsingDiagnostics(),
    ...program.getOptionsDiagnostics(token),
    ...program.getGlobalDiagnostics(token),
    ...files.flatMap((file) => [
      ...program.getSyntacticDiagnostics(file, token),
      ...program.getSemanticDiagnostics(file, token),
      ...(declared ? program.getDeclarationDiagnostics(file, token) : []),
    ]),
  ]);
}

/** The language service's own `getQuickInfoAtPosition`, on a program that is there already. */
function getQuickInfoAtPosition(file, checker, token, position) {
  const touched = ts.getTouchingPropertyName(file, position);
  if (touched === file) return undefined;
  const node = describedNode(touched);
  const container = ts.getContainerNode(node);
  const symbol = checker.getSymbolAtLocation(node);
  const textSpan = ts.createTextSpanFromNode(node, file);
  if (symbol === undefined || checker.isUnknownSymbol(symbol)) {
    if (!hasType(node)) return undefined;
    const type = checker.getTypeAtLocation(node);
    return {
      kind: ts.ScriptElementKind.unknown,
      kindModifiers: ts.ScriptElementKindModifier.none,
      textSpan,
      displayParts: checker.runWithCancellationToken(token, (own) => ts.typeToDisplayParts(own, type, container)),
      documentation: type.symbol?.getDocumentationComment(checker),
      tags: type.symbol?.getJsDocTags(checker),
    };
  }
  const { symbolKind, displayParts, documentation, tags } = checker.runWithCancellationToken(token, (own) =>
    ts.SymbolDisplay.getSymbolDisplayPartsDocumentationAndSymbolKind(own, symbol, file, container, node),
  );
  const kindModifiers = ts.SymbolDisplay.getSymbolModifiers(checker, symbol);
  return { kind: symbolKind, kindModifiers, textSpan, displayParts, documentation, tags };
}

function describedNode(node) {
  const { parent } = node;
  if (ts.isNewExpression(parent) && node.pos === parent.pos) return parent.expression;
  const whole =
    (ts.isNamedTupleMember(parent) && node.pos === parent.pos) ||
    (ts.isImportMeta(parent) && parent.name === node) ||
    ts.isJsxNamespacedName(parent);
  return whole ? parent : node;
}

function hasType(node) {
  if (ts.isIdentifier(node)) return !ts.isLabelName(node) && !ts.isTagName(node);
  const { PropertyAccessExpression, QualifiedName, ThisKeyword, ThisType, SuperKeyword, NamedTupleMember } =
    ts.SyntaxKind;
  return (
    [PropertyAccessExpression, QualifiedName, ThisKeyword, ThisType, SuperKeyword, NamedTupleMember].includes(
      node.kind,
    ) || ts.isImportMeta(node)
  );
}
