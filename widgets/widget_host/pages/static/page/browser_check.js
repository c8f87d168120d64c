/**
 * Shows a notice that the page's exercises can't be used: because the browser is older than the supported
 * ones (see front/_browsers.py), or because the page's own script failed to load. The readable content stays.
 *
 * It is written for browsers of any age, in ECMAScript 5, and so is a separate file. The page's script, which
 * has `data-main`, sets `data-started` on the root element once it runs; this one sets `data-scripts`.
 */

(function () {
  "use strict";
  var root = document.documentElement;
  root.setAttribute("data-scripts", "");

  /** @returns {boolean} Whether it lacks the newest features of the oldest supported browsers. */
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

  /** Moves the readable content to its place, and removes the notices that more is loading. */
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

  /** A script that was loaded and did not run uses syntax that this browser does not support. */
  function look() {
    if (document.querySelector("script[data-main]") && !root.hasAttribute("data-started"))
      tell("old");
  }

  /** @param {any} event */
  function isOfMain(event) {
    var from = event.target;
    return from && from.hasAttribute && from.hasAttribute("data-main");
  }

  /** @returns {boolean} Chrome does since version 109, and Firefox unless the user has disabled it. */
  function drawsFormulas() {
    if (!("MathMLElement" in window)) return false;
    var made = document.createElementNS("http://www.w3.org/1998/Math/MathML", "math");
    return made instanceof MathMLElement;
  }

  // Browsers without MathML show formulas as running text, such as x2 for x².
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
  // An inline script is not loaded.
  document.addEventListener("DOMContentLoaded", function () {
    if (document.querySelector("script[data-main]:not([src])")) look();
  });
  window.addEventListener("load", look);
  // Errors that the page's script detects later: see unusable.js.
  document.addEventListener("widget-host:unusable", function (event) {
    tell(/** @type {CustomEvent} */ (event).detail);
  });
})();
