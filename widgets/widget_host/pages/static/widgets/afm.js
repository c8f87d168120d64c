/**
 * Runs the modules of anywidgets, by the published interface (anywidget.dev/en/afm): `initialize` once for
 * each model, `render` for each view, and the clean-up functions that they return.
 *
 * The model can be from either host: it has get, set, save_changes, send, on and off.
 */

import { newId } from "../common/ids.js";
import { after, whenAny } from "../common/signals.js";

/** Milliseconds: the kernel for a command may have to be attached first. */
const ANSWERED_WITHIN = 15_000;
const PATIENCE = 2_000;
const REFERENCE = "anywidget:";

/** @typedef {{initialize?: (props: any) => any, render?: (props: any) => any}} Definition */

/** @type {WeakMap<any, Part>} */
const parts = new WeakMap();

/** An anywidget: its model with its module. */
export class Part {
  /**
   * @param {any} model
   * @param {string | (() => Definition)} esm The module's address, whose fragment names the export; or its
   *   text; or a function that returns the definition, on a page that already has the module.
   * @param {string} css The address of its styles, or their text, or nothing.
   */
  constructor(model, esm, css) {
    this.model = model;
    this.gone = new AbortController();
    this.exports = undefined;
    /** @type {Promise<Definition>} */
    this.ready = this.#begin(esm, css);
    // A failure is reported when it is drawn.
    this.ready.catch(() => {});
    parts.set(model, this);
    model.on("destroy", () => this.gone.abort());
  }

  /** @param {string | (() => Definition)} esm @param {string} css @returns {Promise<Definition>} */
  async #begin(esm, css) {
    const [definition] = await Promise.all([
      load(esm),
      styled(css, this.model.get("_anywidget_id")),
    ]);
    const signal = this.gone.signal;
    const given = { model: facade(this.model, signal), signal, experimental: this.experimental };
    const result = await definition.initialize?.(given);
    if (typeof result === "function") onAbort(signal, result);
    else this.exports = result;
    return definition;
  }

  /** @returns {Promise<unknown>} When it can get messages; a module that fails to load does not delay others. */
  begun() {
    const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE));
    return Promise.race([this.ready.catch(() => {}), patience]);
  }

  get experimental() {
    return { invoke: invoke.bind(null, this.model) };
  }

  /**
   * Draws it.
   * @param {HTMLElement} el
   * @param {AbortSignal} signal Aborted when the view is removed.
   */
  async draw(el, signal) {
    const definition = await this.ready;
    const both = whenAny(signal, this.gone.signal);
    if (both.aborted) return;
    const host = { getModel, getWidget };
    /** @type {any} */
    const given = { model: facade(this.model, both), el, signal: both, host };
    const cleanUp = await definition.render?.({ ...given, experimental: this.experimental });
    if (typeof cleanUp === "function") onAbort(both, cleanUp);

    /** @param {Part["model"]} model @param {string} reference */
    async function found(model, reference) {
      if (!String(reference).startsWith(REFERENCE)) throw new Error(`Not a widget: ${reference}`);
      return model.widget_manager.get_model(reference.slice(REFERENCE.length));
    }
    /** @param {string} reference */
    async function getModel(reference) {
      return facade(await found(given.model, reference), both);
    }
    /** @param {string} reference */
    async function getWidget(reference) {
      const part = parts.get(await found(given.model, reference));
      if (!part) throw new Error(`Not an anywidget: ${reference}`);
      await part.ready;
      /** @param {{el: HTMLElement, signal?: AbortSignal}} where */
      const render = (where) => part.draw(where.el, where.signal ?? both);
      return { exports: part.exports, render };
    }
  }
}

/**
 * A module's view of a model: listeners added through it are removed when the signal is aborted.
 * @param {any} model
 * @param {AbortSignal} signal
 */
function facade(model, signal) {
  const context = {};
  signal.addEventListener("abort", () => model.off(null, null, context));
  return {
    get: model.get.bind(model),
    set: model.set.bind(model),
    save_changes: model.save_changes.bind(model),
    send: model.send.bind(model),
    on: (/** @type {string} */ name, /** @type {any} */ listener) =>
      model.on(name, listener, context),
    off: (/** @type {string} */ name, /** @type {any} */ listener) =>
      model.off(name, listener, context),
    widget_manager: model.widget_manager,
  };
}

/** @param {string | (() => Definition)} esm @returns {Promise<Definition>} */
async function load(esm) {
  if (typeof esm !== "string") return defined(esm);
  if (isAddress(esm)) {
    const [address, name = ""] = esm.split("#");
    const module = await import(address);
    return name ? defined(module[name]) : definition(module);
  }
  const url = URL.createObjectURL(new Blob([esm], { type: "text/javascript" }));
  try {
    return await definition(await import(url));
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** @param {any} module @returns {Promise<Definition>} */
function definition(module) {
  return module.render ? Promise.resolve({ render: module.render }) : defined(module.default);
}

/** @param {any} value @returns {Promise<Definition>} */
async function defined(value) {
  const definition = typeof value === "function" ? await value() : value;
  if (!definition) throw new Error("An anywidget's module exports nothing to draw.");
  return definition;
}

/**
 * Adds styles to the page, once for each class of widgets.
 * @param {string} css @param {string} id
 * @returns {Promise<void>} When they are loaded.
 */
function styled(css, id) {
  if (!css || (id && document.getElementById(id))) return Promise.resolve();
  if (!isAddress(css)) {
    const style = document.createElement("style");
    style.id = id;
    style.textContent = css;
    document.head.append(style);
    return Promise.resolve();
  }
  const link = document.createElement("link");
  link.id = id;
  link.rel = "stylesheet";
  link.href = css;
  return new Promise((resolve) => {
    link.onload = link.onerror = () => resolve();
    document.head.append(link);
  });
}

/** @param {string} text @returns {boolean} Whether it is an address, rather than a module or styles. */
function isAddress(text) {
  return /^(?:https?:\/)?\/[^/*]\S*$/.test(text);
}

/**
 * @param {any} model @param {string} name @param {any} msg
 * @param {{signal?: AbortSignal, buffers?: any[]}} [options]
 * @returns {Promise<[any, DataView[]]>} The return value of the kernel's method of this name.
 */
function invoke(model, name, msg, { signal, buffers = [] } = {}) {
  const id = newId();
  const stop = signal ?? after(ANSWERED_WITHIN);
  return new Promise((resolve, reject) => {
    const listener = (/** @type {any} */ answer, /** @type {DataView[]} */ more) => {
      if (answer?.id !== id) return;
      model.off("msg:custom", listener);
      resolve([answer.response, more]);
    };
    stop.addEventListener("abort", () => {
      model.off("msg:custom", listener);
      reject(stop.reason);
    });
    model.on("msg:custom", listener);
    model.send({ id, kind: "anywidget-command", name, msg }, undefined, buffers);
  });
}

/** @param {AbortSignal} signal @param {() => any} cleanUp */
function onAbort(signal, cleanUp) {
  const work = () => Promise.resolve().then(cleanUp).catch(console.warn);
  if (signal.aborted) void work();
  else signal.addEventListener("abort", work);
}
