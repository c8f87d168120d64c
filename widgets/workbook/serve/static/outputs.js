/** Puts what the cells showed into its place in the text, and says when the exercises are there. */

import { t } from "./words.js";

/** Milliseconds after the page has come, beyond which an exercise that is still missing will not come. */
const PATIENCE = 60_000;

/**
 * Moves each output to its cell, and waits until all have been drawn.
 * @returns {Promise<void>} When every exercise is there, or has failed.
 */
export async function placeOutputs() {
  for (const output of document.querySelectorAll("#wb-outputs [data-cell]")) {
    const cell = document.querySelector(
      `.wb-cell[data-number="${output.getAttribute("data-cell")}"]`,
    );
    cell?.append(output);
  }
  const failed = document.getElementById("wb-failed");
  if (failed) document.getElementById("wb-opening")?.after(failed);
  document.getElementById("wb-outputs")?.remove();

  const cells = [...document.querySelectorAll(".wb-cell[data-waiting]")];
  await Promise.all(cells.map((cell) => drawn(cell)));
  const status = document.getElementById("wb-opening");
  if (status) status.textContent = failed || !cells.length ? "" : t("serve.opened");
  document.body.dataset.ready = "";
}

/**
 * @param {Element} cell
 * @returns {Promise<void>} When something is to be seen in the cell, or nothing will be.
 */
function drawn(cell) {
  return new Promise((resolve) => {
    const done = () => {
      observer.disconnect();
      clearTimeout(timer);
      cell.removeAttribute("data-waiting");
      cell.querySelector(".wb-skeleton")?.remove();
      resolve();
    };
    const look = () => {
      if (isEmpty(cell) || isDrawn(cell)) done();
    };
    const observer = new MutationObserver(look);
    const timer = setTimeout(() => {
      const note = document.createElement("p");
      note.className = "wb-cell-failed";
      note.textContent = t("serve.cell.failed");
      cell.append(note);
      done();
    }, PATIENCE);
    observer.observe(cell, { childList: true, subtree: true });
    look();
  });
}

/** @param {Element} cell @returns {boolean} Whether the cell has nothing to show after all. */
function isEmpty(cell) {
  return !cell.querySelector("script, .wb-cell-failed, .wb-cell-text, .lm-Widget");
}

/** @param {Element} cell @returns {boolean} Whether all that the cell shows has been drawn. */
function isDrawn(cell) {
  if (cell.querySelector("script[type='application/vnd.voila.cell-output+json']")) return false;
  return [...cell.querySelectorAll(".jp-OutputArea-output")].every(
    // Until a widget's module has come there are only the empty boxes that it will be drawn into, or a lone text.
    (output) => output.querySelector(":not(.lm-Widget), button") !== null,
  );
}
