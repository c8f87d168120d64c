/**
 * Clear this device: a dialog that says what is deleted, and from where, offers a copy, and then shows what
 * is left. With a recovery code there are two ways: only this device, or everything.
 */

import { button, h, replace, uniqueId } from "../../../front/kit.js";

/**
 * @typedef {import("../../../front/kit.js").Context} Context
 */

/**
 * @param {Context} context
 * @param {object} how
 * @param {() => Promise<number>} how.count How many answers there are.
 * @param {() => Promise<string>} how.saveCopy Saves a copy, and returns a message.
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
    if (dialog.open) body.querySelector("h4")?.focus();
  }

  async function ask() {
    const told = h("p", { class: "wb-small", role: "status" });
    const copy = async () => replace(told, await saveCopy());
    const answers = await count();
    const hasCode = record.keeping.mode === "code";
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
      hasCode
        ? [
            h("p", {}, t("your_record.clear.forget_keeps")),
            h("p", {}, t("your_record.clear.delete_takes")),
          ]
        : null,
      h("p", {}, t("your_record.clear.keeps")),
      answers ? h("p", { class: "wb-small wb-muted" }, t("your_record.check")) : null,
      h(
        "div",
        { class: "wb-buttons" },
        answers ? button(t("your_record.clear.copy"), () => void copy()) : null,
        button(t("your_record.clear.cancel"), close, { primary: true }),
        hasCode ? button(t("your_record.clear.forget"), () => void forget(false)) : null,
        danger(t("your_record.clear.confirm"), () => void deleteAll()),
      ),
      told,
    );
  }

  async function deleteAll() {
    wait();
    try {
      const { device, database } = await record.deleteEverything();
      const lines = [leftLine("device", device)];
      if (database !== null)
        lines.push(leftLine("database", database), h("p", {}, t("keeping.delete.left_others")));
      const isDone = !device && !database;
      if (isDone) lines.push(h("p", {}, t("your_record.clear.end.tabs")));
      end(isDone ? "done" : "left", ...lines);
    } catch (error) {
      fail(error);
    }
  }

  /** @param {boolean} force Even if something is only on this device. */
  async function forget(force) {
    wait();
    try {
      await record.forgetDevice({ force });
      end("done", leftLine("device", 0), h("p", {}, t("your_record.clear.end.code")));
    } catch (error) {
      if (["waiting", "lost"].includes(reasonIn(error))) waiting(reasonIn(error));
      else fail(error);
    }
  }

  /** @param {string} why Some answers were not sent yet, or the database has lost  the record. */
  function waiting(why) {
    const text =
      why === "lost"
        ? t("keeping.forget.lost")
        : t("your_record.clear.waiting", { count: record.keeping.waiting });
    show(
      t("your_record.clear.waiting_title"),
      h("p", {}, text),
      h(
        "div",
        { class: "wb-buttons" },
        button(t("your_record.clear.cancel"), close, { primary: true }),
        danger(t("your_record.clear.force"), () => void forget(true)),
      ),
    );
  }

  function wait() {
    for (const each of body.querySelectorAll("button")) each.disabled = true;
  }

  /** @param {"device" | "database"} where @param {number} left */
  function leftLine(where, left) {
    return h("p", {}, t(`your_record.clear.end.${where}${left ? "" : "_none"}`, { count: left }));
  }

  /** @param {unknown} error */
  function fail(error) {
    const reason = reasonIn(error);
    const name = record.keeping.mode === "code" && reason !== "blocked" ? "line" : "device";
    const text =
      reason === "changed" ? "keeping.failed.changed" : `your_record.clear.failed.${name}`;
    end("failed", h("p", {}, t(text)));
  }

  /** @param {"done" | "left" | "failed"} outcome @param {...any} lines */
  function end(outcome, ...lines) {
    show(
      t(`your_record.clear.end_title.${outcome}`),
      ...lines,
      outcome === "left" ? h("p", {}, t("your_record.clear.end.left")) : null,
      h("div", { class: "wb-buttons" }, button(t("common.close"), close, { primary: true })),
    );
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

/** @param {unknown} error @returns {string} */
function reasonIn(error) {
  return /** @type {{reason?: string}} */ (error ?? {}).reason ?? "";
}
