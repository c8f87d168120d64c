/** The part of Your record that reads a saved record back in: put together with what is here, nothing lost. */

import { button, details, h, replace, uniqueId } from "../../../front/kit.js";
import { day } from "../saving.js";
import { isAnswer } from "./entries.js";
import { whenReachable } from "../../../../widget_host/pages/static/offline/reach.js";

/**
 * @typedef {import("../../../front/kit.js").Context} Context
 * @typedef {import("./entries.js").Entry} Entry
 */

/** How long a file may take to be read, in ms, and how large it may be, in bytes. */
const READ_WITHIN = 60_000;
const MOST_BYTES = 40_000_000;

/** Reasons that have words of their own; every other has the same. */
const REFUSALS = ["silent", "big", "newer", "unreadable", "full", "blocked"];

/** @param {Context} context @returns {{element: HTMLDetailsElement, draw: () => void}} */
export function takeInPart({ t, record }) {
  const id = uniqueId();
  const field = h("input", {
    id,
    type: "file",
    accept: ".json,application/json",
    "aria-describedby": `${id}-hint`,
    on: { change: () => void read() },
  });
  const form = h(
    "div",
    { class: "wb-field" },
    h("label", { for: id }, t("your_record.take_in.file")),
    h("p", { class: "wb-hint", id: `${id}-hint` }, t("your_record.take_in.hint")),
    field,
  );
  const asked = h("div", { class: "wb-stack-tight" });
  const told = h("p", { role: "status" });
  const without = h("p", {}, t("your_record.take_in.without"));
  const element = details(t("your_record.take_in.title"), without, form, told, asked);
  element.classList.add("wb-no-print");

  /** @param {unknown} error */
  function refuse(error) {
    const { reason = "" } = /** @type {{reason?: string}} */ (error);
    replace(asked);
    replace(told, t(`your_record.take_in.trouble.${REFUSALS.includes(reason) ? reason : "other"}`));
  }

  let chosen = 0;

  async function read() {
    const [file] = field.files ?? [];
    if (!file) return;
    chosen += 1;
    const mine = chosen;
    replace(asked);
    replace(told, t("your_record.take_in.reading"));
    try {
      if (file.size > MOST_BYTES) throw { reason: "big" };
      if (!record.rpc) throw { reason: "silent" };
      const tell = () => replace(told, t("common.away"));
      if (!(await whenReachable({ tell, isLeft: () => mine !== chosen }))) return;
      replace(told, t("your_record.take_in.reading"));
      const reply = await record.rpc.ask({ ask: "import", text: await file.text() }, READ_WITHIN);
      ask(reply.entries, reply.made);
    } catch (error) {
      refuse(error);
    }
    // The same file can be chosen again.
    field.value = "";
  }

  /** @param {Entry[]} entries @param {string} made */
  function ask(entries, made) {
    const answers = entries.filter(isAnswer).length;
    const yes = button(t("your_record.take_in.yes"), () => void takeIn(entries), { primary: true });
    const stop = () => {
      replace(asked);
      replace(told, t("your_record.take_in.left"));
      field.focus();
    };
    replace(told, t("your_record.take_in.holds", { count: answers, day: day(made) }));
    replace(
      asked,
      h("p", {}, t("your_record.take_in.merges")),
      h("div", { class: "wb-buttons" }, yes, button(t("your_record.take_in.no"), stop)),
    );
    yes.focus();
  }

  /** @param {Entry[]} entries */
  async function takeIn(entries) {
    try {
      const before = new Map((await record.all()).map((one) => [one.key, one]));
      await record.takeIn(entries);
      const now = await record.all();
      const mine = now.filter(isAnswer);
      const added = mine.filter(({ key }) => !before.has(key)).length;
      const apart = mine.filter(
        ({ key, others }) => others.length > (before.get(key)?.others.length ?? 0),
      ).length;
      replace(asked);
      replace(told, resultOf(added, apart));
      field.focus();
    } catch (error) {
      refuse(error);
    }
  }

  /** @param {number} added @param {number} apart @returns {string} */
  function resultOf(added, apart) {
    const parts = [t("your_record.take_in.done"), t("your_record.take_in.added", { count: added })];
    if (apart) parts.push(t("your_record.take_in.apart", { count: apart }));
    return parts.join(" ");
  }

  return {
    element,
    draw() {
      without.hidden = Boolean(record.rpc);
      form.hidden = !record.rpc;
    },
  };
}
