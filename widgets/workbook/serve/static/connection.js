/**
 * Watches the page's connection to its kernel, and says in plain words when it is lost, back or over.
 *
 * Exercises answer without the kernel, and what is written is kept on the device: the tone is calm. The server
 * is asked only when something happened: a socket closed, the browser went offline or came back, the machine slept.
 */

import { openAgain } from "./place.js";
import { t } from "./words.js";

/** Milliseconds. */
const ASK_TIMEOUT = 8_000;
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 10_000;
const GRACE = 1_500;
const GOOD_NEWS = 10_000;
const TICK = 10_000;

/** @typedef {"calm" | "lost" | "back" | "ended"} State */
/** @typedef {{kernelId: string, baseUrl: string}} Config */

/** @param {Config} config Names the kernel; to be called before Voila's script is loaded. */
export function watchConnection(config) {
  const watch = new Watch(config);
  watchSockets(watch);
  watchBrowser(watch);
  endWhenLeft(config);
}

class Watch {
  /** @param {Config} config */
  constructor(config) {
    this.address = `${config.baseUrl}api/kernels/${config.kernelId}`;
    /** @type {Set<WebSocket>} */
    this.sockets = new Set();
    /** @type {State} */
    this.state = "calm";
    this.asking = false;
    this.begun = false;
    this.wake = () => {};
  }

  /** @param {WebSocket} socket */
  opened(socket) {
    this.sockets.add(socket);
    this.begun = true;
    if (this.state === "lost") this.show("back");
    this.wake();
  }

  /** @param {WebSocket} socket */
  closed(socket) {
    this.sockets.delete(socket);
    if (this.begun) void this.find();
  }

  /** Finds out how things stand, until they are settled one way or the other. */
  async find() {
    this.wake();
    if (this.asking || this.state === "ended" || !this.begun) return;
    this.asking = true;
    let wait = FIRST_WAIT;
    while (!(await this.isSettled())) {
      await this.pause(wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    }
    this.asking = false;
  }

  /** @returns {Promise<boolean>} */
  async isSettled() {
    const answer = await this.ask();
    if (answer === "gone") {
      this.show("ended");
      return true;
    }
    if (answer === "unreachable") {
      this.show("lost");
      return false;
    }
    if (this.sockets.size === 0) {
      // The server is there and so is the kernel. Voila's script tries again by itself, but gives up after a while.
      await this.pause(GRACE);
      if (this.sockets.size === 0) {
        this.show("lost");
        reconnect();
        return false;
      }
    }
    if (this.state === "lost") this.show("back");
    return true;
  }

  /** @returns {Promise<"there" | "gone" | "unreachable">} */
  async ask() {
    if (!navigator.onLine) return "unreachable";
    try {
      const signal = AbortSignal.timeout(ASK_TIMEOUT);
      const response = await fetch(this.address, { cache: "no-store", signal });
      if (response.status === 404) return "gone";
      if (!response.ok) return "unreachable";
      const { connections } = await response.json();
      // The server knows of no socket, though this side still holds one: it died while the machine slept.
      if (connections === 0) for (const socket of this.sockets) socket.close();
      return "there";
    } catch {
      return "unreachable";
    }
  }

  /** @param {number} ms @returns {Promise<void>} After that time, or as soon as something happens. */
  pause(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** @param {State} state */
  show(state) {
    if (this.state === state || this.state === "ended") return;
    this.state = state;
    showBanner(state);
    if (state !== "back") return;
    setTimeout(() => this.state === "back" && this.show("calm"), GOOD_NEWS);
  }
}

/** @param {Watch} watch */
function watchSockets(watch) {
  window.WebSocket = class extends WebSocket {
    /** @param {string | URL} url @param {string | string[]} [protocols] */
    constructor(url, protocols) {
      super(url, protocols);
      if (!String(url).includes("/api/kernels/")) return;
      this.addEventListener("open", () => watch.opened(this));
      this.addEventListener("close", () => watch.closed(this));
    }
  };
}

/** @param {Watch} watch */
function watchBrowser(watch) {
  window.addEventListener("offline", () => void watch.find());
  window.addEventListener("online", () => void watch.find());
  let last = Date.now();
  setInterval(() => {
    const slept = Date.now() - last > 3 * TICK;
    last = Date.now();
    if (slept) void watch.find();
  }, TICK);
  // A page that the browser had put aside comes back without its kernel.
  window.addEventListener("pageshow", (event) => event.persisted && openAgain());
}

/** @param {Config} config */
function endWhenLeft(config) {
  let left = false;
  window.addEventListener("pagehide", () => {
    if (left) return;
    left = true;
    const form = new FormData();
    form.append("_xsrf", /\b_xsrf=([^;]*)/.exec(document.cookie)?.[1] ?? "");
    navigator.sendBeacon(`${config.baseUrl}voila/api/shutdown/${config.kernelId}`, form);
  });
  // Voila's script ends the kernel on `beforeunload`, which also comes before a download or an e-mail link, when
  // the page stays. And a question whether to leave is of no use, since nothing can be lost.
  const listen = window.addEventListener;
  window.addEventListener = /** @param {any[]} rest */ function (
    /** @type {string} */ type,
    ...rest
  ) {
    if (type !== "beforeunload") Reflect.apply(listen, window, [type, ...rest]);
  };
}

/** Has Voila's script connect again. */
function reconnect() {
  const app = /** @type {any} */ (window).jupyterapp;
  app?.widgetManager?.kernel?.reconnect?.()?.catch?.(() => undefined);
}

/** @param {State} state */
function showBanner(state) {
  const banner = document.getElementById("wb-connection");
  const words = banner?.querySelector(".wb-connection-words");
  const buttons = banner?.querySelector(".wb-buttons");
  if (!banner || !words || !buttons) return;
  // Empty, it takes no room; it is never taken out of the page, or a screen reader would not hear what is said.
  banner.dataset.state = state;
  words.textContent = state === "calm" ? "" : t(`serve.${state}`);
  buttons.replaceChildren(...buttonsOf(state));
  keepClear(banner);
}

/**
 * Tells the styles how much of the window's top is taken, and brings what has the focus out from under it.
 * @param {HTMLElement} banner
 */
function keepClear(banner) {
  const height = banner.offsetHeight;
  document.documentElement.style.setProperty("--wb-banner", `${height}px`);
  const active = document.activeElement;
  if (!height || !active || active === document.body || banner.contains(active)) return;
  const under = banner.getBoundingClientRect().bottom - active.getBoundingClientRect().top;
  if (under > 0 && under < window.innerHeight) window.scrollBy(0, -under - 16);
}

/** @param {State} state @returns {HTMLButtonElement[]} */
function buttonsOf(state) {
  if (state === "calm") return [];
  const button = document.createElement("button");
  button.type = "button";
  button.className = "wb-button";
  button.textContent = state === "ended" ? t("serve.resume") : t("serve.hide");
  if (state !== "ended") button.setAttribute("aria-label", t("serve.hide.label"));
  button.addEventListener("click", state === "ended" ? openAgain : () => showBanner("calm"));
  return [button];
}
