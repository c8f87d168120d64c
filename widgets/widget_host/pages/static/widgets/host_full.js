/**
 * The full widget host: Jupyter's own widgets, as published by ipywidgets, and further widget libraries.
 *
 * Here: loading the published parts, and putting views on the page. Not here: the manager for the classes
 * (see manager.js), and the notice about parts from other websites (see elsewhere.js).
 */

import { Part } from "./afm.js";
import { Loader } from "./amd.js";
import { watchElsewhere } from "./elsewhere.js";
import { importShim } from "./import_shim.js";
import { savedFrom } from "./saved.js";
import { Manager } from "./manager.js";
import { outputWidgets } from "./output_widget.js";
import { setFormulas } from "./rendering.js";

/**
 * @typedef {import("../kernel/comms.js").Comms} Comms
 * @typedef {import("../kernel/comms.js").Comm} Comm
 * @typedef {import("../kernel/wire.js").Message} Message
 * @typedef {import("./saved.js").Data} Data
 * @typedef {import("./host_light.js").Host} Host
 */

const STOCK = "jupyter-js-widgets/extension.js";
const STOCK_MODULES = [
  "@jupyter-widgets/base",
  "@jupyter-widgets/controls",
  "@jupyter-widgets/output",
];

/**
 * @param {Comms} comms @param {Data} data
 * @param {boolean} alone Whether it draws the whole page: then it creates every model, else only requested
 *   ones.
 * @returns {Promise<FullHost>}
 */
export async function openFull(comms, data, alone) {
  const loader = new Loader(data.parts);
  pretend(loader);
  watchElsewhere();
  // Jupyter's widgets pass each text that may contain formulas to this.
  const Hub = { Queue: (/** @type {any[]} */ job) => void setFormulas(job[2]) };
  Object.assign(window, { MathJax: { Hub } });
  const [stock] = await Promise.all([loader.load(`nbextensions/${STOCK}`), ownStyles()]);
  for (const name of STOCK_MODULES) loader.give(name, stock);
  // Adds Jupyter's styles to the page.
  await stock.load_ipython_extension();
  const host = new FullHost(loader, stock, comms, data);
  if (alone) host.begin();
  return host;
}

/** @implements {Host} */
export class FullHost {
  /** @param {Loader} loader @param {any} stock @param {Comms} comms @param {Data} data */
  constructor(loader, stock, comms, data) {
    this.stock = stock;
    this.manager = new Manager(stock, comms, data);
    const own = {
      "@jupyter-widgets/output": outputWidgets(stock, comms, (...given) => this.draw(...given)),
      anywidget: anywidgets(stock, data),
    };
    this.manager.findClass = async (name, module) => {
      const classes =
        /** @type {Record<string, any>} */ (own)[module] ?? (await loader.library(module));
      return classes[name];
    };
    /** @type {Set<any>} */
    this.views = new Set();
    window.addEventListener("resize", () => this.resized());
  }

  begin() {
    const { comms, data } = this.manager;
    comms.onOpen = (comm, message) => this.opened(comm, message);
    // Invisible models also do work: links between others, for example.
    for (const id of Object.keys(data.models)) this.get_model(id).catch(console.error);
  }

  /** @param {string} id */
  get_model(id) {
    return this.manager.get_model(id);
  }

  /** @param {string} id @param {HTMLElement} el @param {AbortSignal} signal */
  async draw(id, el, signal) {
    const view = await this.manager.create_view(await this.manager.get_model(id));
    if (signal.aborted) return view.remove();
    this.stock.JupyterLuminoWidget.attach(view.luminoWidget, el);
    this.views.add(view);
    view.once("remove", () => this.views.delete(view));
    signal.addEventListener("abort", () => view.remove());
  }

  resized() {
    const { UnknownSize } = this.stock.JupyterLuminoWidget.ResizeMessage;
    for (const view of this.views) view.luminoWidget.processMessage(UnknownSize);
  }

  /** @param {Comm} comm @param {Message} message */
  opened(comm, message) {
    const id = comm.comm_id;
    this.manager.data.models[id] = savedFrom(message);
    return this.manager.get_model(id);
  }
}

/**
 * Provides the globals that the published part expects at its start, since it was made for the classic
 * notebook.
 * @param {Loader} loader
 */
function pretend(loader) {
  const nothing = () => {};
  const notebook = {
    container: { on: nothing },
    keyboard_manager: { actions: { register: nothing } },
  };
  const menubar = {
    actions: { register: nothing },
    element: { find: () => ({ append: nothing }) },
  };
  const Jupyter = { version: "6.5.0", notebook, menubar };
  class OutputArea {
    register_mime_type() {}
  }
  Object.assign(window, { Jupyter, importShim });
  loader.give("base/js/namespace", Jupyter);
  loader.give("base/js/events", { on: nothing });
  loader.give("notebook/js/outputarea", { OutputArea });
}

/** @returns {Promise<void>} When our own styles for stock widgets are on the page. */
function ownStyles() {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL("../styles/stock.css", import.meta.url).href;
  return new Promise((resolve) => {
    link.onload = link.onerror = () => resolve();
    document.head.append(link);
  });
}

/**
 * @param {any} base
 * @param {Data} data
 * @returns {Record<string, any>} The classes of anywidget, which load their modules from the page's
 *   addresses.
 */
function anywidgets(base, data) {
  class AnyModel extends base.DOMWidgetModel {
    /** @param {any} attributes @param {any} options */
    initialize(attributes, options) {
      super.initialize(attributes, options);
      const { esm = "", css = "" } = data.models[options.model_id] ?? {};
      this.part = new Part(this, esm, css);
      if (options.comm) options.comm.made = this.part.begun();
    }

    /** @param {Record<string, any>} state Returned unchanged: binary values would be lost in JSON. */
    serialize(state) {
      const entries = Object.entries(state).map(([name, value]) => [
        name,
        name === "layout" || name === "style" ? base.pack_models(value) : structuredClone(value),
      ]);
      return Object.assign(state, Object.fromEntries(entries));
    }
  }

  class AnyView extends base.DOMWidgetView {
    async render() {
      this.gone = new AbortController();
      await this.model.part.draw(this.el, this.gone.signal);
    }

    remove() {
      this.gone?.abort();
      return super.remove();
    }
  }

  return { AnyModel, AnyView };
}
