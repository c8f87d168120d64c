/**
 * A page of the workbook without a server: draws its exercises, stores what is written in this browser, and
 * reports the learner's progress.
 *
 * When the page has opened, and whenever the record changes, the window gets the event `workbook:progress`, a
 * CustomEvent whose `detail` is
 *
 *   {
 *     standards: {"standard-1": {done: 2, of: 5}, ...},
 *     seconds: 1260,
 *     page: "standard-1",
 *     finished: false,
 *   }
 *
 * `standards` has each page of a standard by its name; `done` of `of` exercises have an answer, and `of` is 0
 * until the page was opened in this browser. `seconds` is the measured time on all pages, in whole minutes.
 * `page` is the name of the page that is open, "" on the home page. `finished` is whether every exercise of
 * every standard has an answer. It contains nothing that a learner wrote.
 */

import { answerParent } from "../../../record/ui/progress_messages.js";
import { useListeningSetting } from "../../../front/listening_setting.js";
import { usePath } from "../../../server/static/path.js";
import { revealLinked, useUnits } from "../../../server/static/units.js";
import { showProgress } from "../../../server/static/home_progress.js";
import { isLight } from "../../../../widget_host/pages/static/widgets/host_light.js";
import { useMenu } from "../../../../widget_host/pages/static/page/menu.js";
import { restorePlace } from "../../../../widget_host/pages/static/page/place.js";
import {
  isUnusable,
  started,
  tellUnusable,
} from "../../../../widget_host/pages/static/page/unusable.js";
import { drawWidgets } from "../../../../widget_host/pages/static/widgets/widgets.js";
import { useOffline } from "../../../../widget_host/pages/static/offline/offline.js";
import { answerHere } from "./rpc_handler.js";
import { SiteKernel } from "./kernel.js";
import { tellProgress } from "./progress.js";

/**
 * @typedef {import("../../../../widget_host/pages/static/widgets/saved.js").Saved} Saved
 * @typedef {{host?: string, models?: Record<string, Saved>, standards: string[]}} Page
 */

if (!isUnusable()) void open().catch(tellUnusable);
started();

async function open() {
  /** @type {Page} */
  const page = JSON.parse(document.getElementById("wb-page")?.textContent ?? '{"standards": []}');
  useMenu();
  useListeningSetting();
  useUnits();
  if (document.body.classList.contains("wb-home")) showProgress();
  const { models } = page;
  if (page.host && models) {
    useOwnModules(models);
    leaveToRead(models);
    const kernel = /** @type {any} */ (new SiteKernel(answerHere));
    await drawWidgets(kernel, { host: page.host, parts: "", models });
  }
  document.body.dataset.ready = "";
  usePath();
  revealLinked();
  restorePlace();
  tellProgress(page.standards);
  answerParent();
  useManifest();
  useOffline();
}

/**
 * Lets the copy be installed to the home screen. Not where it is opened from a folder: browsers refuse a manifest
 * there, and say so as an error.
 */
function useManifest() {
  const { manifest } = document.documentElement.dataset;
  if (!manifest || !location.protocol.startsWith("http")) return;
  const link = document.createElement("link");
  link.rel = "manifest";
  link.href = manifest;
  document.head.append(link);
}

/** Gives each of our exercises its module, which is in this script. @param {Record<string, Saved>} models */
function useOwnModules(models) {
  const { workbookExercises: own } = /** @type {any} */ (globalThis);
  for (const model of Object.values(models)) {
    const [, name] = /#(\w+)$/.exec(typeof model.esm === "string" ? model.esm : "") ?? [];
    if (name && name in own) model.esm = own[name];
  }
}

/** Keeps the readable content of widgets that this page can't draw. @param {Record<string, Saved>} models */
function leaveToRead(models) {
  /** @param {string} id @returns {boolean} */
  const canDraw = (id) => {
    const model = models[id];
    if (!model || !isLight(model)) return false;
    /** @type {string[]} */
    const children = model.state.children ?? [];
    return children.every((child) => canDraw(child.replace("IPY_MODEL_", "")));
  };
  for (const place of document.querySelectorAll(".wb-widget[data-model]"))
    if (!canDraw(place.getAttribute("data-model") ?? "")) place.removeAttribute("data-model");
}
