/** Moves cells' outputs to their places in the text, if they were sent after the text. */

/** Moves each output to its cell, and removes the placeholder. */
export function placeOutputs() {
  for (const output of document.querySelectorAll("#wb-outputs [data-cell]")) {
    const cell = document.querySelector(
      `.wb-cell[data-number="${output.getAttribute("data-cell")}"]`,
    );
    cell?.append(output);
  }
  const failure = document.querySelector("#wb-outputs .wb-failure");
  if (failure) document.querySelector(".wb-warnings")?.append(failure);
  const failed = document.getElementById("wb-failed");
  if (failed) document.getElementById("wb-opening")?.after(failed);
  document.getElementById("wb-outputs")?.remove();
  for (const cell of document.querySelectorAll(".wb-cell[data-waiting]")) {
    cell.removeAttribute("data-waiting");
    cell.querySelector(".wb-skeleton")?.remove();
  }
}
