/**
 * Versions of one answer that were written in parallel, in two tabs or on two devices: shows all of them, and
 * the learner chooses. None is removed before that.
 */

import { button, h, replace, uniqueId } from "../../front/kit.js";
import { writtenMoment } from "../../../widget_host/pages/static/common/language.js";
import { versionsOf } from "./merge.js";
import { isBlank } from "./entries.js";

/**
 * @typedef {import("../../front/kit.js").Context} Context
 * @typedef {import("./merge.js").Entry} Entry
 * @typedef {import("./merge.js").Version} Version
 */

/** @type {WeakMap<HTMLElement, string>} The versions drawn in each place. */
const versionsDrawn = new WeakMap();

/**
 * Draws the versions of an answer into a place. Identical ones are not redrawn: pressing one of their buttons
 * takes the focus from a field, which reloads, and a press on a button that is replaced meanwhile would be
 * lost.
 * @param {HTMLElement} place
 * @param {Context} context
 * @param {Entry | null | undefined} entry
 * @param {(version: Version) => string} [textOf] As that of `versions`.
 */
export function drawVersions(place, context, entry, textOf) {
  const now = entry?.others?.length ? JSON.stringify(versionsOf(entry)) : "";
  if (now && versionsDrawn.get(place) === now) return;
  versionsDrawn.set(place, now);
  replace(place, entry ? versions(context, entry, textOf) : null);
}

/**
 * @param {Context} context
 * @param {Entry} entry
 * @param {(version: Version) => string} [textOf] Returns a version in readable form, one line for each
 *   paragraph.
 * @returns {HTMLElement} Empty if there is only one version.
 */
export function versions(context, entry, textOf = plainText) {
  const { t, record } = context;
  if (!entry.others?.length) return h("div", {});
  const all = versionsOf(entry);
  const id = uniqueId();
  const told = h("p", { class: "wb-small", role: "status" });
  const texts = all.filter(({ value }) => !isBlank(value));
  const joinable = texts.length > 1 && texts.every(({ value }) => typeof value === "string");
  const group = h(
    "div",
    {
      class: "wb-versions wb-panel",
      "data-grade": "caution",
      role: "group",
      "aria-labelledby": id,
    },
    h("p", { class: "wb-label", id }, t("common.versions.title")),
    h("p", { class: "wb-small" }, t("common.versions.why")),
    h("div", { class: "wb-versions-row" }, all.map(one)),
    joinable
      ? h(
          "div",
          { class: "wb-buttons" },
          button(t("common.versions.both"), () => settle(keepAll)),
        )
      : null,
    told,
  );

  /** @param {Version} version */
  function one(version) {
    const headId = uniqueId();
    const lines = isBlank(version.value) ? [] : linesOf(textOf(version));
    return h(
      "div",
      { class: "wb-version" },
      h(
        "p",
        { class: "wb-small wb-muted", id: headId },
        t("common.versions.written", { when: momentOf(version.updated) }),
      ),
      h(
        "div",
        { class: "wb-version-text wb-stack-tight" },
        lines.length
          ? lines.map((line) => h("p", {}, line))
          : h("p", { class: "wb-muted" }, t("common.versions.blank")),
      ),
      button(t("common.versions.keep"), () => settle(() => record.pick(entry.key, version)), {
        describedby: headId,
      }),
    );
  }

  /** The newest text first, followed by the older ones, as one answer that replaces them all. */
  async function keepAll() {
    const { kind, title, standard, question, frame } = entry;
    const text = texts.map(({ value }) => value).join("\n\n");
    await record.save(entry.key, text, { kind, title, standard, question, frame });
  }

  /** @param {() => Promise<unknown>} work The change of the versions; watchers of the record redraw. */
  async function settle(work) {
    if (group.getAttribute("aria-busy")) return;
    // The pressed button stays enabled: a disabled one would lose the focus.
    group.setAttribute("aria-busy", "true");
    replace(told);
    try {
      await work();
    } catch {
      replace(told, t("common.versions.failed"));
    }
    group.removeAttribute("aria-busy");
  }

  return group;
}

/** @param {Version} version */
function plainText({ value, words }) {
  return words ?? (typeof value === "string" ? value : JSON.stringify(value));
}

/** @param {string} text @returns {string[]} */
function linesOf(text) {
  return text.split(/\n+/).filter((line) => line.trim());
}

/** @param {string} iso @returns {string} Day and time as they are written here. */
function momentOf(iso) {
  return writtenMoment(new Date(iso));
}
