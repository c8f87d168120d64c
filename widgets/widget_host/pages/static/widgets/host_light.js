/**
 * The small widget host: for pages whose widgets are anywidgets and boxes of them.
 *
 * A widget of any other class loads the full host when it appears (see host_full.js). If that one refers to a
 * widget of this one, there are two models of it, which the kernel keeps in sync.
 */

import { Part } from "./afm.js";
import { LightModel } from "./light_model.js";
import { restored, savedFrom } from "./saved.js";
import { whenAny } from "../common/signals.js";

/**
 * @typedef {import("../kernel/comms.js").Comms} Comms
 * @typedef {import("../kernel/comms.js").Comm} Comm
 * @typedef {import("../kernel/wire.js").Message} Message
 * @typedef {import("./saved.js").Saved} Saved
 * @typedef {import("./saved.js").Data} Data
 * @typedef {{draw: (id: string, el: HTMLElement, signal: AbortSignal) => Promise<void>}} Host
 */

const BOXES = new Map([
  ["BoxModel", "row"],
  ["HBoxModel", "row"],
  ["VBoxModel", "column"],
  ["GridBoxModel", "grid"],
]);
/** The style for drawing out of sight: some widgets measure themselves in the page. */
export const UNSEEN = "position: absolute; inset: 0; visibility: hidden";
const REFERENCE = "IPY_MODEL_";

/** @implements {Host} */
export class LightHost {
  /** @param {Comms} comms @param {Data} data */
  constructor(comms, data) {
    this.comms = comms;
    this.data = data;
    /** @type {Map<string, LightModel>} */
    this.models = new Map();
    /** @type {WeakMap<LightModel, Part>} */
    this.parts = new WeakMap();
    /** @type {Promise<any> | null} */
    this.full = null;
    comms.onOpen = (comm, message) => this.opened(comm, message);
    for (const id of Object.keys(data.models)) if (isLight(data.models[id])) this.make(id);
  }

  /** @param {string} id @returns {Promise<any>} The model with this id, from either host. */
  async get_model(id) {
    if (this.models.has(id)) return this.models.get(id);
    if (id in this.data.models || this.full) return (await this.whole()).get_model(id);
    throw new Error(`There is no widget ${id}.`);
  }

  /**
   * @param {string} id
   * @param {HTMLElement} el
   * @param {AbortSignal} signal
   */
  async draw(id, el, signal) {
    const model = this.models.get(id);
    if (!model) return (await this.whole()).draw(id, el, signal);
    this.dress(model, el, signal);
    const direction = BOXES.get(model.name);
    if (direction) return this.drawBox(model, direction, el, signal);
    return this.parts.get(model)?.draw(el, signal);
  }

  /** @param {string} id @returns {LightModel} */
  make(id) {
    const saved = this.data.models[id];
    const model = new LightModel(this.comms.join(id), restored(saved), this);
    this.models.set(id, model);
    model.on("destroy", () => this.models.delete(id));
    if (saved.module === "anywidget") {
      const part = new Part(model, saved.esm ?? "", saved.css ?? "");
      this.parts.set(model, part);
      model.comm.made = part.begun();
    }
    return model;
  }

  /** @param {Comm} comm @param {Message} message */
  async opened(comm, message) {
    const id = comm.comm_id;
    this.data.models[id] = savedFrom(message);
    if (isLight(this.data.models[id])) this.make(id);
    else await (await this.whole()).get_model(id);
  }

  /** @returns {Promise<any>} The host that knows every widget. */
  whole() {
    this.full ??= import("./host_full.js").then(({ openFull }) =>
      openFull(this.comms, this.data, false),
    );
    return this.full;
  }

  /**
   * @param {LightModel} model @param {string} direction
   * @param {HTMLElement} el @param {AbortSignal} signal
   */
  async drawBox(model, direction, el, signal) {
    if (direction === "grid") el.style.display ||= "grid";
    else {
      el.style.display ||= "flex";
      el.style.flexDirection ||= direction;
    }
    let drawn = new AbortController();
    const draw = async () => {
      drawn.abort();
      drawn = new AbortController();
      const both = whenAny(signal, drawn.signal);
      // In the page while they are drawn, since Jupyter's own have to be, but out of sight.
      const aside = document.createElement("div");
      aside.setAttribute("style", UNSEEN);
      el.append(aside);
      /** @type {string[]} */
      const children = model.get("children") ?? [];
      const boxes = children.map(() => document.createElement("div"));
      aside.append(...boxes);
      const ids = children.map((child) => child.slice(REFERENCE.length));
      await Promise.all(boxes.map((box, at) => this.draw(ids[at], box, both)));
      if (both.aborted) aside.remove();
      else el.replaceChildren(...boxes);
    };
    listen(model, "change:children", () => void draw(), signal);
    await draw();
  }

  /**
   * Gives an element the model's classes and layout, now and whenever they change.
   * @param {LightModel} model @param {HTMLElement} el @param {AbortSignal} signal
   */
  dress(model, el, signal) {
    /** @type {string[]} */
    let classes = [];
    const name = () => {
      el.classList.remove(...classes);
      classes = model.get("_dom_classes") ?? [];
      el.classList.add(...classes);
    };
    name();
    listen(model, "change:_dom_classes", name, signal);
    const layout = this.models.get(String(model.get("layout")).slice(REFERENCE.length));
    if (!layout) return;
    const lay = () => {
      for (const [trait, value] of Object.entries(layout.state)) {
        if (!trait.startsWith("_")) el.style.setProperty(trait.replaceAll("_", "-"), value ?? "");
      }
    };
    lay();
    listen(layout, "change", lay, signal);
  }
}

/** @param {Saved} saved @returns {boolean} Whether this host can draw it. */
export function isLight({ name, module, state }) {
  if (module === "anywidget") return name === "AnyModel";
  if (module === "@jupyter-widgets/base") return name === "LayoutModel";
  return module === "@jupyter-widgets/controls" && BOXES.has(name) && !state.box_style;
}

/** @param {LightModel} model @param {string} event @param {() => void} listener @param {AbortSignal} signal */
function listen(model, event, listener, signal) {
  model.on(event, listener);
  signal.addEventListener("abort", () => model.off(event, listener));
}
