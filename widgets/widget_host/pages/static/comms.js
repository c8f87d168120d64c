/**
 * The comms of a page: each is the line between one widget here and its other half in the kernel.
 *
 * Here: which message belongs to which, and that what a person did first arrives first. Not here: how messages
 * travel (see kernel.js).
 */

/**
 * @typedef {import("./kernel.js").Kernel} Kernel
 * @typedef {import("./wire.js").Message} Message
 * @typedef {(message: Message) => any} Handler May answer with a promise: what follows then waits for it.
 */

export const TARGET = "jupyter.widget";

/** One line, in the form that the published widget classes expect. */
export class Comm {
  /** @param {Comms} comms @param {string} id */
  constructor(comms, id) {
    this.comms = comms;
    this.comm_id = id;
    this.target_name = TARGET;
    /** Settles when the widget is made: what comes earlier waits for it. @type {Promise<unknown>} */
    this.made = Promise.resolve();
    // A widget has a model in each host where both know it: see host_light.js.
    /** @type {Handler[]} */
    this.handlers = [];
    /** @type {Handler[]} */
    this.closers = [];
    /** The message that asked for the state, and whether this side has said something since. */
    this.asked = "";
    this.spoken = false;
  }

  /** Asks for the state: a thread may have changed it before this page could hear of anything. */
  refresh() {
    const content = { comm_id: this.comm_id, data: { method: "request_state" } };
    this.asked = this.comms.kernel.send("comm_msg", content);
  }

  /** @param {Message} message */
  async handle(message) {
    const { data } = message.content;
    // What a person has changed meanwhile is newer.
    if (this.spoken && this.asked && message.parent_header.msg_id === this.asked) return;
    for (const handler of this.handlers) {
      // Each has its own to take out of.
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
   * Notes that a model keeps values back until the kernel is done with its last update, as all models do.
   * @param {() => void} push Sends them, if it is called: another message must not arrive before them.
   */
  waits(push) {
    this.comms.waiting.set(push, this);
  }

  /** @param {() => void} push The one that was given: what waited has been sent. */
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

/** All comms of the page, and who else listens to what the kernel publishes. */
export class Comms {
  /** @param {Kernel} kernel */
  constructor(kernel) {
    this.kernel = kernel;
    /** @type {Map<string, Comm>} */
    this.all = new Map();
    /** @type {Map<string, Handler[]>} Who takes the outputs of a message, by its id: the last one does. */
    this.captures = new Map();
    /** @type {Map<() => void, Comm>} What models keep back, in the order in which they began to. */
    this.waiting = new Map();
    this.pushing = false;
    /** @type {(comm: Comm, message: Message) => Promise<unknown> | void} When the kernel opens one. */
    this.onOpen = () => {};
    kernel.onMessage = (message) => this.receive(message);
  }

  /** @param {string} id @returns {Comm} The comm of a widget that the kernel knows already. */
  join(id) {
    const known = this.all.get(id);
    if (known) return known;
    const comm = new Comm(this, id);
    this.all.set(id, comm);
    return comm;
  }

  /**
   * Has models send what they keep back, because a message is about to leave that was sent after it.
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

  /** @param {string} id A message's. @param {Handler} handler Takes what it outputs. */
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
