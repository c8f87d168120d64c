/**
 * The entry to a workshop. Every page has it, so it is small: the rest is loaded when somebody joins, or when
 * this browser is in a workshop.
 */

import { own } from "../../../../widget_host/pages/static/common/storage_namespace.js";
import { tellUnusable } from "../../../../widget_host/pages/static/page/unusable.js";
import { t } from "../../../../widget_host/pages/static/common/words.js";

/** The storage key of a browser's seat; see ../common/store.js. */
const SEAT = "wb-workshop";
/** How long to wait before trying to load the rest again, and for more of the page, in ms. */
const AGAIN = 2_500;
const SOON = 50;

/** @type {Promise<any> | undefined} */
let inside;

/** Joins if the address has a code or the browser a seat, and when the form on the home page is submitted. */
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

/** Removes a code from the address immediately, so that it is in no history, and in no screenshot. */
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

/** @param {HTMLFormElement} [form] @returns {Promise<any>} The workshop's module, once it is loaded; undefined if it can't be parsed. */
async function load(form) {
  // The page may still be loading, and its exercises need not be ready.
  while (!document.querySelector(".wb-header")) await pause(SOON);
  const address = document.body.dataset.workshop ?? "";
  for (let tries = 0; ; tries += 1) {
    try {
      // A browser does not retry a failed module, unless its address differs.
      const module = await import(tries ? `${address}#${tries}` : address);
      return await module.openWorkshop(module.words);
    } catch (error) {
      // If this browser can't parse it, a retry won't help.
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
