/**
 * The connection between a page and the workshops of its server: one WebSocket, reopened whenever it breaks.
 *
 * Requests and their answers are numbered; messages without a number are pushed. A connection that gives no
 * answer in time counts as dead, whatever the browser reports: phones sleep, and a crowded network drops
 * connections silently. Not here: the messages (see participation.js).
 */

/** Milliseconds. */
const HERE_EVERY = 15_000;
const ANSWERED_WITHIN = 8_000;
const WOKEN_WITHIN = 3_000;
const STALE = 2_000;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 8_000;

/** @typedef {Record<string, any> & {type: string}} RoomMessage */

/** @param {string} baseUrl The workbook's base path. @returns {string} */
export function roomAddress(baseUrl) {
  return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${baseUrl}workbook/workshop`;
}

export class RoomLine {
  /** @param {string} address */
  constructor(address) {
    this.address = address;
    /** Whether the connection works at present. */
    this.up = false;
    /** Called for each new connection, so that its user can identify themselves. */
    this.onOpen = () => {};
    this.onDown = () => {};
    /** @type {(message: RoomMessage) => void} Called for pushed messages. */
    this.onPush = () => {};
    /** @type {WebSocket | null} */
    this.socket = null;
    this.wanted = false;
    this.began = 0;
    this.heard = 0;
    this.count = 0;
    this.pause = FIRST_PAUSE;
    /** @type {Map<number, {resolve: (answer: RoomMessage) => void, reject: (error: Error) => void}>} */
    this.asked = new Map();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.next = undefined;
    this.check = () => this.#check();
    this.rest = () => this.#drop();
  }

  /** Connects, and reconnects until it is closed. */
  open() {
    if (this.wanted) return;
    this.wanted = true;
    document.addEventListener("visibilitychange", this.check);
    for (const sign of ["online", "pageshow"]) window.addEventListener(sign, this.check);
    // A page with an open connection could not enter the browser's back-forward cache.
    window.addEventListener("pagehide", this.rest);
    this.#connect();
  }

  close() {
    this.wanted = false;
    document.removeEventListener("visibilitychange", this.check);
    for (const sign of ["online", "pageshow"]) window.removeEventListener(sign, this.check);
    window.removeEventListener("pagehide", this.rest);
    this.#drop();
  }

  /**
   * @param {RoomMessage} message Without its number.
   * @param {number} [within] How long an answer may take, in ms; then the connection is dropped.
   * @returns {Promise<RoomMessage>} The answer, which may be a refusal. Rejects if the connection is down.
   */
  ask(message, within = ANSWERED_WITHIN) {
    const { socket } = this;
    if (!socket || !this.up) return Promise.reject(new Error("The line is down."));
    this.count += 1;
    const id = this.count;
    return new Promise((resolve, reject) => {
      const since = Date.now();
      // If other requests get answers, this one is only slow.
      const look = () => {
        if (this.heard > since) timer = setTimeout(() => this.#broke(socket), within);
        else this.#broke(socket);
      };
      let timer = setTimeout(look, within);
      this.asked.set(id, {
        resolve: (answer) => (clearTimeout(timer), resolve(answer)),
        reject: (error) => (clearTimeout(timer), reject(error)),
      });
      socket.send(JSON.stringify({ ...message, id }));
    });
  }

  #connect() {
    clearTimeout(this.next);
    const socket = new WebSocket(this.address);
    this.socket = socket;
    this.began = Date.now();
    const late = setTimeout(() => this.#broke(socket), ANSWERED_WITHIN);
    socket.onopen = () => {
      clearTimeout(late);
      if (socket !== this.socket) return;
      this.up = true;
      this.#sayHere();
      this.onOpen();
    };
    socket.onmessage = ({ data }) => socket === this.socket && this.#hear(data);
    socket.onclose = () => {
      clearTimeout(late);
      this.#broke(socket);
    };
  }

  /** @param {string} data */
  #hear(data) {
    this.pause = FIRST_PAUSE;
    this.heard = Date.now();
    const message = JSON.parse(data);
    const asked = this.asked.get(message.id);
    this.asked.delete(message.id);
    if (asked) asked.resolve(message);
    else if (message.id === undefined) this.onPush(message);
  }

  #sayHere() {
    this.next = setTimeout(() => {
      if (document.visibilityState === "visible") void this.ask({ type: "here" }).catch(() => {});
      this.#sayHere();
    }, HERE_EVERY);
  }

  /** @param {WebSocket} socket */
  #broke(socket) {
    if (socket !== this.socket) return;
    this.#drop();
    if (!this.wanted) return;
    // With a random delay: after a restart, a whole room reconnects.
    this.next = setTimeout(() => this.#connect(), this.pause * (0.5 + Math.random()));
    this.pause = Math.min(2 * this.pause, LONGEST_PAUSE);
  }

  #drop() {
    const { socket, up } = this;
    clearTimeout(this.next);
    this.socket = null;
    this.up = false;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    }
    for (const { reject } of [...this.asked.values()]) reject(new Error("The line is down."));
    this.asked.clear();
    if (up) this.onDown();
  }

  /** Checks immediately when the page becomes visible or the network is back. */
  #check() {
    if (!this.wanted || document.visibilityState !== "visible") return;
    if (this.up) {
      void this.ask({ type: "here" }, WOKEN_WITHIN).catch(() => {});
    } else if (!this.socket || Date.now() - this.began > STALE) {
      this.#drop();
      this.pause = FIRST_PAUSE;
      this.#connect();
    }
  }
}
