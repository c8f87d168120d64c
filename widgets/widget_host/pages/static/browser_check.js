/**
 * Says on the page that its exercises can't be used: because the browser is older than those that are promised
 * (see front/_browsers.py), or because the page's own script did not come. What can be read stays.
 *
 * It is written for browsers of any age, in ECMAScript 5, and so stands alone in a file of its own. The page's
 * script, which has `data-main`, puts `data-started` on the root element once it runs; this one `data-scripts`.
 */

(function () {
  "use strict";
  var root = document.documentElement;
  root.setAttribute("data-scripts", "");

  /** @returns {boolean} Whether it lacks what came last to the oldest browsers that are promised. */
  function isTooOld() {
    var page = /** @type {any} */ (window);
    return !(
      "noModule" in document.createElement("script") &&
      typeof page.structuredClone === "function" &&
      typeof page.BroadcastChannel === "function" &&
      typeof page.HTMLDialogElement === "function" &&
      "at" in Array.prototype &&
      "hasOwn" in Object
    );
  }

  /** @param {string} why "old" or "lost". */
  function tell(why) {
    if (root.hasAttribute("data-unusable")) return;
    root.setAttribute("data-unusable", why);
    show(why);
  }

  /** @param {string} why */
  function show(why) {
    var note = document.getElementById("wb-browser-" + why);
    if (note) note.removeAttribute("hidden");
    else if (document.readyState === "loading") setTimeout(show, 50, why);
    if (document.readyState === "loading")
      document.addEventListener("DOMContentLoaded", stopWaiting);
    else stopWaiting();
  }

  /** Puts what can be read into its place, and takes away what says that more is coming. */
  function stopWaiting() {
    var opening = document.getElementById("wb-opening");
    if (opening) opening.textContent = "";
    each("#wb-outputs [data-cell]", function (output) {
      var place = '.wb-cell[data-number="' + output.getAttribute("data-cell") + '"]';
      var cell = document.querySelector(place);
      if (cell) cell.appendChild(output);
    });
    each(".wb-cell[data-waiting]", function (cell) {
      cell.removeAttribute("data-waiting");
    });
    each(".wb-skeleton", function (skeleton) {
      if (skeleton.parentNode) skeleton.parentNode.removeChild(skeleton);
    });
  }

  /** @param {string} selector @param {(found: Element) => void} work */
  function each(selector, work) {
    Array.prototype.slice.call(document.querySelectorAll(selector)).forEach(work);
  }

  /** What was fetched and did not run is in words that this browser does not know. */
  function look() {
    if (document.querySelector("script[data-main]") && !root.hasAttribute("data-started"))
      tell("old");
  }

  /** @param {any} event */
  function isOfMain(event) {
    var from = event.target;
    return from && from.hasAttribute && from.hasAttribute("data-main");
  }

  /** @returns {boolean} Chrome does from 109 on, and Firefox where its person has not switched it off. */
  function drawsFormulas() {
    if (!("MathMLElement" in window)) return false;
    var made = document.createElementNS("http://www.w3.org/1998/Math/MathML", "math");
    return made instanceof MathMLElement;
  }

  // Where formulas are not drawn, they are text that runs on, as x2 for x².
  if (!drawsFormulas()) {
    root.setAttribute("data-no-mathml", "");
    document.addEventListener("DOMContentLoaded", function () {
      var note = document.getElementById("wb-browser-formulas");
      if (note && document.querySelector("math")) note.removeAttribute("hidden");
    });
  }
  if (isTooOld()) {
    tell("old");
    return;
  }
  document.addEventListener(
    "error",
    function (event) {
      if (isOfMain(event)) tell("lost");
    },
    true,
  );
  document.addEventListener(
    "load",
    function (event) {
      if (isOfMain(event)) look();
    },
    true,
  );
  // Where the script stands in the page itself, nothing is loaded.
  document.addEventListener("DOMContentLoaded", function () {
    if (document.querySelector("script[data-main]:not([src])")) look();
  });
  window.addEventListener("load", look);
  // What the page's script finds out later: see unusable.js.
  document.addEventListener("widget-host:unusable", function (event) {
    tell(/** @type {CustomEvent} */ (event).detail);
  });
})();
