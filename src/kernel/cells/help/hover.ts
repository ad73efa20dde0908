/**
 * What stands at the cursor, as text and as Markdown: its type and what its comment says, parameters, result and
 * errors apart; between the brackets of a call, the call's signatures.
 */
import type { Expression, JSDocTagInfo, Node, Program, SourceFile, SymbolDisplayPart, TypeChecker } from "typescript";

import type { MimeBundle } from "../../engine/engine";
import { readDocs } from "./late-docs";
import { ts } from "../language/typescript";

interface Told {
  /** As TypeScript writes it. */
  readonly signature: string;
  readonly text: string;
  readonly tags: readonly JSDocTagInfo[];
}

/** Of an overloaded function. */
const MOST_SIGNATURES = 5;

const token = { isCancellationRequested: () => false, throwIfCancellationRequested: () => undefined };

/** Undefined where nothing stands that could be told of. */
export function describeAt(program: Program, file: SourceFile, position: number): MimeBundle | undefined {
  // Front ends ask at the end of a name as often as inside it.
  const told = symbolAt(program, file, position) ?? symbolAt(program, file, position - 1);
  const all = told === undefined ? callAt(program, file, position) : [told];
  if (all.length === 0) return undefined;
  return {
    data: { "text/plain": all.map(plain).join("\n\n"), "text/markdown": all.map(markdown).join("\n\n---\n\n") },
    metadata: {},
  };
}

function symbolAt(program: Program, file: SourceFile, position: number): Told | undefined {
  if (position < 0) return undefined;
  const checker = program.getTypeChecker();
  readDocsOf(checker, ts.getTouchingPropertyName(file, position));
  const info = ts.getQuickInfoAtPosition(file, checker, token, position);
  if (info === undefined) return undefined;
  const { displayParts, documentation, tags } = info;
  const signature = textOf(displayParts);
  return signature === "" ? undefined : { signature, text: textOf(documentation), tags: tags ?? [] };
}

/** The signatures of the call whose brackets stand around a position, the one that is meant first. */
function callAt(program: Program, file: SourceFile, position: number): Told[] {
  const checker = program.getTypeChecker();
  for (let at = ts.findPrecedingToken(position, file); at !== undefined; at = at.parent as Node | undefined)
    if (ts.isCallExpression(at) || ts.isNewExpression(at)) readDocsOf(checker, nameOf(at.expression));
  const found = ts.SignatureHelp.getSignatureHelpItems(program, file, position, undefined, token);
  if (found === undefined) return [];
  const { items, selectedItemIndex, argumentIndex } = found;
  const order = [selectedItemIndex, ...items.keys()].filter((at, i, all) => all.indexOf(at) === i && at in items);
  return order.slice(0, MOST_SIGNATURES).map((at) => {
    const { prefixDisplayParts, suffixDisplayParts, separatorDisplayParts, parameters, documentation, tags } =
      items[at];
    const shown = parameters.map(({ displayParts }) => textOf(displayParts)).join(textOf(separatorDisplayParts));
    const now = parameters[Math.min(argumentIndex, parameters.length - 1)];
    const here = now === undefined ? "" : `now: ${textOf(now.displayParts)}`;
    return {
      signature: `${textOf(prefixDisplayParts)}${shown}${textOf(suffixDisplayParts)}`,
      text: [here, textOf(documentation)].filter((part) => part !== "").join("\n\n"),
      tags,
    };
  });
}

function readDocsOf(checker: TypeChecker, node: Node): void {
  const symbol = checker.getSymbolAtLocation(node);
  const isAlias = symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  readDocs([symbol, isAlias ? checker.getAliasedSymbol(symbol) : undefined]);
}

function nameOf(callee: Expression): Node {
  return ts.isPropertyAccessExpression(callee) ? callee.name : callee;
}

function plain({ signature, text, tags }: Told): string {
  const lines = tags.map(({ name, text: parts }) => {
    const said = textOf(parts);
    if (name === "param") return `@param ${said}`;
    return said.includes("\n") ? `@${name}\n${said}` : `@${name} ${said}`.trim();
  });
  return [signature, ...(text === "" ? [] : ["", text]), ...(lines.length === 0 ? [] : ["", ...lines])].join("\n");
}

function markdown({ signature, text, tags }: Told): string {
  const of = (name: string): string[] => tags.filter((tag) => tag.name === name).map((tag) => textOf(tag.text));
  const parameters = of("param").map((said) => {
    const [, name, rest] = /^(\S+)\s*(?:-\s*)?(.*)$/s.exec(said) ?? ["", said, ""];
    return `- \`${name}\`${rest === "" ? "" : `: ${rest}`}`;
  });
  const section = (title: string, name: string): string[] => of(name).map((said) => `**${title}** ${said}`);
  const known = ["param", "returns", "return", "throws", "example"];
  const others = tags.filter(({ name }) => !known.includes(name));
  return [
    `\`\`\`typescript\n${signature}\n\`\`\``,
    text,
    parameters.length === 0 ? "" : `**Parameters**\n\n${parameters.join("\n")}`,
    ...section("Returns", "returns"),
    ...section("Returns", "return"),
    ...section("Throws", "throws"),
    ...of("example").map(
      (said) => `**Example**\n\n${said.includes("```") ? said : `\`\`\`typescript\n${said}\n\`\`\``}`,
    ),
    ...others.map(({ name, text: parts }) => `*@${name}* ${textOf(parts)}`.trim()),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function textOf(parts: readonly SymbolDisplayPart[] = []): string {
  return parts.map(({ text }) => text).join("");
}
