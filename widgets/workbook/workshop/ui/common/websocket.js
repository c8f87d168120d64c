/**
 * The line between a page and the workshops of its server: one WebSocket, made again whenever it breaks.
 *
 * A question has a number and so has its answer; what has none is pushed. A line that gives no answer in time
 * is dead, whatever the browser says: phones sleep, and a crowded network drops without a word. Not here:
 * what is said on it (see room.js).
 */

/** Milliseconds. */
const HERE_EVERY = 15_000;
const ANSWERED_WITHIN = 8_000;
const WOKEN_WITHIN = 3_000;
const STALE = 2_000;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 8_000;

/** @typedef {Record<string, any> & {type: string}} RoomMessage */

/** @param {string} baseUrl The path that the workbook lives below. @returns {string} */
export function roomAddress(baseUrl) {
  return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${baseUrl}workbook/workshop`;
}

export class RoomLine {
  /** @param {string} address */
  constructor(address) {
    this.address = address;
    /** Whether messages pass just now. */
    this.up = false;
    /** Called at each new line: whoever uses it says who they are. */
    this.onOpen = () => {};
    this.onDown = () => {};
    /** @type {(message: RoomMessage) => void} Called for what nobody asked for. */
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

  /** Connects, and stays connected until it is closed. */
  open() {
    if (this.wanted) return;
    this.wanted = true;
    document.addEventListener("visibilitychange", this.check);
    for (const sign of ["online", "pageshow"]) window.addEventListener(sign, this.check);
    // A page with an open line could not be put aside by the browser, and come back as it was.
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
   * @param {number} [within] How long an answer may take, in ms; then the line is given up.
   * @returns {Promise<RoomMessage>} The answer, which may be a refusal. Rejects when the line is down.
   */
  ask(message, within = ANSWERED_WITHIN) {
    const { socket } = this;
    if (!socket || !this.up) return Promise.reject(new Error("The line is down."));
    this.count += 1;
    const id = this.count;
    return new Promise((resolve, reject) => {
      const since = Date.now();
      // Where others hear answers, this one is only slow.
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
    // Each at a moment of its own: after a restart, a whole room comes back.
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

  /** Looks at once, when the page is seen again or the network is back. */
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
