/**
 * What stands before a scenario that may hurt to read: what it is about, and the choice to go on or to skip it.
 *
 * That one was skipped is remembered on this device alone, until it is opened or the device is cleared. It is
 * no part of the record. The scenario has `data-note` meanwhile: "asks", or "skipped" (see server/static/path.js).
 */

import { button, h, helpLink, paragraphs, replace } from "../../front/kit.js";

/** @typedef {import("../../front/kit.js").Context} Context */

/**
 * @param {Context} context
 * @param {{id: string, title: string, content_note: string}} scenario
 * @param {() => void} onOpen Called when the learner goes on.
 * @returns {{element: HTMLElement, open: () => void}} `open` takes the choice away: it was made before.
 */
export function contentNote({ t, record, root }, scenario, onOpen) {
  const id = `skipped/${scenario.id}`;
  const told = h("p", { tabindex: "-1" });
  const choice = h("div", { class: "wb-stack" });
  const element = h(
    "div",
    { class: "wb-stack" },
    h(
      "div",
      { class: "wb-panel wb-stack-tight", "data-grade": "caution" },
      h("p", { class: "wb-label" }, t("scenario.note")),
      ...paragraphs(scenario.content_note),
      helpLink(t("scenario.note.help")),
    ),
    choice,
  );
  let isOpen = false;

  /** @param {"asks" | "skipped" | ""} what */
  function tell(what) {
    if (what) root.dataset.note = what;
    else delete root.dataset.note;
    root.dispatchEvent(new Event("wb-note", { bubbles: true }));
  }

  function ask() {
    tell("asks");
    draw("scenario.note.choice", [
      named("go_on", goOn, { primary: true }),
      named("skip", skip, { primary: false }),
    ]);
  }

  /** @param {boolean} move Whether the focus goes along: what was pressed is gone. */
  function showSkipped(move) {
    tell("skipped");
    draw("scenario.note.skipped", [named("open", goOn, { primary: false })]);
    if (move) told.focus();
  }

  /**
   * @param {string} what @param {() => void} press @param {{primary: boolean}} how
   * @returns {HTMLButtonElement} A button whose name says which scenario it is about: a page has several.
   */
  function named(what, press, how) {
    const one = button(t(`scenario.note.${what}`), press, how);
    one.setAttribute("aria-label", t(`scenario.note.${what}_of`, { title: scenario.title }));
    return one;
  }

  /** @param {string} word @param {HTMLButtonElement[]} buttons */
  function draw(word, buttons) {
    replace(told, t(word));
    replace(choice, told, h("div", { class: "wb-buttons wb-no-print" }, ...buttons));
  }

  function goOn() {
    open();
    void remember(false);
    onOpen();
  }

  function skip() {
    showSkipped(true);
    void remember(true);
  }

  function open() {
    isOpen = true;
    choice.hidden = true;
    tell("");
  }

  /** @param {boolean} isSkipped */
  async function remember(isSkipped) {
    await record.device
      .change(["settings"], async ({ settings }) => {
        if (isSkipped) settings.put({ id });
        else settings.delete(id);
      })
      .catch(() => undefined);
  }

  async function restore() {
    const known = await record.device
      .read("settings", (settings) => settings.get(id))
      .catch(() => undefined);
    if (known && !isOpen) showSkipped(false);
  }

  ask();
  void restore();
  return { element, open };
}
