/**
 * The line between a page and its kernel: attached when the first message must leave, mended when it breaks.
 *
 * What is sent meanwhile is kept, in order. A message counts as delivered when the kernel has begun with it:
 * whatever had no answer when the line broke is sent again on the new one.
 * Not here: what a person is told of it (see connection.js), and widgets (see the hosts).
 */

import { askAfterKernel, askForKernel } from "./asking.js";
import { newId } from "./ids.js";
import { PROTOCOL, compose, decode, encode, weigh } from "./wire.js";

/** Milliseconds. */
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 10_000;
const SILENCE = 10_000;
const SETTLED_WITHIN = 500;

/**
 * @typedef {import("./wire.js").Message} Message
 * @typedef {import("./wire.js").Bytes} Bytes
 * @typedef {"lost" | "restarting" | "back" | "full" | "ended"} State
 * @typedef {{shell?: {reply?: (message: Message) => void},
 *   iopub?: {status?: (message: Message) => void, output?: (message: Message) => void,
 *     clear_output?: (message: Message) => void}}} Callbacks
 * @typedef {{id: string, message: Omit<Message, "buffers"> & {buffers: Bytes[]}, sent: boolean}} Kept
 * @typedef {{baseUrl: string, homeUrl: string, page: string, build: string, kernel: string | null,
 *   key: string, mostBytes: number}} Config `mostBytes` is the most that the server takes in one message, 0 for
 *   any number.
 * @typedef {"attached" | "settled" | "lost" | "restarting" | import("./asking.js").Wait} Outcome
 */

export class Kernel {
  /** @param {Config} config */
  constructor(config) {
    this.config = config;
    /** @type {string | null} */
    this.id = config.kernel;
    this.key = config.key;
    this.session = newId();
    this.ended = false;
    /** Whether a kernel of this page's may have ended because the page never reached it. */
    this.unreached = !config.kernel;
    /** Called when there is something to say; `place` is one's number in the line, where that is known. */
    this.onState = (/** @type {State} */ _state, /** @type {number | undefined} */ _place) => {};
    /** Called when a message is too large for the server; both figures are bytes. */
    this.onTooLarge = (/** @type {number} */ _size, /** @type {number} */ _most) => {};
    /** @type {(message: Message) => void | Promise<void>} What the kernel publishes, one after another. */
    this.onMessage = () => {};
    /** @type {Map<string, Kept>} What the kernel has not begun with, in the order that it was sent. */
    this.kept = new Map();
    /** @type {Map<string, Callbacks>} */
    this.callbacks = new Map();
    /** @type {WebSocket | null} */
    this.socket = null;
    this.ready = false;
    this.doubt = false;
    this.settling = false;
    this.heard = 0;
    this.silent = false;
    this.ticket = "";
    this.handshake = "";
    this.leaving = new AbortController();
    this.wake = () => {};
    this.chain = Promise.resolve();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.silence = undefined;
  }

  /** Whether anything was ever wanted of a kernel. */
  get begun() {
    return this.id !== null || this.kept.size > 0;
  }

  /** Connects where there is a kernel already. */
  open() {
    if (this.id) void this.settle();
  }

  /**
   * Sends a message, now or as soon as that can be. One that is too large is not sent, and said to be.
   * @param {string} type
   * @param {any} content
   * @param {{callbacks?: Callbacks, metadata?: Record<string, any>, buffers?: Bytes[]}} [more]
   * @returns {string} The message's id.
   */
  send(type, content, { callbacks, metadata = {}, buffers = [] } = {}) {
    const message = compose(this.session, type, content, metadata, buffers);
    const id = message.header.msg_id;
    if (this.ended) return id;
    const size = weigh(message);
    if (this.config.mostBytes && size > this.config.mostBytes) {
      this.onTooLarge(size, this.config.mostBytes);
      // A model counts the answers that it waits for, and would keep all that follows back for this one.
      queueMicrotask(() => callbacks?.iopub?.status?.(done(message)));
      return id;
    }
    this.kept.set(id, { id, message, sent: false });
    if (callbacks) this.callbacks.set(id, callbacks);
    if (this.ready) this.flush();
    else void this.settle();
    return id;
  }

  /** Looks how things stand, because something happened that may have broken the line. */
  check() {
    if (!this.begun || this.ended) return;
    this.doubt = true;
    void this.settle();
  }

  /** The page is being left. Returns the id of its kernel, which nobody will need, or null. */
  leave() {
    this.leaving.abort();
    this.leaving = new AbortController();
    return this.ended ? null : this.id;
  }

  /** Finds out how things stand, until they are settled one way or the other. */
  async settle() {
    this.wake();
    if (this.settling || this.ended) return;
    this.settling = true;
    let wait = FIRST_WAIT;
    let waited = false;
    for (;;) {
      const outcome = await this.step(waited);
      if (outcome === "settled") break;
      if (outcome === "attached") continue;
      if (outcome === "lost" || outcome === "restarting") {
        this.onState(outcome, undefined);
        waited = true;
        await this.pause(wait);
        wait = Math.min(wait * 2, LONGEST_WAIT);
      } else {
        this.onState("full", outcome.place);
        await this.pause(outcome.again);
      }
    }
    this.settling = false;
    // A line that broke, or an event that came, while this was coming to its end.
    if (!this.ended && (this.doubt || !this.socket)) void this.settle();
  }

  /**
   * One step towards a line that works.
   * @param {boolean} waited Whether it was lost before: what is left of it is not trusted then.
   * @returns {Promise<Outcome>}
   */
  async step(waited) {
    if (!navigator.onLine) return "lost";
    if (!this.id) return this.attach();
    if (this.doubt) {
      this.doubt = false;
      const answer = await askAfterKernel(this.config, this.id);
      if (answer === "gone") return this.unreached ? this.renew() : this.end();
      if (answer === "unreachable") {
        this.doubt = true;
        return "lost";
      }
      // This side's socket can have died without a word.
      const silent = this.silent && answer.execution_state !== "busy";
      if (this.socket && (waited || silent || answer.connections === 0)) this.drop();
    }
    if (this.socket || (await this.connect())) {
      this.onState("back", undefined);
      return "settled";
    }
    this.doubt = true;
    return "lost";
  }

  /** @returns {Promise<Outcome>} */
  async attach() {
    const answer = await askForKernel(this.config, this.ticket, this.leaving.signal);
    if (typeof answer === "string") return answer === "refused" ? this.end() : answer;
    if ("kernel" in answer) {
      this.id = answer.kernel;
      this.key = answer.key;
      return "attached";
    }
    this.ticket = answer.ticket;
    return answer;
  }

  /**
   * Asks for another kernel, once: on a slow network the first may have ended before the page came to it, and it
   * has heard nothing of the page.
   * @returns {Promise<Outcome>}
   */
  renew() {
    this.unreached = false;
    this.id = null;
    return this.attach();
  }

  /** @returns {Promise<boolean>} Whether the socket opened; what is kept leaves once the kernel answers on it. */
  connect() {
    const { protocol, host } = location;
    const query = `session_id=${this.session}`;
    const path = `${this.config.baseUrl}api/kernels/${this.id}/channels?${query}`;
    const scheme = protocol === "https:" ? "wss:" : "ws:";
    // Addresses are noted down on their way: the key is in none.
    const socket = new WebSocket(`${scheme}//${host}${path}`, [PROTOCOL, `key.${this.key}`]);
    socket.binaryType = "arraybuffer";
    return new Promise((resolve) => {
      socket.onopen = () => {
        this.socket = socket;
        this.unreached = false;
        this.greet();
        resolve(true);
      };
      socket.onmessage = (event) => this.receive(decode(event.data, socket.protocol));
      socket.onclose = () => {
        resolve(false);
        if (this.socket !== socket) return;
        this.drop();
        this.check();
      };
    });
  }

  /**
   * Asks the kernel for a sign. What it publishes before the server listens would be lost, so nothing else is
   * sent until it has answered.
   */
  greet() {
    const message = compose(this.session, "kernel_info_request", {});
    this.handshake = message.header.msg_id;
    this.socket?.send(encode(message, this.socket.protocol));
    this.listen();
  }

  /** Lets go of the socket. */
  drop() {
    const socket = this.socket;
    this.socket = null;
    this.ready = false;
    clearTimeout(this.silence);
    socket?.close();
  }

  /** @param {Message} message */
  receive(message) {
    this.heard = Date.now();
    this.silent = false;
    const parent = message.parent_header.msg_id ?? "";
    const type = message.header.msg_type;
    if (type === "status") this.kept.delete(parent);
    const state = type === "status" && message.content.execution_state;
    if (state === "dead") this.check();
    // The server is being stopped: it finishes what it was sent, and then hangs up.
    if (state === "restarting") this.onState("restarting", undefined);
    // A thread of the kernel's names what was asked last as its parent, and that may be the greeting.
    const isSign = type === "status" || type === "kernel_info_reply";
    if (parent && parent === this.handshake && isSign) this.answered(message);
    else this.chain = this.chain.then(() => this.handle(message)).catch(console.error);
  }

  /** @param {Message} message An answer to the greeting. */
  answered(message) {
    const idle = message.content.execution_state === "idle";
    if (idle) this.begin();
    else if (message.header.msg_type !== "kernel_info_reply") return;
    else if (![...this.kept.values()].some((one) => one.sent)) this.begin();
    // On a new socket the signs of what was sent on the one before are still to come, and end with this one's.
    else setTimeout(() => this.begin(), SETTLED_WITHIN);
  }

  begin() {
    if (this.ready || !this.socket) return;
    this.ready = true;
    for (const one of this.kept.values()) one.sent = false;
    this.flush();
  }

  flush() {
    const socket = this.socket;
    if (!socket) return;
    for (const one of this.kept.values()) {
      if (one.sent) continue;
      socket.send(encode(one.message, socket.protocol));
      one.sent = true;
    }
    this.listen();
  }

  /** Looks after a while whether anything was heard since: a line can die without closing. */
  listen() {
    clearTimeout(this.silence);
    const since = Date.now();
    this.silence = setTimeout(() => {
      if (!this.kept.size && this.ready) return;
      this.silent = this.heard < since;
      if (this.silent) this.check();
      this.listen();
    }, SILENCE);
  }

  /** @param {Message} message */
  async handle(message) {
    const parent = message.parent_header.msg_id ?? "";
    const callbacks = this.callbacks.get(parent);
    const type = message.header.msg_type;
    if (message.channel === "shell") callbacks?.shell?.reply?.(message);
    if (message.channel !== "iopub") return;
    await this.onMessage(message);
    if (type !== "status") return;
    callbacks?.iopub?.status?.(message);
    if (message.content.execution_state === "idle") this.callbacks.delete(parent);
  }

  /** @returns {"settled"} */
  end() {
    this.ended = true;
    this.drop();
    this.onState("ended", undefined);
    return "settled";
  }

  /** @param {number} ms @returns {Promise<void>} After that time, or as soon as something happens. */
  pause(ms) {
    return new Promise((resolve) => {
      setTimeout(resolve, ms);
      // What comes second finds it settled.
      this.wake = () => resolve();
    });
  }
}

/**
 * @param {Omit<Message, "buffers">} message One that never left.
 * @returns {Message} What the kernel says when it is done with a message.
 */
function done(message) {
  const header = { ...message.header, msg_id: newId(), msg_type: "status" };
  const content = { execution_state: "idle" };
  const parent_header = message.header;
  return { channel: "iopub", header, parent_header, metadata: {}, content, buffers: [] };
}
