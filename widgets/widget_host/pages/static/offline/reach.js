/**
 * Whether the server can be reached, for what a person presses and only the server can do.
 *
 * It is asked before anything is sent: so nothing is on its way while a person waits for the network, and
 * whoever turns to something else has sent nothing.
 */

import { after } from "../common/signals.js";
import { isNobody } from "./nobody.js";

/** The page has lost or found the connection (see offline.js); on the document. */
export const OFFLINE = "widget-host:offline";

/** Milliseconds: after which one is told, how long one answer may take, and how often to ask again. */
const REACH_TOLD_AFTER = 1_000;
const REACHED_WITHIN = 15_000;
const REACH_AGAIN = 3_000;

/** @returns {boolean} Whether the browser or the page's worker says that there is no connection. */
export function isOffline() {
  return !navigator.onLine || "away" in document.documentElement.dataset;
}

/**
 * Waits until the server can be reached.
 * @param {{tell: () => void, isLeft?: () => boolean}} how `tell` is called once, if that takes long: what was
 *   pressed needs the network, and goes on by itself. `isLeft` says whether nobody waits any more.
 * @returns {Promise<boolean>} Whether to go on; false if it was left.
 */
export async function whenReachable({ tell, isLeft = () => false }) {
  let isTold = false;
  const tellOnce = () => {
    if (!isTold && !isLeft()) tell();
    isTold = true;
  };
  for (;;) {
    const late = setTimeout(tellOnce, REACH_TOLD_AFTER);
    const isThere = await isServerThere();
    clearTimeout(late);
    if (isThere || isLeft()) return !isLeft();
    tellOnce();
    await untilMaybeBack();
  }
}

/** @returns {Promise<boolean>} Always true on a page without a server. */
async function isServerThere() {
  const { home, baseUrl } = document.body.dataset;
  if (home === undefined) return true;
  if (!navigator.onLine) return false;
  try {
    const how = { cache: /** @type {const} */ ("no-store"), signal: after(REACHED_WITHIN) };
    const { status } = await fetch(`${baseUrl}healthz`, how);
    return !isNobody(status);
  } catch {
    return false;
  }
}

/** @returns {Promise<void>} Settles when the connection may be back, and after a while in any case. */
function untilMaybeBack() {
  return new Promise((resolve) => {
    const settle = () => {
      clearTimeout(timer);
      window.removeEventListener("online", settle);
      document.removeEventListener(OFFLINE, settle);
      resolve();
    };
    const timer = setTimeout(settle, REACH_AGAIN);
    window.addEventListener("online", settle);
    document.addEventListener(OFFLINE, settle);
  });
}
