/**
 * A notebook's page: watches its connection, then has Voila's script draw what the cells showed.
 *
 * The text of the page is there before any of this, and can be read while the exercises are being opened.
 */

import { watchConnection } from "./connection.js";
import { useMenu } from "./menu.js";
import { placeOutputs } from "./outputs.js";
import { restorePlace } from "./place.js";

/** @typedef {{kernelId: string, baseUrl: string, fullStaticUrl: string}} Config */

const kernel = document.getElementById("jupyter-config-data");
/** @type {Config | null} */
const config = kernel ? JSON.parse(kernel.textContent ?? "{}") : null;
// Voila's script keeps the WebSocket that it finds when it is loaded, so the watch has to come first.
if (config) watchConnection(config);
useMenu();
whenParsed(() => {
  void placeOutputs().then(restorePlace);
  if (config) draw(config);
});

/**
 * Has Voila's script draw the widgets. The page has come when its cells have run: a script that asks the kernel
 * earlier is told of no widgets, takes that for all there is, and gives each later one two seconds to appear.
 * @param {Config} config
 */
function draw(config) {
  const script = document.createElement("script");
  script.src = `${config.fullStaticUrl}/voila.js`;
  document.head.append(script);
}

/** @param {() => void} work Done once the whole page has come. */
function whenParsed(work) {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", work);
  else work();
}
