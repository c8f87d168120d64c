/**
 * Watches the page's connection to its kernel, and says in plain words when it is lost, restored or ended, or
 * when the server is full.
 *
 * Much on a page may work without the kernel: so the tone is calm. A page that has no kernel, and needs none,
 * shows nothing.
 */

import { endKernel } from "./asking.js";
import { openAgain } from "../page/place.js";
import { placeInLine, t } from "../common/words.js";

/** Milliseconds. */
const GOOD_NEWS = 10_000;
const TICK = 10_000;
const ASLEEP = 3 * TICK;

/** @typedef {"calm" | "lost" | "restarting" | "back" | "full" | "ended"} State */
/** @typedef {import("./kernel.js").Kernel} Kernel */

const WORDS = {
  lost: "lost",
  restarting: "restarting",
  back: "back",
  full: "busy",
  ended: "ended",
};

/** @param {Kernel} kernel */
export function watchConnection(kernel) {
  const banner = new Banner();
  kernel.onState = (state, place) => banner.show(state, place);
  kernel.onTooLarge = (size, most) => banner.tellTooLarge(size, most);
  const element = document.getElementById("wb-connection");
  // Its height changes with its words and with the window's width, for example when a phone is turned or a
  // page zoomed.
  if (element) new ResizeObserver(() => keepClear(element)).observe(element);
  watchBrowser(kernel);
  watchLeaving(kernel);
}

class Banner {
  constructor() {
    /** @type {State} */
    this.state = "calm";
  }

  /** @param {State} state @param {number} [place] */
  show(state, place) {
    const away = this.state === "lost" || this.state === "restarting";
    // Good news is shown only after bad news.
    if (state === "back" && !away) state = "calm";
    // A connection lost while the server restarts is expected.
    if (state === "lost" && this.state === "restarting") return;
    if (this.state === "ended" || (state === "calm" && this.state === "back")) return;
    if (this.state !== state) this.draw(state);
    this.state = state;
    tellPlace(state, place);
    if (state !== "back") return;
    setTimeout(() => {
      if (this.state !== "back") return;
      this.state = "calm";
      this.draw("calm");
    }, GOOD_NEWS);
  }

  /**
   * Shows that something is too large to send, in addition to the state of the connection.
   * @param {number} size Bytes, as most is.
   * @param {number} most
   */
  tellTooLarge(size, most) {
    const banner = document.getElementById("wb-connection");
    const words = banner?.querySelector(".wb-connection-words");
    if (!banner || !words) return;
    // An empty banner takes no space.
    if (this.state === "calm" || this.state === "back") banner.dataset.state = "large";
    banner.querySelector(".wb-connection-large")?.remove();
    const line = document.createElement("p");
    line.className = "wb-connection-large";
    words.after(line);
    line.setAttribute("role", "alert");
    line.textContent = t("serve.large", { size: inMegabytes(size), most: inMegabytes(most) });
    banner
      .querySelector(".wb-buttons")
      ?.replaceChildren(...this.buttons(this.state === "calm" ? "lost" : this.state));
  }

  /** @param {State} state */
  draw(state) {
    const banner = document.getElementById("wb-connection");
    const words = banner?.querySelector(".wb-connection-words");
    const buttons = banner?.querySelector(".wb-buttons");
    if (!banner || !words || !buttons) return;
    // An empty one takes no space; it is never removed from the page, or screen readers would not announce
    // its changes.
    banner.dataset.state = state;
    banner.querySelector(".wb-connection-place")?.remove();
    banner.querySelector(".wb-connection-large")?.remove();
    words.textContent = state === "calm" ? "" : t(`serve.${WORDS[state]}`);
    buttons.replaceChildren(...this.buttons(state));
  }

  /** @param {State} state @returns {HTMLButtonElement[]} */
  buttons(state) {
    if (state === "calm") return [];
    const button = document.createElement("button");
    button.type = "button";
    button.className = "wb-button";
    button.textContent = state === "ended" ? t("serve.resume") : t("serve.hide");
    if (state !== "ended") button.setAttribute("aria-label", t("serve.hide.label"));
    button.addEventListener("click", state === "ended" ? openAgain : () => this.draw("calm"));
    return [button];
  }
}

/**
 * Shows the position in the queue outside of the live region, since it changes every few seconds.
 * @param {State} state
 * @param {number | undefined} place
 */
function tellPlace(state, place) {
  const words = document.querySelector("#wb-connection .wb-connection-words");
  document.querySelector(".wb-connection-place")?.remove();
  if (state !== "full" || place === undefined || !words?.textContent) return;
  const line = document.createElement("p");
  line.className = "wb-connection-place";
  line.setAttribute("role", "region");
  line.setAttribute("aria-label", t("serve.full.label"));
  line.textContent = placeInLine(place - 1);
  words.after(line);
}

/** @param {number} size Bytes. @returns {string} Megabytes, in the usual format of file sizes. */
function inMegabytes(size) {
  const digits = { minimumFractionDigits: 0, maximumFractionDigits: 1 };
  return (size / 2 ** 20).toLocaleString(document.documentElement.lang, digits);
}

/** @param {Kernel} kernel */
function watchBrowser(kernel) {
  const check = () => kernel.check();
  window.addEventListener("offline", check);
  window.addEventListener("online", check);
  let last = Date.now();
  const look = () => {
    const slept = Date.now() - last > ASLEEP;
    last = Date.now();
    if (slept) check();
  };
  // The timers of a hidden tab are throttled, and it needs no updates.
  setInterval(() => document.visibilityState === "visible" && look(), TICK);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") look();
  });
}

/** @param {Kernel} kernel */
function watchLeaving(kernel) {
  let left = false;
  window.addEventListener("pagehide", () => {
    const id = left ? null : kernel.leave();
    if (!id) return;
    left = true;
    endKernel(kernel.config, id, kernel.key);
  });
  // A page restored from the browser's back-forward cache has lost its kernel.
  window.addEventListener("pageshow", (event) => event.persisted && left && openAgain());
}

/**
 * Sets for the styles how much of the window's top is covered, and scrolls the focused element out from under
 * it.
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
