/**
 * The interfaces that scripts use.
 *
 * TypeScript knows of each name that a module uses where it is declared; the name of that declaration leads to
 * the data. What is asked for with `?.` or `typeof` may be missing.
 */

import ts from "typescript-compiler";
import { data, lacking } from "./support.mjs";

/** TypeScript's names for what the standards call a mixin, or for an object whose name is a global's. */
const GLOBALS = ["Window", "WindowOrWorkerGlobalScope", "GlobalThis"];
/** Patterns may be joined from texts, which no parser sees. */
const LOOKBEHIND = /\(\?<[=!]/;

/**
 * @param {string[]} files @param {Record<string, string>} oldest
 * @returns {{feature: string, lacking: string[], where: string}[]}
 */
export function missingInterfaces(files, oldest) {
  const program = ts.createProgram(files, {
    allowJs: true,
    checkJs: true,
    noEmit: true,
    strict: true,
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ["lib.esnext.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts", "lib.dom.asynciterable.d.ts"],
    types: [],
  });
  const checker = program.getTypeChecker();
  const heirs = heirsIn(program);
  /** @type {Map<string, {feature: string, lacking: string[], where: string}>} */
  const found = new Map();
  const own = new Set(files.map((file) => ts.sys.resolvePath(file)));
  for (const source of program.getSourceFiles()) {
    if (!own.has(ts.sys.resolvePath(source.fileName))) continue;
    const visit = (/** @type {ts.Node} */ node) => {
      if (ts.isIdentifier(node) && !mayBeMissing(node)) look(node);
      if (
        (ts.isStringLiteralLike(node) ||
          ts.isRegularExpressionLiteral(node) ||
          ts.isTemplateExpression(node)) &&
        LOOKBEHIND.test(node.getText())
      )
        note(
          node,
          "a lookbehind",
          lacking(data.javascript.regular_expressions.lookbehind_assertion, oldest),
        );
      ts.forEachChild(node, visit);
    };
    const note = (
      /** @type {ts.Node} */ node,
      /** @type {string} */ feature,
      /** @type {string[]} */ without,
    ) => {
      if (!without.length) return;
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      const where = `${source.fileName}:${line + 1}`;
      found.set(`${feature} ${where}`, { feature, lacking: without, where });
    };
    const look = (/** @type {ts.Identifier} */ node) => {
      const features = featuresOf(symbolAt(node, checker), program, heirs);
      // What several interfaces share is missing where each of them lacks it: which one it is, nobody knows.
      const shared = features.map((feature) => lacking(at(feature), oldest));
      const everywhere = (shared[0] ?? []).filter((browser) =>
        shared.every((one) => one.includes(browser)),
      );
      note(node, features[0], everywhere);
    };
    visit(source);
  }
  return [...found.values()];
}

/** @param {ts.Identifier} node @param {ts.TypeChecker} checker */
function symbolAt(node, checker) {
  const parent = node.parent;
  // `const { any } = AbortSignal`: the name means the property that is taken.
  if (
    ts.isBindingElement(parent) &&
    ts.isObjectBindingPattern(parent.parent) &&
    (parent.propertyName ?? parent.name) === node
  )
    return checker.getTypeAtLocation(parent.parent).getProperty(node.text);
  return checker.getSymbolAtLocation(node);
}

/** @param {ts.Identifier} node @returns {boolean} Whether the script asks first whether it is there. */
function mayBeMissing(node) {
  const parent = node.parent;
  const whole = ts.isPropertyAccessExpression(parent) && parent.name === node ? parent : node;
  const around = whole.parent;
  return (
    ts.isTypeOfExpression(around) ||
    (ts.isOptionalChain(around) && around.expression === whole && !!around.questionDotToken)
  );
}

/**
 * @param {ts.Symbol | undefined} symbol @param {ts.Program} program @param {Map<string, Set<string>>} heirs
 * @returns {string[]} The names of what the data may know, such as `api.AbortSignal.any_static`.
 */
function featuresOf(symbol, program, heirs) {
  const names = new Set();
  for (const declaration of symbol?.declarations ?? []) {
    if (!program.isSourceFileDefaultLibrary(declaration.getSourceFile())) continue;
    const name = symbol?.getName() ?? "";
    const { holder, isStatic } = holderOf(declaration);
    if (!holder || GLOBALS.includes(holder)) {
      for (const one of [`javascript.builtins.${name}`, `api.${name}`, `api.Window.${name}`])
        if (at(one)) names.add(one);
      continue;
    }
    const member = isStatic ? [`${name}_static`, name] : [name];
    for (const one of member) {
      const known = [`javascript.builtins.${holder}.${one}`, `api.${holder}.${one}`].filter(at);
      // What a mixin gives stands in the data with each of those that take it.
      const taken = [...(heirs.get(holder) ?? [])].map((heir) => `api.${heir}.${one}`).filter(at);
      for (const feature of known.length ? known : taken) names.add(feature);
    }
  }
  return [...names];
}

/** @param {ts.Node} declaration @returns {{holder: string, isStatic: boolean}} What it is declared in. */
function holderOf(declaration) {
  const parent = declaration.parent;
  if (ts.isInterfaceDeclaration(parent)) {
    const name = parent.name.text;
    return {
      holder: name.replace(/^Readonly(?=Array|Set|Map)|Constructor$/, ""),
      isStatic: name.endsWith("Constructor"),
    };
  }
  if (ts.isTypeLiteralNode(parent) && ts.isVariableDeclaration(parent.parent))
    return { holder: parent.parent.name.getText(), isStatic: true };
  return { holder: "", isStatic: false };
}

/** @param {ts.Program} program @returns {Map<string, Set<string>>} Each interface's heirs, by its name. */
function heirsIn(program) {
  /** @type {Map<string, Set<string>>} */
  const direct = new Map();
  for (const source of program
    .getSourceFiles()
    .filter((one) => program.isSourceFileDefaultLibrary(one)))
    for (const one of source.statements.filter(ts.isInterfaceDeclaration))
      for (const clause of one.heritageClauses ?? [])
        for (const base of clause.types) {
          const name = base.expression.getText();
          direct.set(name, (direct.get(name) ?? new Set()).add(one.name.text));
        }
  return direct;
}

/** @param {string} path @returns {any} */
function at(path) {
  let node = data;
  for (const key of path.split(".")) {
    if (!Object.hasOwn(node, key)) return undefined;
    node = node[key];
  }
  return node;
}
