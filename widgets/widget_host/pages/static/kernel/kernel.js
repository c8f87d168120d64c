/**
 * The connection between a page and its kernel: opened for the first message, and restored when it breaks.
 *
 * Messages sent meanwhile are queued, in order. A message counts as delivered when the kernel has started
 * handling it: messages without an answer when the connection broke are sent again on the new one. Not here:
 * what a person sees of it (see connection.js), and widgets (see the hosts).
 */

import { askAfterKernel, askForKernel } from "./asking.js";
import { newId } from "../common/ids.js";
import { PROTOCOL, compose, decode, encode, weigh } from "./wire.js";

/** Milliseconds. */
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 10_000;
const SILENCE = 10_000;
const SETTLED_WITHIN = 500;
/** The code with which a page that is left hangs up (_LEFT in kernels/websocket.py). */
const LEFT = 4001;

/**
 * @typedef {import("./wire.js").Message} Message
 * @typedef {import("./wire.js").Bytes} Bytes
 * @typedef {"lost" | "restarting" | "back" | "full" | "ended"} State
 * @typedef {{shell?: {reply?: (message: Message) => void},
 *   iopub?: {status?: (message: Message) => void, output?: (message: Message) => void,
 *     clear_output?: (message: Message) => void}}} Callbacks
 * @typedef {{id: string, message: Omit<Message, "buffers"> & {buffers: Bytes[]}, sent: boolean}} Kept
 * @typedef {{baseUrl: string, homeUrl: string, page: string, build: string, kernel: string | null,
 *   key: string, mostBytes: number}} Config `mostBytes` is the largest message that the server accepts, 0 for no limit.
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
    /** Whether this page's kernel may have ended because the page never connected to it. */
    this.unreached = !config.kernel;
    /** Called when the state changes; `place` is the position in the queue, if known. */
    this.onState = (/** @type {State} */ _state, /** @type {number | undefined} */ _place) => {};
    /** Called when a message is too large for the server; both figures are bytes. */
    this.onTooLarge = (/** @type {number} */ _size, /** @type {number} */ _most) => {};
    /** @type {(message: Message) => void | Promise<void>} Handles the kernel's IOPub messages, one after another. */
    this.onMessage = () => {};
    /** @type {Map<string, Kept>} Messages that the kernel has not started handling, in order. */
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

  /** Whether a kernel was ever needed. */
  get begun() {
    return this.id !== null || this.kept.size > 0;
  }

  /** Connects if there is already a kernel. */
  open() {
    if (this.id) void this.settle();
  }

  /**
   * Sends a message, now or as soon as possible. One that is too large is not sent, but reported.
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
      // A model counts the answers that it waits for, and would hold back everything after this one.
      queueMicrotask(() => callbacks?.iopub?.status?.(done(message)));
      return id;
    }
    this.kept.set(id, { id, message, sent: false });
    if (callbacks) this.callbacks.set(id, callbacks);
    if (this.ready) this.flush();
    else void this.settle();
    return id;
  }

  /** Checks the connection, because something happened that may have broken it. */
  check() {
    if (!this.begun || this.ended) return;
    this.doubt = true;
    void this.settle();
  }

  /**
   * Called when the page is left: hangs up, which ends its kernel. Returns the kernel's id, or null, for a request
   * that ends it too: the page may not be connected just now.
   */
  leave() {
    this.leaving.abort();
    this.leaving = new AbortController();
    this.drop(LEFT);
    return this.ended ? null : this.id;
  }

  /** Checks the connection repeatedly, until its state is settled. */
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
    // The connection broke, or an event came, while this was ending.
    if (!this.ended && (this.doubt || !this.socket)) void this.settle();
  }

  /**
   * One step towards a working connection.
   * @param {boolean} waited Whether it was lost before: then the old socket is not trusted.
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
      // This side's socket may have died silently.
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
   * Requests another kernel, once: on a slow network the first may have ended before the page connected,
   * without having got any message.
   * @returns {Promise<Outcome>}
   */
  renew() {
    this.unreached = false;
    this.id = null;
    return this.attach();
  }

  /** @returns {Promise<boolean>} Whether the socket opened; queued messages are sent once the kernel answers on it. */
  connect() {
    const { protocol, host } = location;
    const query = `session_id=${this.session}`;
    const path = `${this.config.baseUrl}api/kernels/${this.id}/channels?${query}`;
    const scheme = protocol === "https:" ? "wss:" : "ws:";
    // Addresses are logged on their way, so they never contain the key.
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
   * Sends a request to the kernel. Messages that it publishes before the server listens would be lost, so
   * nothing else is sent until it has answered.
   */
  greet() {
    const message = compose(this.session, "kernel_info_request", {});
    this.handshake = message.header.msg_id;
    this.socket?.send(encode(message, this.socket.protocol));
    this.listen();
  }

  /** Drops the socket. @param {number} [code] Why, as the server knows it. */
  drop(code) {
    const socket = this.socket;
    this.socket = null;
    this.ready = false;
    clearTimeout(this.silence);
    socket?.close(code);
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
    // The server is stopping: it finishes pending requests, and then disconnects.
    if (state === "restarting") this.onState("restarting", undefined);
    // A kernel's thread has the last request as its parent, which may be the greeting.
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
    // On a new socket, messages about requests on the previous one still arrive, and end with this one's.
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

  /** Checks after a while whether any message has arrived: a connection can die without closing. */
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

  /** @param {number} ms @returns {Promise<void>} Settles after that time, or as soon as something happens. */
  pause(ms) {
    return new Promise((resolve) => {
      setTimeout(resolve, ms);
      // The second call finds it settled.
      this.wake = () => resolve();
    });
  }
}

/**
 * @param {Omit<Message, "buffers">} message One that was never sent.
 * @returns {Message} The kernel's message when it has finished with a request.
 */
function done(message) {
  const header = { ...message.header, msg_id: newId(), msg_type: "status" };
  const content = { execution_state: "idle" };
  const parent_header = message.header;
  return { channel: "iopub", header, parent_header, metadata: {}, content, buffers: [] };
}
