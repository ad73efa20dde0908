/**
 * One home for every variable of a notebook: what a cell declares at its top is a property of one
 * object, whoever reads or writes it, in this cell or another: closures, `++`, destructuring, loops.
 * A cell that is an ES module already,
 *
 *     let S = 100; function cost() { return S * 0.5; } export { S, cost };
 *
 * becomes, on its way to CommonJS,
 *
 *     __cells.cost = cost; let S = 100; __cells.S = S; function cost() { return __cells.S * 0.5; }
 *
 * Declarations stay where they are, since they give functions and classes their names. What a name
 * means is asked of the compiler, so that shadowing is right. `home.ts` is the other half.
 */
import type {
  BindingElement,
  BindingName,
  ClassDeclaration,
  Expression,
  Identifier,
  Node,
  SourceFile,
  Statement,
  TransformationContext,
  TransformerFactory,
  TryStatement,
  VariableDeclaration,
  VariableDeclarationList,
  VariableStatement,
} from "typescript";

import { exportedNames } from "./cell-file";
import { boundNames, importedNames, nestedVariables } from "./declaration-text";
import { ts } from "./typescript";

export interface CellNames {
  /** What earlier cells declared. */
  readonly earlier: ReadonlySet<string>;
  /** Enums and namespaces of this cell: they begin anew, where the JavaScript would add to what has the name. */
  readonly fresh: ReadonlySet<string>;
  /** Whether the cell ends with an expression, which is its result. */
  readonly showsLast: boolean;
  /** Takes what this cell declares. */
  readonly onDeclared: (names: ReadonlySet<string>) => void;
}

/** What the compiler knows of names; not part of its public types. */
interface EmitResolver {
  getReferencedImportDeclaration(name: Identifier): Node | undefined;
  getReferencedValueDeclaration(name: Identifier): Node | undefined;
}

/** The object that holds the variables, and the record of the cell that runs, as its code names them. */
const HOME = "__cells";
const CELL = "__cell";
/** Names that Node gives a file, and a cell has beside `import.meta`. */
const META: Readonly<Record<string, string>> = { __dirname: "dirname", __filename: "filename" };

export function oneHome(names: CellNames): TransformerFactory<SourceFile> {
  return (context) => (file) => new HomeWriter(context, file, names).write();
}

class HomeWriter {
  readonly #context: TransformationContext;
  readonly #factory: TransformationContext["factory"];
  readonly #resolver: EmitResolver;
  readonly #file: SourceFile;
  readonly #names: CellNames;
  /** What this cell declares: tslab exports all of it. */
  readonly #own: ReadonlySet<string>;
  /** Whether it has a `using` at its top: then all it does stands in one `try`. */
  readonly #disposes: boolean;
  readonly #homeName: string;
  readonly #cellName: string;

  constructor(context: TransformationContext, file: SourceFile, names: CellNames) {
    this.#context = context;
    this.#factory = context.factory;
    this.#resolver = (context as unknown as { getEmitResolver(): EmitResolver }).getEmitResolver();
    this.#file = file;
    this.#names = names;
    this.#own = exportedNames(file);
    names.onDeclared(this.#own);
    this.#disposes = file.statements.some(disposes);
    this.#homeName = unused(HOME, file.text);
    this.#cellName = unused(CELL, file.text);
  }

  write(): SourceFile {
    const { statements } = this.#file;
    const functions = statements.filter(ts.isFunctionDeclaration).flatMap(({ name }) => this.#set(name));
    const written = [...this.#preamble(), ...functions, ...statements.flatMap((statement) => this.#top(statement))];
    const factory = this.#factory;
    return factory.updateSourceFile(this.#file, ts.setTextRange(factory.createNodeArray(written), statements));
  }

  #preamble(): Statement[] {
    const factory = this.#factory;
    const named = { [this.#homeName]: "exports", [this.#cellName]: "__tslab__.cell" };
    const constants = Object.entries(named).map(([name, value]) =>
      factory.createVariableDeclaration(name, undefined, undefined, factory.createIdentifier(value)),
    );
    return [
      factory.createVariableStatement(undefined, factory.createVariableDeclarationList(constants, ts.NodeFlags.Const)),
    ];
  }

  #top(statement: Statement): Statement[] {
    const factory = this.#factory;
    if (ts.isExportDeclaration(statement)) {
      const { moduleSpecifier, attributes } = statement;
      if (moduleSpecifier === undefined) return [];
      return [factory.createImportDeclaration(undefined, undefined, moduleSpecifier, attributes)];
    }
    if (ts.isExportAssignment(statement))
      return [factory.createExpressionStatement(this.#visited(statement.expression))];
    if (ts.isImportDeclaration(statement))
      return [statement, ...importedNames(statement).map((name) => this.#bind(name))];
    if (ts.isVariableStatement(statement)) return this.#variables(statement);
    if (ts.isClassDeclaration(statement)) return [this.#visited(statement), ...this.#set(statement.name)];
    if (ts.isTryStatement(statement) && disposes(statement)) return [this.#disposing(statement)];
    return [...this.#mark(nestedVariables(statement)), this.#visited(statement)];
  }

  /** One statement a variable, each followed by its store: `let a = 1, b = a` reads the home's `a`. */
  #variables(statement: VariableStatement): Statement[] {
    const factory = this.#factory;
    const { declarationList: list, modifiers } = statement;
    // Only tslab exports a variable where it is declared: the value of the last expression.
    if (modifiers !== undefined) return [this.#last(list.declarations[0].initializer as Expression)];
    return list.declarations.flatMap((declaration, i) => {
      const single = factory.createVariableDeclarationList([this.#visited(declaration)], list.flags);
      const alone = factory.createVariableStatement(undefined, single);
      const placed = i === 0 ? ts.setTextRange(alone, statement) : alone;
      const names = boundNames(declaration.name);
      if (declaration.initializer !== undefined || isLet(list)) return [placed, ...this.#set(...names)];
      if (names.some(({ text }) => this.#names.fresh.has(text))) return [placed, ...this.#set(...names)];
      return [placed, ...(this.#disposes ? [] : this.#mark(names))];
    });
  }

  /** What TypeScript makes of a cell with `using` at its top: variables are declared above and set in here. */
  #disposing(statement: TryStatement): Statement {
    const { statements } = statement.tryBlock;
    const within = statements.flatMap((inner, i) => {
      if (!ts.isExpressionStatement(inner)) return [this.#visited(inner)];
      const { expression } = inner;
      if (i === statements.length - 1 && this.#names.showsLast) return [this.#last(expression)];
      const sets = ts.isBinaryExpression(expression) && ts.isIdentifier(expression.left) ? [expression.left] : [];
      return [this.#visited(inner), ...this.#mark(sets)];
    });
    const factory = this.#factory;
    const block = ts.setTextRange(factory.createBlock(within, true), statement.tryBlock);
    return factory.updateTryStatement(statement, block, statement.catchClause, statement.finallyBlock);
  }

  #last(expression: Expression): Statement {
    const factory = this.#factory;
    const value = this.#visited(expression);
    if (!this.#names.showsLast) return factory.createExpressionStatement(value);
    const place = factory.createPropertyAccessExpression(factory.createIdentifier(this.#cellName), "value");
    return ts.setTextRange(factory.createExpressionStatement(factory.createAssignment(place, value)), expression);
  }

  #visited<T extends Node>(node: T): T {
    return ts.visitNode(node, this.#visit) as T;
  }

  readonly #visit = (node: Node): Node | undefined => {
    const factory = this.#factory;
    if (ts.isIdentifier(node)) return this.#reference(node) ?? node;
    if (ts.isShorthandPropertyAssignment(node)) {
      const place = this.#reference(node.name);
      const { objectAssignmentInitializer: initial } = node;
      if (place !== undefined)
        return factory.createPropertyAssignment(node.name.text, this.#withDefault(place, initial));
    } else if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const called = this.#called(node.expression);
      const { questionDotToken, arguments: args } = node;
      if (called !== undefined) {
        const given = args.map((argument) => this.#visited(argument));
        return ts.isCallChain(node)
          ? factory.updateCallChain(node, called, questionDotToken, undefined, given)
          : factory.updateCallExpression(node, called, undefined, given);
      }
    } else if (ts.isTaggedTemplateExpression(node) && ts.isIdentifier(node.tag)) {
      const tag = this.#called(node.tag);
      if (tag !== undefined)
        return factory.updateTaggedTemplateExpression(node, tag, undefined, this.#visited(node.template));
    } else if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) {
      return this.#meta(node);
    } else if (ts.isVariableStatement(node) && this.#isNested(node.declarationList)) {
      const assigned = this.#assignments(node.declarationList);
      return ts.setTextRange(
        assigned === undefined ? factory.createEmptyStatement() : factory.createExpressionStatement(assigned),
        node,
      );
    } else if (ts.isVariableDeclarationList(node) && this.#isNested(node)) {
      const each = ts.isForInStatement(node.parent) || ts.isForOfStatement(node.parent);
      return each ? this.#target(node.declarations[0].name) : this.#assignments(node);
    }
    return ts.visitEachChild(node, this.#visit, this.#context);
  };

  /** `var i = 0, n = 3` of a loop or a block as assignments; undefined where it sets nothing. */
  #assignments(list: VariableDeclarationList): Expression | undefined {
    const set = list.declarations.filter(({ initializer }) => initializer !== undefined);
    const assigned = set.map(({ name, initializer }) => this.#withDefault(this.#target(name), initializer));
    return assigned.length === 0 ? undefined : assigned.reduce((all, next) => this.#factory.createComma(all, next));
  }

  /** What an assignment to a pattern's names is written to. */
  #target(name: BindingName): Expression {
    const factory = this.#factory;
    if (ts.isIdentifier(name)) return ts.setTextRange(this.#home(name.text), name);
    const value = (element: BindingElement): Expression =>
      this.#withDefault(this.#target(element.name), element.initializer);
    if (ts.isArrayBindingPattern(name)) {
      return factory.createArrayLiteralExpression(
        name.elements.map((element) => {
          if (ts.isOmittedExpression(element)) return element;
          return element.dotDotDotToken === undefined ? value(element) : factory.createSpreadElement(value(element));
        }),
      );
    }
    return factory.createObjectLiteralExpression(
      name.elements.map((element) => {
        if (element.dotDotDotToken !== undefined) return factory.createSpreadAssignment(value(element));
        const property = element.propertyName ?? factory.createIdentifier((element.name as Identifier).text);
        return factory.createPropertyAssignment(this.#visited(property), value(element));
      }),
    );
  }

  #withDefault(place: Expression, initial: Expression | undefined): Expression {
    return initial === undefined ? place : this.#factory.createAssignment(place, this.#visited(initial));
  }

  /** Whether a list is of `var`s below the top that belong to the cell and to no function. */
  #isNested(list: VariableDeclarationList): boolean {
    if ((list.flags & ts.NodeFlags.BlockScoped) !== 0 || this.#isAtTop(list)) return false;
    const names = list.declarations.flatMap(({ name }) => boundNames(name));
    return scopeOf(list) === this.#file && names.every(({ text }) => this.#own.has(text));
  }

  /** A function of the home's is called on nothing, as one in a file is. */
  #called(name: Identifier): Expression | undefined {
    const place = this.#reference(name);
    if (place === undefined) return undefined;
    const factory = this.#factory;
    const alone = factory.createComma(factory.createNumericLiteral(0), place);
    // An engine places such a call behind what is called: that, too, is told where the name begins.
    const start = name.getStart();
    return ts.setSourceMapRange(factory.createParenthesizedExpression(alone), { pos: start, end: start });
  }

  /** Where a name's value lives; undefined where it is no reference, or one to something local. */
  #reference(name: Identifier): Expression | undefined {
    const parent = name.parent as { name?: Node; propertyName?: Node; label?: Node };
    const names = ts.isShorthandPropertyAssignment(name.parent) ? [] : [parent.name, parent.propertyName, parent.label];
    if (names.includes(name)) return undefined;
    const declared =
      this.#resolver.getReferencedImportDeclaration(name) ?? this.#resolver.getReferencedValueDeclaration(name);
    // `o.n = 1` alone is, in JavaScript, a declaration of an `o` to the compiler, which knows nothing of earlier cells.
    if (declared === undefined || ts.isIdentifier(declared)) {
      if (this.#names.earlier.has(name.text)) return ts.setTextRange(this.#home(name.text), name);
      return name.text in META ? this.#meta(name, META[name.text]) : undefined;
    }
    if (!this.#own.has(name.text) || !this.#isTop(declared)) return undefined;
    // A class knows itself inside, whatever becomes of its name; a pattern's default reads what the pattern bound.
    if (ts.isClassDeclaration(declared) && isWithin(name, declared)) return undefined;
    if (ts.isBindingElement(declared) && isWithin(name, rootOf(declared).name) && scopeOf(name) === this.#file)
      return undefined;
    return ts.setTextRange(this.#home(name.text), name);
  }

  #isTop(declared: Node): boolean {
    if (ts.isFunctionDeclaration(declared) || ts.isClassDeclaration(declared)) return declared.parent === this.#file;
    if (!ts.isVariableDeclaration(declared) && !ts.isBindingElement(declared))
      return ts.isImportClause(declared) || ts.isImportSpecifier(declared) || ts.isNamespaceImport(declared);
    const list = rootOf(declared).parent;
    if (!ts.isVariableDeclarationList(list)) return false;
    return this.#isAtTop(list) || this.#isNested(list);
  }

  #isAtTop({ parent }: VariableDeclarationList): boolean {
    return ts.isVariableStatement(parent) && parent.parent === this.#file;
  }

  #home(name: string): Expression {
    return this.#factory.createPropertyAccessExpression(this.#factory.createIdentifier(this.#homeName), name);
  }

  /** `__cell.meta`, which `import.meta` is. */
  #meta(node: Node, name?: string): Expression {
    const factory = this.#factory;
    const meta = factory.createPropertyAccessExpression(factory.createIdentifier(this.#cellName), "meta");
    return ts.setTextRange(name === undefined ? meta : factory.createPropertyAccessExpression(meta, name), node);
  }

  /** A store by name: one by a computed key would make the object slow. */
  #set(...names: (Identifier | undefined)[]): Statement[] {
    const factory = this.#factory;
    const stores = this.#ownOf(names).map((name) =>
      factory.createExpressionStatement(factory.createAssignment(this.#home(name), factory.createIdentifier(name))),
    );
    return [...stores, ...this.#mark(names)];
  }

  /** Notes that the code which sets these has begun. */
  #mark(names: readonly (Identifier | undefined)[]): Statement[] {
    const own = this.#ownOf(names).map((name) => this.#factory.createStringLiteral(name));
    return own.length === 0 ? [] : [this.#tell("mark", ...own)];
  }

  /** An import stays what it is in its file, also when that changes. */
  #bind(name: Identifier): Statement {
    const factory = this.#factory;
    const imported = ts.setOriginalNode(factory.createIdentifier(name.text), name);
    const get = factory.createArrowFunction(undefined, undefined, [], undefined, undefined, imported);
    return this.#tell("bind", factory.createStringLiteral(name.text), get);
  }

  #tell(method: string, ...args: Expression[]): Statement {
    const factory = this.#factory;
    const called = factory.createPropertyAccessExpression(factory.createIdentifier(this.#cellName), method);
    return factory.createExpressionStatement(factory.createCallExpression(called, undefined, args));
  }

  #ownOf(names: readonly (Identifier | undefined)[]): string[] {
    return [...new Set(names.flatMap((name) => (name !== undefined && this.#own.has(name.text) ? [name.text] : [])))];
  }
}

/** A name that no variable of a text has. */
function unused(name: string, text: string): string {
  return text.includes(name) ? unused(`${name}_`, text) : name;
}

/** The function or file whose `var`s stand at a node. */
function scopeOf(node: Node): Node {
  let at = node.parent;
  while (!ts.isSourceFile(at) && !ts.isFunctionLike(at) && !ts.isClassLike(at) && !ts.isClassStaticBlockDeclaration(at))
    at = at.parent;
  return at;
}

function rootOf(declared: VariableDeclaration | BindingElement): VariableDeclaration {
  let at: Node = declared;
  while (ts.isBindingElement(at)) at = at.parent.parent;
  return at as VariableDeclaration;
}

function isWithin(node: Node, outer: ClassDeclaration | BindingName): boolean {
  for (let at = node.parent; at !== undefined; at = at.parent) if (at === outer) return true;
  return false;
}

function isLet(list: VariableDeclarationList): boolean {
  return (list.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Let;
}

function disposes(statement: Statement): boolean {
  return (
    ts.isTryStatement(statement) &&
    /^\s*\{\s*(const result_\d+ = )?__disposeResources\(/.test(statement.finallyBlock?.getText() ?? "")
  );
}
