/**
 * Opens a notebook's page: draws its widgets, and watches the connection to its kernel, if it ever has one.
 *
 * The page's text, and the readable content of the widgets, are there before any of this.
 */

import { watchConnection } from "../kernel/connection.js";
import { Kernel } from "../kernel/kernel.js";
import { useMenu } from "./menu.js";
import { placeOutputs } from "./outputs.js";
import { restorePlace } from "./place.js";
import { takeTurn } from "./turn.js";
import { useOffline } from "../offline/offline.js";
import { isUnusable, started, tellUnusable } from "./unusable.js";
import { drawWidgets } from "../widgets/widgets.js";
import { t } from "../common/words.js";

/**
 * @param {{first?: () => void, opened?: () => void}} [more] What the program that mounts the pages does: at once,
 *   and when the widgets have been drawn.
 */
export function openPage({ first = () => {}, opened = () => {} } = {}) {
  if (!isUnusable()) {
    useMenu();
    first();
    whenParsed(() => void open(opened).catch(tellUnusable));
  }
  started();
}

/** @param {() => void} opened */
async function open(opened) {
  takeTurn();
  const text = document.getElementById("wb-page")?.textContent;
  placeOutputs();
  if (text) {
    const data = JSON.parse(text);
    // For later use: the data itself may have been removed from the page by then, with its cells' outputs.
    document.body.dataset.home = data.homeUrl;
    const kernel = new Kernel(data);
    watchConnection(kernel);
    await drawWidgets(kernel, data);
  }
  const status = document.getElementById("wb-opening");
  // It is announced only if there was something to wait for.
  if (status?.textContent) {
    status.textContent = document.getElementById("wb-failed") ? "" : t("serve.opened");
  }
  document.body.dataset.ready = "";
  opened();
  restorePlace();
  useOffline();
}

/** @param {() => void} work Called once the whole page has been parsed. */
export function whenParsed(work) {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", work);
  else work();
}
