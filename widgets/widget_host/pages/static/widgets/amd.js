/**
 * A small loader of AMD modules, the format in which widget libraries are published for Jupyter: one
 * `define(names, factory)` in each file below `nbextensions/`.
 *
 * It supports the features that such libraries use: names, the special names `module`, `exports` and
 * `require`, and `requirejs.config({map})`. It never evaluates text as code, so that the page's security
 * policy can stay strict.
 */

/** @typedef {{uri: string, names: string[], factory: any}} Definition */

const NAME = "nbextensions/";
const REQUIRED = /\brequire\s*\(\s*["']([^"']+)["']\s*\)/g;

export class Loader {
  /** @param {string} parts The base address of the libraries, which ends with a slash. */
  constructor(parts) {
    this.parts = new URL(parts, location.href).href;
    /** @type {Map<string, Promise<any>>} Modules, including those being loaded, by their address or given name. */
    this.modules = new Map();
    /** @type {Map<string, string>} Other names of modules. */
    this.aliases = new Map();
    /** @type {Definition | null} The definition made by the currently running script. */
    this.defining = null;
    const page = /** @type {any} */ (window);
    page.define = Object.assign((/** @type {any[]} */ ...given) => this.define(given), { amd: {} });
    page.requirejs = page.require = this.requirer(this.parts);
  }

  /** @param {string} name @param {any} module */
  give(name, module) {
    this.modules.set(name, Promise.resolve(module));
  }

  /**
   * @param {string} name A library's, or the path of a file of one.
   * @param {string} [from] The address of the requesting module, to which relative names refer.
   * @returns {Promise<any>} The module's exports.
   */
  load(name, from = this.parts) {
    const given = this.aliases.get(name) ?? name;
    if (this.modules.has(given)) return /** @type {Promise<any>} */ (this.modules.get(given));
    const uri = this.address(given, from);
    const known = this.modules.get(uri) ?? this.fetch(uri);
    this.modules.set(uri, known);
    return known;
  }

  /**
   * @param {string} name The module name in the state of a library's widgets.
   * @returns {Promise<any>} Its exports.
   */
  async library(name) {
    // There a library maps the names of its parts. Some libraries have no such file.
    if (!this.modules.has(name)) await this.load(`${NAME}${name}/extension.js`).catch(() => {});
    return this.load(name);
  }

  /** @param {string} name @param {string} from @returns {string} */
  address(name, from) {
    if (/^\.{0,2}\/|^https?:/.test(name)) return new URL(file(name), from).href;
    if (name.startsWith(NAME)) return new URL(file(name.slice(NAME.length)), this.parts).href;
    return new URL(`${name}/index.js`, this.parts).href;
  }

  /** @param {string} uri @returns {Promise<any>} */
  async fetch(uri) {
    const script = document.createElement("script");
    script.src = uri;
    /** @type {Definition | null} */
    const definition = await new Promise((resolve, reject) => {
      script.onerror = () => reject(new Error(`There is no module at ${uri}.`));
      // The browser fires the load event directly after running a script: nothing else can define anything in
      // between.
      script.onload = () => {
        resolve(this.defining);
        this.defining = null;
      };
      document.head.append(script);
    });
    script.remove();
    if (!definition) throw new Error(`No module is defined at ${uri}.`);
    return this.make({ ...definition, uri }, script);
  }

  /** @param {any[]} given A name, the dependencies, the factory: at least the last one. */
  define(given) {
    const factory = given[given.length - 1];
    const names = given.find(Array.isArray) ?? needed(factory);
    const definition = { uri: this.parts, names, factory };
    if (typeof given[0] === "string") this.modules.set(given[0], this.make(definition));
    this.defining = definition;
  }

  /** @param {Definition} definition @param {HTMLScriptElement} [script] Its source. @returns {Promise<any>} */
  async make({ uri, names, factory }, script) {
    if (typeof factory !== "function") return factory;
    const module = { id: uri, uri, exports: /** @type {any} */ ({}), config: () => ({}) };
    const require = this.requirer(uri);
    const special = /** @type {Record<string, any>} */ ({
      module,
      require,
      exports: module.exports,
    });
    const needs = await Promise.all(
      names.map(async (name) => special[name] ?? require.keep(name, await this.load(name, uri))),
    );
    return during(script, () => factory(...needs)) ?? module.exports;
  }

  /** @param {string} from @returns {any} The function `require` for a module at this address. */
  requirer(from) {
    const kept = new Map();
    const require = (
      /** @type {any} */ names,
      /** @type {any} */ done,
      /** @type {any} */ failed,
    ) => {
      if (typeof names === "string") return kept.get(names);
      Promise.all(names.map((/** @type {string} */ name) => this.load(name, from))).then(
        (modules) => done?.(...modules),
        failed ?? console.error,
      );
    };
    return Object.assign(require, {
      keep: (/** @type {string} */ name, /** @type {any} */ module) => {
        kept.set(name, module);
        return module;
      },
      toUrl: (/** @type {string} */ name) => this.address(name, from),
      config: (/** @type {any} */ { map = {}, paths = {} } = {}) => {
        const named = [...Object.values(map), paths].flatMap((some) => Object.entries(some ?? {}));
        for (const [name, path] of named) this.aliases.set(name, String(path));
      },
    });
  }
}

/**
 * Sets `currentScript` to the script that contained a module, as if it were still running: modules look for
 * their files beside it.
 * @param {HTMLScriptElement | undefined} script @param {() => any} work
 */
function during(script, work) {
  if (!script) return work();
  Object.defineProperty(document, "currentScript", { configurable: true, value: script });
  try {
    return work();
  } finally {
    // Restores the original property.
    delete (/** @type {any} */ (document).currentScript);
  }
}

/** @param {string} path @returns {string} */
function file(path) {
  return path.endsWith(".js") ? path : `${path}.js`;
}

/** @param {any} factory @returns {string[]} The default dependencies of a factory that doesn't list any. */
function needed(factory) {
  if (typeof factory !== "function" || !factory.length) return [];
  const named = [...String(factory).matchAll(REQUIRED)].map((found) => found[1]);
  return ["require", "exports", "module", ...named];
}
