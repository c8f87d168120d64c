/**
 * The comms of a page: each connects a widget here with its counterpart in the kernel.
 *
 * Here: dispatching messages, and sending a person's actions in order. Not here: transport (see kernel.js).
 */

/**
 * @typedef {import("./kernel.js").Kernel} Kernel
 * @typedef {import("./wire.js").Message} Message
 * @typedef {(message: Message) => any} Handler May return a promise, for which later messages wait.
 */

export const TARGET = "jupyter.widget";

/** One comm, with the interface that the published widget classes expect. */
export class Comm {
  /** @param {Comms} comms @param {string} id */
  constructor(comms, id) {
    this.comms = comms;
    this.comm_id = id;
    this.target_name = TARGET;
    /** Settles when the widget is created: earlier messages wait for it. @type {Promise<unknown>} */
    this.made = Promise.resolve();
    // A widget known to both hosts has a model in each: see host_light.js.
    /** @type {Handler[]} */
    this.handlers = [];
    /** @type {Handler[]} */
    this.closers = [];
    /** The message that requested the state, and whether this side has sent something since. */
    this.asked = "";
    this.spoken = false;
  }

  /** Requests the state: a thread may have changed it before this page was connected. */
  refresh() {
    const content = { comm_id: this.comm_id, data: { method: "request_state" } };
    this.asked = this.comms.kernel.send("comm_msg", content);
  }

  /** @param {Message} message */
  async handle(message) {
    const { data } = message.content;
    // Values that a person has changed meanwhile are newer.
    if (this.spoken && this.asked && message.parent_header.msg_id === this.asked) return;
    for (const handler of this.handlers) {
      // Each handler gets its own copy to modify.
      const own = data.state ? { ...data, state: { ...data.state } } : data;
      await handler({ ...message, content: { ...message.content, data: own } });
    }
  }

  /** @param {Message} message */
  closed(message) {
    for (const closer of this.closers) closer(message);
  }

  /** @param {Handler} handler */
  on_msg(handler) {
    this.handlers.push(handler);
  }

  /** @param {Handler} handler */
  on_close(handler) {
    this.closers.push(handler);
  }

  /**
   * Records that a model holds values back until the kernel has handled its last update, as all models do.
   * @param {() => void} push Sends them: no other message may arrive before them.
   */
  waits(push) {
    this.comms.waiting.set(push, this);
  }

  /** @param {() => void} push The same function: the values have been sent. */
  waitsNoMore(push) {
    this.comms.waiting.delete(push);
  }

  /**
   * @param {any} data
   * @param {import("./kernel.js").Callbacks} [callbacks]
   * @param {Record<string, any>} [metadata]
   * @param {import("./wire.js").Bytes[]} [buffers]
   * @returns {string} The message's id.
   */
  send(data, callbacks, metadata, buffers) {
    this.spoken = true;
    this.comms.push(data.method === "update" ? this : undefined);
    const content = { comm_id: this.comm_id, data };
    return this.comms.kernel.send("comm_msg", content, { callbacks, metadata, buffers });
  }

  /** @returns {string} */
  close() {
    this.comms.all.delete(this.comm_id);
    return this.comms.kernel.send("comm_close", { comm_id: this.comm_id, data: {} });
  }
}

/** All comms of the page, and other listeners to the kernel's IOPub messages. */
export class Comms {
  /** @param {Kernel} kernel */
  constructor(kernel) {
    this.kernel = kernel;
    /** @type {Map<string, Comm>} */
    this.all = new Map();
    /** @type {Map<string, Handler[]>} Capture a message's outputs, by its id; the last one is active. */
    this.captures = new Map();
    /** @type {Map<() => void, Comm>} The models' held-back updates, in the order in which they began. */
    this.waiting = new Map();
    this.pushing = false;
    /** @type {(comm: Comm, message: Message) => Promise<unknown> | void} When the kernel opens one. */
    this.onOpen = () => {};
    kernel.onMessage = (message) => this.receive(message);
  }

  /** @param {string} id @returns {Comm} The comm of a widget that the kernel already knows. */
  join(id) {
    const known = this.all.get(id);
    if (known) return known;
    const comm = new Comm(this, id);
    this.all.set(id, comm);
    return comm;
  }

  /**
   * Makes models send their held-back values, because a later message is about to be sent.
   * @param {Comm} [except] The one whose own values are leaving.
   */
  push(except) {
    if (this.pushing) return;
    this.pushing = true;
    try {
      for (const [push, comm] of [...this.waiting]) {
        if (comm !== except && this.waiting.delete(push)) push();
      }
    } finally {
      this.pushing = false;
    }
  }

  /** @param {string} id A message's. @param {Handler} handler Captures its outputs. */
  capture(id, handler) {
    this.captures.set(id, [...(this.captures.get(id) ?? []), handler]);
  }

  /** @param {string} id @param {Handler} handler */
  release(id, handler) {
    const left = (this.captures.get(id) ?? []).filter((one) => one !== handler);
    if (left.length) this.captures.set(id, left);
    else this.captures.delete(id);
  }

  /** @param {Message} message @returns {Promise<void>} */
  async receive(message) {
    const { content, header } = message;
    const comm = this.all.get(content.comm_id);
    if (header.msg_type === "comm_open") {
      if (content.target_name === TARGET && !comm) this.opened(this.join(content.comm_id), message);
    } else if (header.msg_type === "comm_msg") {
      await comm?.made;
      await comm?.handle(message);
    } else if (header.msg_type === "comm_close") {
      await comm?.made;
      this.all.delete(content.comm_id);
      comm?.closed(message);
    } else {
      this.captures.get(message.parent_header.msg_id ?? "")?.at(-1)?.(message);
    }
  }

  /** @param {Comm} comm @param {Message} message */
  opened(comm, message) {
    comm.made = Promise.resolve(this.onOpen(comm, message)).catch((error) => console.error(error));
  }
}
