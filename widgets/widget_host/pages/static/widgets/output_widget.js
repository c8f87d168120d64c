/** The Output widget: captures the kernel's outputs while the widget is active, and shows them. */

import { OutputArea } from "./output_area.js";

/**
 * @typedef {import("../kernel/comms.js").Comms} Comms
 * @typedef {import("../kernel/wire.js").Message} Message
 * @typedef {import("./output_area.js").Output} Output
 */

/**
 * @param {any} base The exports of @jupyter-widgets/base.
 * @param {Comms} comms
 * @param {import("./output_area.js").DrawWidget} drawWidget
 * @returns {Record<string, any>} The classes of @jupyter-widgets/output.
 */
export function outputWidgets(base, comms, drawWidget) {
  class OutputModel extends base.DOMWidgetModel {
    defaults() {
      const names = { _model_name: "OutputModel", _view_name: "OutputView" };
      return { ...super.defaults(), ...names, msg_id: "", outputs: [] };
    }

    /** @param {any} attributes @param {any} options */
    initialize(attributes, options) {
      super.initialize(attributes, options);
      const gathered = new Gathered();
      /** @type {import("../kernel/comms.js").Handler} */
      this.take = (message) => {
        const outputs = gathered.with(this.get("outputs") ?? [], message);
        if (!outputs) return;
        this.set("outputs", outputs);
        this.save_changes();
      };
      this.listenTo(this, "change:msg_id", () =>
        this.turn(this.previous("msg_id"), this.get("msg_id")),
      );
      this.once("destroy", () => this.turn(this.get("msg_id"), ""));
      this.turn("", this.get("msg_id"));
    }

    /** @param {string} before The message whose outputs it has captured until now. @param {string} now */
    turn(before, now) {
      if (!this.take) return;
      if (before) comms.release(before, this.take);
      if (now) comms.capture(now, this.take);
    }
  }

  class OutputView extends base.DOMWidgetView {
    render() {
      super.render();
      this.el.classList.add("jupyter-widgets-output-area");
      const area = new OutputArea(this.el, drawWidget);
      const show = () => area.show(this.model.get("outputs") ?? []);
      this.listenTo(this.model, "change:outputs", show);
      // Widgets among the outputs are drawn once they are in the page.
      this.displayed.then(show);
      this.once("remove", () => area.show([]));
    }
  }

  return { OutputModel, OutputView };
}

/** Updates a list of outputs with each message. */
export class Gathered {
  constructor() {
    this.clearNext = false;
    /** @type {WeakMap<Output, string>} The display id by which an output may be updated. */
    this.displays = new WeakMap();
  }

  /**
   * @param {Output[]} outputs
   * @param {Message} message
   * @returns {Output[] | null} The new list, or null if nothing changes.
   */
  with(outputs, message) {
    const { msg_type: type } = message.header;
    const { content } = message;
    if (type === "clear_output") {
      this.clearNext = Boolean(content.wait);
      return this.clearNext ? null : [];
    }
    if (type === "update_display_data") return this.updated(outputs, content);
    const output = outputOf(type, content);
    if (!output) return null;
    const before = this.clearNext ? [] : outputs;
    this.clearNext = false;
    if (content.transient?.display_id) this.displays.set(output, content.transient.display_id);
    const last = before[before.length - 1];
    if (type !== "stream" || last?.output_type !== "stream" || last.name !== output.name) {
      return [...before, output];
    }
    return [...before.slice(0, -1), { ...output, text: `${last.text}${output.text}` }];
  }

  /** @param {Output[]} outputs @param {any} content */
  updated(outputs, { data, metadata, transient }) {
    const id = transient?.display_id;
    if (!outputs.some((output) => this.displays.get(output) === id)) return null;
    return outputs.map((output) => {
      if (this.displays.get(output) !== id) return output;
      const changed = { ...output, data, metadata };
      this.displays.set(changed, id);
      return changed;
    });
  }
}

/** @param {string} type @param {any} content @returns {Output | null} */
function outputOf(type, content) {
  const { name, text, data, metadata, execution_count, ename, evalue, traceback } = content;
  if (type === "stream") return { output_type: type, name, text };
  if (type === "display_data") return { output_type: type, data, metadata };
  if (type === "execute_result") return { output_type: type, data, metadata, execution_count };
  if (type === "error") return { output_type: type, ename, evalue, traceback };
  return null;
}
