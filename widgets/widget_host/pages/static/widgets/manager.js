/**
 * The widget manager from which Jupyter's widget classes get models, views and one another.
 *
 * Here: finding classes, and creating models and views. Not here: loading libraries (see amd.js), and the
 * page (see host_full.js).
 */

import { newId } from "../common/ids.js";
import { sanitized } from "./sanitize.js";
import { restored } from "./saved.js";
import { t } from "../common/words.js";

/**
 * @typedef {import("./saved.js").Saved} Saved
 * @typedef {import("./saved.js").Data} Data
 * @typedef {import("../kernel/comms.js").Comms} Comms
 * @typedef {(name: string, module: string) => Promise<any>} FindClass
 */

/** The modules that are always available; any other belongs to a library, which may be missing, or blocked. */
const OURS = /^(@jupyter-widgets\/|anywidget$)/;

export class Manager {
  /** @param {any} base The exports of @jupyter-widgets/base. @param {Comms} comms @param {Data} data */
  constructor(base, comms, data) {
    this.base = base;
    this.comms = comms;
    this.data = data;
    this.comm_target_name = "jupyter.widget";
    /** @type {Map<string, Promise<any>>} */
    this.models = new Map();
    /** @type {FindClass} */
    this.findClass = async () => undefined;
    this.Failed = failedView(base);
    /** @type {Set<string>} Libraries that need to evaluate text as code, which the page may not. */
    this.refused = new Set();
  }

  /** The models by id: Jupyter's own manager has them under this name, by which ipyvuetify finds its theme. */
  get _models() {
    return Object.fromEntries(this.models);
  }

  /** @param {string} id @returns {Promise<any>} */
  get_model(id) {
    const saved = this.data.models[id];
    const known = this.models.get(id);
    if (known) return known;
    if (!saved) return Promise.reject(new Error(`There is no widget ${id}.`));
    return this.register(id, this.make(id, saved));
  }

  /** @param {string} id */
  has_model(id) {
    return this.models.has(id) || id in this.data.models;
  }

  /** @param {string} id @param {Promise<any>} model Known at once, so that others can refer to it meanwhile. */
  register(id, model) {
    this.models.set(id, model);
    model.then(
      (made) => made.once("comm:close", () => this.forget(id)),
      () => {},
    );
    return model;
  }

  /** @param {string} id @param {Promise<any>} model */
  register_model(id, model) {
    this.register(id, model);
  }

  /** @param {string} id */
  forget(id) {
    this.models.delete(id);
    delete this.data.models[id];
  }

  /** @param {string} id @param {Saved} saved */
  async make(id, saved) {
    const { state } = restored(saved);
    const options = { widget_manager: this, model_id: id, comm: this.comms.join(id) };
    let made;
    try {
      const Model = await this.loadClass(saved.name, saved.module, saved.version);
      made = new Model(await Model._deserialize_state(state, this), options);
    } catch (error) {
      console.error(error);
      const Model = this.base.DOMWidgetModel;
      made = new Model(await Model._deserialize_state(state, this), options);
      made.failed = true;
      // Without this part, its other widgets draw empty frames.
      if (error instanceof EvalError) this.refused.add(saved.module);
    }
    tellWhatWaits(made, options.comm);
    made.name = saved.name;
    made.module = saved.module;
    return made;
  }

  /**
   * Creates a model that the kernel does not know yet, and opens its comm.
   * @param {Record<string, any>} options @param {Record<string, any>} [values]
   */
  async new_widget(options, values = {}) {
    const id = options.model_id ?? newId();
    const state = {
      _model_module: options.model_module,
      _model_module_version: options.model_module_version,
      _model_name: options.model_name,
      _view_module: options.view_module,
      _view_module_version: options.view_module_version,
      _view_name: options.view_name,
    };
    const content = { comm_id: id, target_name: this.comm_target_name, data: { state } };
    this.comms.kernel.send("comm_open", content, {
      metadata: { version: this.base.PROTOCOL_VERSION },
    });
    const model = await this.new_model({ ...options, model_id: id }, values);
    model.sync("create", model);
    return model;
  }

  /** @param {Record<string, any>} options @param {Record<string, any>} [state] */
  new_model({ model_id, comm, model_name, model_module, model_module_version }, state = {}) {
    const id = model_id ?? comm?.comm_id ?? newId();
    this.data.models[id] = {
      name: model_name,
      module: model_module,
      version: model_module_version,
      state,
    };
    return this.get_model(id);
  }

  /** @param {any} model @param {Record<string, any>} [options] */
  create_view(model, options = {}) {
    const id = newId();
    const made = (model.state_change = model.state_change.then(() =>
      this.makeView(model, options),
    ));
    model.views[id] = made;
    made.then((/** @type {any} */ view) => view.once("remove", () => delete model.views?.[id]));
    return made;
  }

  /** @param {any} model @param {Record<string, any>} options */
  async makeView(model, options) {
    const given = { model, options: this.setViewOptions(options) };
    try {
      if (model.failed || this.refused.has(model.module))
        throw new Error(`${model.name} of ${model.module} can't be drawn.`);
      const name = model.get("_view_name");
      const View = await this.loadClass(
        name,
        model.get("_view_module"),
        model.get("_view_module_version"),
      );
      const view = new View(given);
      view.listenTo(model, "destroy", view.remove);
      await view.render();
      return view;
    } catch (error) {
      console.error(error);
      const view = new this.Failed(given);
      view.render();
      return view;
    }
  }

  /** @param {string} name @param {string} module @param {string} version */
  async loadClass(name, module, version) {
    const found = await this.findClass(name, module);
    if (!found) throw new Error(`There is no ${name} in ${module} ${version}.`);
    return found;
  }

  /** @param {Record<string, any>} [options] */
  setViewOptions(options = {}) {
    return options;
  }

  /** The callbacks for answers to a view's messages: outputs go only to Output widgets. */
  callbacks() {
    return {};
  }

  /** @param {string} url */
  resolveUrl(url) {
    return Promise.resolve(url);
  }

  /** @param {string} source Words with some HTML, such as a label's. */
  inline_sanitize(source) {
    return sanitized(source);
  }
}

/**
 * The published class holds values back until the kernel has handled the last ones, so a button press would
 * arrive before them: this tells the comm, which sends them first.
 * @param {any} model @param {import("../kernel/comms.js").Comm} comm
 */
function tellWhatWaits(model, comm) {
  let kept = model._msg_buffer;
  const push = () => {
    const values = kept;
    const callbacks = model._msg_buffer_callbacks;
    model._msg_buffer = model._msg_buffer_callbacks = null;
    model.rememberLastUpdateFor(model.send_sync_message(values, callbacks));
  };
  Object.defineProperty(model, "_msg_buffer", {
    get: () => kept,
    set: (values) => {
      kept = values;
      if (values) comm.waits(push);
      else comm.waitsNoMore(push);
    },
  });
}

/** @param {any} base @returns {any} The replacement for a widget that can't be drawn. */
function failedView(base) {
  return class extends base.DOMWidgetView {
    render() {
      this.el.classList.add("wb-cell-failed");
      const { module } = this.model;
      this.el.textContent = OURS.test(module)
        ? t("serve.cell.failed")
        : t("serve.library", { library: module });
    }
  };
}
