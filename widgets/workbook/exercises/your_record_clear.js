/** Clear this device: a dialog that says what goes, offers a copy, and then says what is left. */

import { button, h, replace, uniqueId } from "../front/kit.js";

/**
 * @typedef {import("../front/kit.js").Context} Context
 */

/**
 * @param {Context} context
 * @param {object} how
 * @param {() => Promise<number>} how.count How many answers there are.
 * @param {() => Promise<string>} how.saveCopy Saves a copy, and says so.
 * @returns {{dialog: HTMLDialogElement, open: () => Promise<void>}}
 */
export function clearing({ t, record }, { count, saveCopy }) {
  const id = uniqueId();
  const body = h("div", { class: "wb-stack" });
  const dialog = h("dialog", { class: "wb-clear", "aria-labelledby": id }, body);
  const close = () => dialog.close();

  /** @param {string} title @param {...any} children */
  function show(title, ...children) {
    replace(body, h("h4", { id, tabindex: "-1" }, title), ...children);
  }

  async function ask() {
    const told = h("p", { class: "wb-small", role: "status" });
    const copy = async () => replace(told, await saveCopy());
    const answers = await count();
    show(
      t("your_record.clear.title"),
      h("p", {}, t("your_record.clear.what")),
      h(
        "ul",
        {},
        h("li", {}, t("your_record.clear.answers", { count: answers })),
        h("li", {}, t("your_record.clear.progress")),
        h("li", {}, t("your_record.clear.drafts")),
      ),
      h("p", {}, t("your_record.clear.keeps")),
      answers ? h("p", { class: "wb-small wb-muted" }, t("your_record.check")) : null,
      h(
        "div",
        { class: "wb-buttons" },
        answers ? button(t("your_record.clear.copy"), () => void copy()) : null,
        button(t("your_record.clear.cancel"), close, { primary: true }),
        danger(t("your_record.clear.confirm"), () => void clear()),
      ),
      told,
    );
  }

  async function clear() {
    const left = await record.clear().catch(() => null);
    const outcome = left === 0 ? "done" : left === null ? "failed" : "left";
    show(
      t(`your_record.clear.end_title.${outcome}`),
      h("p", {}, t(`your_record.clear.end.${outcome}`, { count: left ?? "" })),
      h("div", { class: "wb-buttons" }, button(t("common.close"), close, { primary: true })),
    );
    body.querySelector("h4")?.focus();
  }

  return {
    dialog,
    async open() {
      await ask();
      dialog.showModal();
      body.querySelector("h4")?.focus();
    },
  };
}

/** @param {string} label @param {() => void} press */
function danger(label, press) {
  const made = button(label, press);
  made.classList.add("wb-button-danger");
  return made;
}
