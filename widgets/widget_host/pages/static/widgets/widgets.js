/** Draws a page's widgets in place of their readable content. */

import { Comms } from "../kernel/comms.js";
import { LightHost, UNSEEN } from "./host_light.js";
import { t } from "../common/words.js";

/** @typedef {import("./host_light.js").Host} Host */
/** @typedef {import("./saved.js").Data & {host: string, kernel?: string | null}} Data */

const CONTROLS = "@jupyter-widgets/controls";
/** How long to draw, in ms, before yielding to the browser. */
const PIECE = 40;
/** How long a live exercise may take to show its content, in ms. */
const SETTLED = 1000;

/**
 * @param {import("../kernel/kernel.js").Kernel} kernel
 * @param {Data} data
 * @returns {Promise<void>} When every widget is drawn, or has failed.
 */
export async function drawWidgets(kernel, data) {
  /** @type {NodeListOf<HTMLElement>} */
  const places = document.querySelectorAll(".wb-widget[data-model]");
  if (!data.host) return;
  const comms = new Comms(kernel);
  const host = await openHost(comms, data);
  kernel.open();
  if (data.kernel) refresh(comms, data);
  let since = performance.now();
  for (const place of places) {
    if (performance.now() - since > PIECE) {
      await new Promise((resolve) => setTimeout(resolve));
      since = performance.now();
    }
    await drawIn(place, host);
  }
}

/**
 * Requests the present state of Jupyter's own controls. The page's cells were run in its own kernel, where a
 * thread, for example, has gone on running since.
 * @param {Comms} comms @param {Data} data
 */
function refresh(comms, data) {
  for (const [id, { name, module }] of Object.entries(data.models)) {
    if (module === CONTROLS && !name.endsWith("StyleModel")) comms.join(id).refresh();
  }
}

/** Gives places the height of their contents once they are out of view. */
const outOfSight = new IntersectionObserver((seen) => {
  for (const { target, isIntersecting } of seen)
    if (!isIntersecting) fit(/** @type {HTMLElement} */ (target));
});

/** @param {HTMLElement} place */
function fit(place) {
  outOfSight.unobserve(place);
  const { bottom, height } = place.getBoundingClientRect();
  place.style.minHeight = "";
  // Safari has no scroll anchoring: it does not keep the view in place when something above it changes its
  // height.
  if (bottom <= 0 && !CSS.supports("overflow-anchor", "auto"))
    window.scrollBy(0, place.offsetHeight - height);
}

/** @param {Comms} comms @param {Data} data @returns {Promise<Host>} */
async function openHost(comms, data) {
  if (data.host !== "full") return new LightHost(comms, data);
  try {
    const { openFull } = await import("./host_full.js");
    return await openFull(comms, data, true);
  } catch (error) {
    return { draw: () => Promise.reject(error) };
  }
}

/**
 * Draws a widget invisibly, beside the readable content in its place, which is then removed.
 * @param {HTMLElement} place @param {Host} host
 */
async function drawIn(place, host) {
  const live = document.createElement("div");
  const view = document.createElement("div");
  live.append(view);
  place.style.position = "relative";
  live.setAttribute("style", UNSEEN);
  place.append(live);
  try {
    await host.draw(place.dataset.model ?? "", view, new AbortController().signal);
    // Some exercises read the device's record before they show anything, and most are a line or two lower
    // than their readable content: the content after them stays in place, so that nobody presses something
    // that has just moved there.
    place.style.minHeight = `${place.offsetHeight}px`;
    setTimeout(() => outOfSight.observe(place), SETTLED);
    // What a search has narrowed leaves no gap below it.
    place.addEventListener("input", () => fit(place), { once: true });
    live.removeAttribute("style");
    live.className = "wb-live";
    place.replaceChildren(live);
  } catch (error) {
    console.error(error);
    const note = document.createElement("p");
    note.className = "wb-cell-failed";
    note.textContent = t("serve.cell.failed");
    live.replaceWith(note);
  }
  place.style.position = "";
}
