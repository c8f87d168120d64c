/**
 * The way into a workshop. Every page has it, so it is small: what is behind it is fetched when somebody
 * joins, or when this browser is in a workshop.
 */

import { own } from "../../../../widget_host/pages/static/storage_namespace.js";
import { tellUnusable } from "../../../../widget_host/pages/static/unusable.js";
import { t } from "../../../../widget_host/pages/static/words.js";

/** Where a browser keeps its seat; see ../common/store.js. */
const SEAT = "wb-workshop";
/** How long to wait before the rest is asked for again, and for more of the page, in ms. */
const AGAIN = 2_500;
const SOON = 50;

/** @type {Promise<any> | undefined} */
let inside;

/** Goes in where the address or the browser says so, and when the form on the home page is sent. */
export function useWorkshop() {
  takeCode();
  window.addEventListener("hashchange", takeCode);
  window.addEventListener(
    "storage",
    ({ key, newValue }) => key === own(SEAT) && newValue && enter(),
  );
  document.getElementById("wb-join")?.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    void enter(form.querySelector("input")?.value ?? "", form);
  });
  if (hasSeat()) void enter();
}

/** Takes a code out of the address at once: it is to be in no history, and in no screenshot. */
function takeCode() {
  const { hash, pathname, search } = location;
  if (!hash.startsWith("#join=")) return;
  history.replaceState(history.state, "", pathname + search);
  void enter(hash.slice(6).replace(/[^\w-]/g, ""));
}

/** @param {string} [code] @param {HTMLFormElement} [form] Where it was typed. */
async function enter(code, form) {
  inside ??= load(form);
  (await inside)?.enter(code, form);
}

/** @param {HTMLFormElement} [form] @returns {Promise<any>} What a workshop needs, once it has come; nothing where it can't be read. */
async function load(form) {
  // The page may still be on its way, and its exercises are not waited for.
  while (!document.querySelector(".wb-header")) await pause(SOON);
  const address = document.body.dataset.workshop ?? "";
  for (let tries = 0; ; tries += 1) {
    try {
      // A browser does not fetch again what has failed, unless it goes by another name.
      const module = await import(tries ? `${address}#${tries}` : address);
      return await module.openWorkshop(module.words);
    } catch (error) {
      // What this browser can't read, it can't read another time either.
      if (error instanceof SyntaxError) return tellUnusable(error);
      const told = form?.querySelector("[role=status]");
      if (told) told.textContent = t("serve.join.away");
      await pause(AGAIN);
    }
  }
}

/** @param {number} ms */
function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** @returns {boolean} */
function hasSeat() {
  try {
    return localStorage.getItem(own(SEAT)) !== null;
  } catch {
    return false;
  }
}
