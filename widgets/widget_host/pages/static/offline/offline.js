/**
 * A page's side of opening again without a network: it starts the service worker, knows whether the page is
 * kept and whether there is a connection, and tells kindly when there is a newer page.
 *
 * The root element says `data-offline`, the worker's address, if the publisher allows it; this sets `data-kept`
 * on it once the page is kept, and `data-away` while there is no connection. The event `widget-host:offline`
 * on the document follows each change. Where no worker is possible, nothing is set and nothing promised.
 */

import { openAgain } from "../page/place.js";
import { OFFLINE } from "./reach.js";
import { t } from "../common/words.js";

/** How often a page without a connection looks for one, in ms, and how seldom an open one looks for a newer. */
const LOOK_EVERY = 15_000;
const REST = 300_000;

/** Starts the worker, if the browser and the place allow one, and watches the connection. */
export function useOffline() {
  watchNetwork();
  const { offline } = document.documentElement.dataset;
  if (!offline || !canWork()) return;
  const address = new URL(offline, location.href);
  void start(address).catch(() => undefined);
}

/** @returns {boolean} A local file, another site's frame and an insecure address have no worker. */
function canWork() {
  return (
    window.isSecureContext &&
    /^https?:$/.test(location.protocol) &&
    window.parent === window &&
    "serviceWorker" in navigator
  );
}

/** @param {URL} address */
async function start(address) {
  const { serviceWorker } = navigator;
  const watch = new Watch();
  const scope = new URL(".", address).pathname;
  serviceWorker.addEventListener("message", ({ data }) => watch.hear(data));
  const registration = await serviceWorker.register(address.href, {
    scope,
    updateViaCache: "none",
  });
  watch.worker = () => registration.active;
  const worker = registration.active ?? registration.waiting ?? registration.installing;
  if (worker && worker.state !== "activated")
    await new Promise((resolve) =>
      worker.addEventListener(
        "statechange",
        () => worker.state === "activated" && resolve(undefined),
      ),
    );
  watch.begin();
}

class Watch {
  constructor() {
    this.page = location.href.replace(/#.*$/, "");
    const { stored } = document.documentElement.dataset;
    this.version = stored ?? "";
    this.isStored = stored !== undefined;
    this.looked = Date.now();
    this.worker = () => /** @type {ServiceWorker | null} */ (null);
  }

  begin() {
    if (this.isStored) this.check();
    else this.keep();
    setInterval(() => "away" in document.documentElement.dataset && this.look(0), LOOK_EVERY);
    window.addEventListener("online", () => this.check());
    document.addEventListener("visibilitychange", () => this.look(REST));
  }

  keep() {
    const home = document.body.dataset.homeUrl ?? "";
    const files = [new URL(home || ".", location.href).href, ...filesOfPage()];
    this.worker()?.postMessage({ ask: "keep", page: this.page, files: [...new Set(files)] });
  }

  /** @param {number} rest How long to wait after the last time, in ms. */
  look(rest) {
    if (document.visibilityState === "visible" && Date.now() - this.looked >= rest) this.check();
  }

  check() {
    this.looked = Date.now();
    if (!this.version) this.keep();
    else this.worker()?.postMessage({ ask: "check", page: this.page, version: this.version });
  }

  /** @param {any} message */
  hear({ told, version } = {}) {
    if (told === "kept") this.version = version;
    if (this.version) set("kept", true);
    if (told === "away") set("away", true);
    if (told === "current" || told === "updated") set("away", !navigator.onLine);
    if (told === "updated") tellUpdated();
  }
}

/** @returns {string[]} The addresses of what the page has loaded. */
function filesOfPage() {
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  const named = [...document.querySelectorAll("link[href], script[src], img[src]")].map((element) =>
    String(Reflect.get(element, "href") ?? Reflect.get(element, "src")),
  );
  return [...loaded, ...named];
}

/** The browser's own word, which needs no worker. */
function watchNetwork() {
  const look = () => set("away", !navigator.onLine);
  window.addEventListener("offline", look);
  window.addEventListener("online", look);
  look();
}

/** @param {"kept" | "away"} name @param {boolean} is */
function set(name, is) {
  const { dataset } = document.documentElement;
  if (is === name in dataset) return;
  if (is) dataset[name] = "";
  else delete dataset[name];
  document.dispatchEvent(new CustomEvent(OFFLINE));
}

/** A line at the foot of the window, which stays until the reader decides: nothing is reloaded unasked. */
function tellUpdated() {
  if (document.getElementById("wb-updated")) return;
  const line = document.createElement("div");
  line.id = "wb-updated";
  line.className = "wb-updated";
  const words = document.createElement("p");
  words.setAttribute("role", "status");
  const open = button(t("serve.updated.open"), openAgain);
  open.classList.add("wb-button-primary");
  const hide = button(t("serve.hide"), () => {
    line.remove();
    keepClear(0);
  });
  hide.setAttribute("aria-label", t("serve.hide.label"));
  const buttons = document.createElement("div");
  buttons.className = "wb-buttons";
  buttons.append(open, hide);
  line.append(words, buttons);
  document.body.append(line);
  // A live region is announced when its words change, not when it comes.
  requestAnimationFrame(() => {
    words.textContent = t("serve.updated");
    keepClear(line.offsetHeight);
  });
}

/** @param {string} text @param {() => void} press */
function button(text, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "wb-button";
  made.textContent = text;
  made.addEventListener("click", press);
  return made;
}

/** Nothing that gets the focus is scrolled to a place under the line. @param {number} height */
function keepClear(height) {
  document.documentElement.style.scrollPaddingBottom = height ? `${height + 8}px` : "";
}
