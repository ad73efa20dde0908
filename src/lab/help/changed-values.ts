/**
 * What statements change: a variable, or the value that it shares with others. A function that is declared in the
 * notebook changes what it is given where its body does; what only has a type is not looked into.
 */
import type {
  AsExpression,
  ElementAccessExpression,
  Expression,
  Identifier,
  Node,
  NonNullExpression,
  ParenthesizedExpression,
  PropertyAccessExpression,
  SatisfiesExpression,
  SignatureDeclaration,
  SourceFile,
  Symbol as TsSymbol,
  TypeChecker,
} from "typescript";

import { ts } from "../../kernel/cells/language/typescript";

/** Functions that change their first argument. */
const CHANGING = /^(?:Object\.(?:assign|defineProperty|defineProperties|setPrototypeOf)|Reflect\.set)$/;
/** Methods of arrays, maps and sets that change what they are called on. */
const CHANGES = new Set("push pop shift unshift splice sort reverse fill copyWithin set add delete clear".split(" "));
/** Methods that give the function they are called with what they are called on, bit by bit. */
const EACH = new Set(["forEach", "map"]);
/** In the place of the number of a parameter. */
const THIS = -1;

export class ChangedValues {
  readonly #checker: TypeChecker;
  /** Names of the methods that the notebook declares: what any other belongs to need not be found out. */
  readonly #methods = new Set<string>();
  /** By function, the numbers of the parameters that it changes. */
  readonly #parameters = new Map<Node, ReadonlySet<number>>();

  constructor(checker: TypeChecker, source: SourceFile) {
    this.#checker = checker;
    const visit = (node: Node): void => {
      if (ts.isMethodDeclaration(node)) this.#methods.add(node.name.getText(source));
      ts.forEachChild(node, visit);
    };
    visit(source);
  }

  /** The variables that are given another value, or whose value is changed, where a name stands. */
  at(name: Identifier): TsSymbol[] {
    const symbol = this.symbolOf(name);
    if (symbol === undefined) return [];
    const change = changeAt(name);
    if (change === "itself") return [symbol];
    return change === "within" || this.#isChangedByCall(name) ? this.#sharing(symbol) : [];
  }

  symbolOf(name: Identifier): TsSymbol | undefined {
    return ts.isShorthandPropertyAssignment(name.parent)
      ? this.#checker.getShorthandAssignmentValueSymbol(name.parent)
      : this.#checker.getSymbolAtLocation(name);
  }

  /** A variable, and those that its value is a part of. */
  #sharing(symbol: TsSymbol): TsSymbol[] {
    const found = new Set<TsSymbol>([symbol]);
    // A set that is gone through goes on to what is added meanwhile.
    for (const one of found) {
      const origin = one.valueDeclaration && rootOf(originOf(one.valueDeclaration));
      const from = origin && this.symbolOf(origin);
      if (from !== undefined) found.add(from);
    }
    return [...found];
  }

  /** Whether a function of the notebook that is called with a value, or on it, changes it. */
  #isChangedByCall(name: Node): boolean {
    const at = outermost(name, (access) => ts.isCallExpression(access.parent) && access.parent.expression === access);
    const { parent } = at;
    if (ts.isPropertyAccessExpression(parent) && parent.expression === at) return this.#changes(parent.name, THIS);
    const given = ts.isShorthandPropertyAssignment(parent) || ts.isPropertyAssignment(parent) ? parent.parent : at;
    const call = given.parent;
    if (!ts.isCallExpression(call)) return false;
    const place = call.arguments.indexOf(given as Expression);
    const called = ts.isPropertyAccessExpression(call.expression) ? call.expression.name : call.expression;
    return place >= 0 && this.#changes(called, place) && (this.#checker.getTypeAtLocation(at).flags & PRIMITIVE) === 0;
  }

  #changes(called: Node, place: number): boolean {
    if (called.parent.kind === ts.SyntaxKind.PropertyAccessExpression && !this.#methods.has(called.getText()))
      return false;
    const declarations = this.#checker.getSymbolAtLocation(called)?.declarations ?? [];
    return declarations.some((declaration) => {
      const made = ts.isVariableDeclaration(declaration) ? declaration.initializer : declaration;
      if (made === undefined || !ts.isFunctionLike(made) || made.getSourceFile() !== called.getSourceFile())
        return false;
      const rest = made.parameters.findIndex(({ dotDotDotToken }) => dotDotDotToken !== undefined);
      return this.#changedBy(made).has(rest < 0 ? place : Math.min(place, rest));
    });
  }

  #changedBy(made: SignatureDeclaration): ReadonlySet<number> {
    const known = this.#parameters.get(made);
    if (known !== undefined) return known;
    const changed = new Set<number>();
    // One that calls itself does so with what is found until then.
    this.#parameters.set(made, changed);
    const visit = (node: Node): void => {
      if (node.kind === ts.SyntaxKind.ThisKeyword) {
        if (changeAt(node) === "within" || this.#isChangedByCall(node)) changed.add(THIS);
      } else if (ts.isIdentifier(node)) {
        if (changeAt(node) !== "itself") for (const symbol of this.at(node)) note(symbol);
      } else ts.forEachChild(node, visit);
    };
    const note = ({ valueDeclaration: declaration }: TsSymbol): void => {
      const parameter = declaration && ts.findAncestor(declaration, ts.isParameter);
      if (parameter?.parent === made) changed.add(made.parameters.indexOf(parameter));
    };
    const { body } = made as { body?: Node };
    if (body !== undefined) visit(body);
    return changed;
  }
}

const PRIMITIVE =
  ts.TypeFlags.NumberLike |
  ts.TypeFlags.StringLike |
  ts.TypeFlags.BooleanLike |
  ts.TypeFlags.BigIntLike |
  ts.TypeFlags.Null |
  ts.TypeFlags.Undefined;

/** What a variable is taken from: its initial value, that of its pattern, or what a loop goes through. */
function originOf(declaration: Node): Node | undefined {
  if (ts.isBindingElement(declaration)) return originOf(declaration.parent.parent);
  if (ts.isVariableDeclaration(declaration)) {
    const loop = declaration.parent.parent;
    return ts.isForOfStatement(loop) ? loop.expression : declaration.initializer;
  }
  if (!ts.isParameter(declaration) || declaration.parent.parameters[0] !== declaration) return undefined;
  const call = declaration.parent.parent;
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  return EACH.has(call.expression.name.text) ? call.expression.expression : undefined;
}

/** The name that an expression begins with, of which it is a part; undefined where it makes something else of it. */
function rootOf(expression: Node | undefined): Identifier | undefined {
  let at = expression;
  while (at !== undefined && (isAccess(at) || isOnlyAround(at))) at = at.expression;
  return at !== undefined && ts.isIdentifier(at) ? at : undefined;
}

/** How what stands here is changed: a variable itself, or something within its value. */
function changeAt(name: Node): "itself" | "within" | undefined {
  const at = outermost(name, isChangingCall);
  const { parent } = at;
  if (isAccess(parent) && parent.expression === at) return "within";
  if (ts.isCallExpression(parent) && parent.arguments[0] === at)
    return CHANGING.test(parent.expression.getText()) ? "within" : undefined;
  const isStepped =
    (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) &&
    [ts.SyntaxKind.PlusPlusToken, ts.SyntaxKind.MinusMinusToken].includes(parent.operator);
  if (!isStepped && !ts.isDeleteExpression(parent) && !isAssigned(at)) return undefined;
  return rootAccess(at, name) ? "within" : "itself";
}

/** What is read of a value, `model.alpha[0]` of `model`, up to an access at which this ends. */
function outermost(name: Node, ends: (access: Access) => boolean): Node {
  let at = name;
  for (;;) {
    const { parent } = at;
    if (isAccess(parent) && parent.expression === at ? ends(parent) : !isOnlyAround(parent)) return at;
    at = parent;
  }
}

/** Whether there is an access between a name and what is around it. */
function rootAccess(around: Node, name: Node): boolean {
  for (let at = around; at !== name; at = (at as Access).expression) if (isAccess(at)) return true;
  return false;
}

type Access = PropertyAccessExpression | ElementAccessExpression;

function isAccess(node: Node): node is Access {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
}

/** `list.push(...)`, and danfo's `frame.sortValues(..., { inplace: true })`. */
function isChangingCall(access: Access): boolean {
  const { parent } = access;
  if (!ts.isPropertyAccessExpression(access) || !ts.isCallExpression(parent) || parent.expression !== access)
    return false;
  return CHANGES.has(access.name.text) || parent.arguments.some((given) => /\binplace\b/.test(given.getText()));
}

/** Brackets and types, which change nothing of what they are around. */
function isOnlyAround(
  node: Node,
): node is ParenthesizedExpression | NonNullExpression | AsExpression | SatisfiesExpression {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node)
  );
}

/** Whether something is on the left of an assignment, by itself or in a pattern, or what a loop goes by. */
function isAssigned(target: Node): boolean {
  let at = target;
  for (;;) {
    const { parent } = at;
    if (ts.isBinaryExpression(parent) && parent.left === at) {
      const { kind } = parent.operatorToken;
      return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    }
    if ((ts.isForOfStatement(parent) || ts.isForInStatement(parent)) && parent.initializer === at) return true;
    const isPattern =
      ts.isArrayLiteralExpression(parent) ||
      ts.isObjectLiteralExpression(parent) ||
      ts.isSpreadElement(parent) ||
      ts.isSpreadAssignment(parent) ||
      ts.isShorthandPropertyAssignment(parent) ||
      (ts.isPropertyAssignment(parent) && parent.initializer === at);
    if (!isPattern) return false;
    at = parent;
  }
}
