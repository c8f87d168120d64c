/**
 * A widget's model for modules that use the published anywidget interface (anywidget.dev/en/afm).
 *
 * Here: values, their changes, and their synchronisation with the kernel. Not here: drawing (see
 * host_light.js).
 */

import { putBuffers, takeBuffers } from "../kernel/buffers.js";

/**
 * @typedef {import("../kernel/comms.js").Comm} Comm
 * @typedef {import("../kernel/wire.js").Message} Message
 * @typedef {import("../kernel/kernel.js").Callbacks} Callbacks
 * @typedef {(...values: any[]) => void} Listener
 * @typedef {{get_model: (id: string) => Promise<any>}} Manager
 */

export class LightModel {
  /**
   * @param {Comm} comm
   * @param {{name: string, module: string, state: Record<string, any>}} about
   * @param {Manager} manager
   */
  constructor(comm, { name, module, state }, manager) {
    this.comm = comm;
    this.model_id = comm.comm_id;
    this.name = name;
    this.module = module;
    this.widget_manager = manager;
    this.state = state;
    /** @type {{event: string, listener: Listener, context: unknown}[]} */
    this.listeners = [];
    /** @type {Record<string, any>} The values set here since the last `save_changes`. */
    this.changed = {};
    /** @type {Record<string, any> | null} The values held back until the kernel has handled the last update. */
    this.waiting = null;
    this.busy = false;
    this.push = () => this.pushWaiting();
    /** @type {Map<string, string>} The message whose echo a value waits for; earlier echoes are outdated. */
    this.echoes = new Map();
    comm.on_msg((message) => this.receive(message));
    comm.on_close(() => this.emit("destroy"));
  }

  /** @param {string} name @returns {any} */
  get(name) {
    return this.state[name];
  }

  /** @param {string | Record<string, any>} name @param {any} [value] */
  set(name, value) {
    const values = typeof name === "string" ? { [name]: value } : name;
    this.take(values, (fresh) => Object.assign(this.changed, fresh));
  }

  /** @param {Callbacks} [callbacks] */
  save_changes(callbacks) {
    const values = this.changed;
    this.changed = {};
    if (!Object.keys(values).length) return;
    if (!this.busy) return this.update(values, callbacks);
    this.waiting = { ...this.waiting, ...values };
    this.comm.waits(this.push);
  }

  /**
   * @param {any} content
   * @param {Callbacks | undefined} [callbacks]
   * @param {(ArrayBuffer | ArrayBufferView)[]} [buffers]
   */
  send(content, callbacks, buffers) {
    this.comm.send({ method: "custom", content }, callbacks, {}, buffers);
  }

  /** @param {string} events One, or some with spaces between. @param {Listener} listener @param {unknown} [context] */
  on(events, listener, context) {
    for (const event of events.split(/\s+/)) this.listeners.push({ event, listener, context });
  }

  /**
   * Without a name, a listener or a context: for all of them.
   * @param {string | null} [events] @param {Listener | null} [listener] @param {unknown} [context]
   */
  off(events, listener, context) {
    const names = events?.split(/\s+/);
    this.listeners = this.listeners.filter(
      (one) =>
        (names && !names.includes(one.event)) ||
        (listener && one.listener !== listener) ||
        (context && one.context !== context),
    );
  }

  toJSON() {
    return `IPY_MODEL_${this.model_id}`;
  }

  /** @param {Message} message */
  receive({ content: { data }, buffers, parent_header }) {
    if (data.method === "custom") this.emit("msg:custom", data.content, buffers);
    if (data.method !== "update" && data.method !== "echo_update") return;
    const paths = data.buffer_paths ?? [];
    const values = data.state;
    putBuffers(values, paths, buffers.slice(0, paths.length));
    if (data.method === "echo_update") this.dropEchoes(values, parent_header.msg_id);
    this.take(values);
  }

  /**
   * Removes the values that are newer on this side.
   * @param {Record<string, any>} values @param {string | undefined} parent
   */
  dropEchoes(values, parent) {
    for (const name of Object.keys(values)) {
      const expected = this.echoes.get(name);
      if (expected === undefined) continue;
      if (expected === parent) this.echoes.delete(name);
      if (expected !== parent || (this.waiting && name in this.waiting)) delete values[name];
    }
  }

  /**
   * @param {Record<string, any>} values
   * @param {(fresh: Record<string, any>) => void} [note] Called with the changed values, before all
   *   listeners.
   */
  take(values, note = () => {}) {
    const fresh = Object.entries(values).filter(
      ([name, value]) => !isSame(this.state[name], value),
    );
    for (const [name, value] of fresh) this.state[name] = value;
    note(Object.fromEntries(fresh));
    for (const [name, value] of fresh) this.emit(`change:${name}`, this, value, {});
    if (fresh.length) this.emit("change", this, {});
  }

  /** @param {Record<string, any>} values @param {Callbacks} [callbacks] */
  update(values, callbacks = {}) {
    const { state, paths, buffers } = takeBuffers(values);
    const status = (/** @type {Message} */ message) => {
      callbacks.iopub?.status?.(message);
      if (message.content.execution_state !== "idle") return;
      this.busy = false;
      this.push();
    };
    this.busy = true;
    const data = { method: "update", state, buffer_paths: paths };
    const heard = { ...callbacks, iopub: { ...callbacks.iopub, status } };
    const id = this.comm.send(data, heard, {}, buffers);
    for (const name of Object.keys(values)) this.echoes.set(name, id);
  }

  pushWaiting() {
    this.comm.waitsNoMore(this.push);
    const values = this.waiting;
    this.waiting = null;
    if (values) this.update(values);
  }

  /** @param {string} event @param {...any} values */
  emit(event, ...values) {
    for (const one of this.listeners.filter((one) => one.event === event)) one.listener(...values);
  }
}

/** @param {any} one @param {any} other @returns {boolean} Whether two values of a state are deeply equal. */
function isSame(one, other) {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || !one || !other) return false;
  if (Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) return false;
  if (!Array.isArray(one) && Object.getPrototypeOf(one) !== Object.prototype) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => name in other && isSame(one[name], other[name]))
  );
}
