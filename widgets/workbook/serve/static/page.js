/**
 * A notebook's page: watches its connection, then has Voila's script draw what the cells showed.
 *
 * The text of the page is there before any of this, and can be read while the exercises are being opened.
 */

import { watchConnection } from "./connection.js";
import { useMenu } from "./menu.js";
import { placeOutputs } from "./outputs.js";
import { restorePlace } from "./place.js";

const kernel = document.getElementById("jupyter-config-data");
if (kernel) open(JSON.parse(kernel.textContent ?? "{}"));
useMenu();
whenParsed(() => void placeOutputs().then(restorePlace));

/** @param {{kernelId: string, baseUrl: string, fullStaticUrl: string}} config */
function open(config) {
  // Voila's script keeps the WebSocket that it finds when it is loaded, so the watch has to come first.
  watchConnection(config);
  const script = document.createElement("script");
  script.src = `${config.fullStaticUrl}/voila.js`;
  document.head.append(script);
}

/** @param {() => void} work Done once the whole page has come. */
function whenParsed(work) {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", work);
  else work();
}
