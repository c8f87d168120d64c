/** The exercise's dialog: its sequence of steps, and their shared parts. */

import { button, h, replace, sentences, uniqueId } from "../../../front/kit.js";
import { whenReachable } from "../../../../widget_host/pages/static/offline/reach.js";

/** @typedef {import("../../../front/kit.js").Context} Context */

/**
 * @typedef {object} Frame
 * @property {HTMLDialogElement} dialog
 * @property {(first: () => void, back?: HTMLElement | null) => void} open Opens it with a step. When it is
 *   closed, the focus goes to `back`, or to where it was.
 * @property {(title: string, ...children: any[]) => void} show Puts a step in place of the last one.
 * @property {(text: string) => void} tell Announces something to screen readers.
 * @property {(ask: (() => void) | null) => void} guard What Escape does instead of closing.
 * @property {() => void} close
 * @property {() => void} drop Closes it because its contents are outdated, unless an action is in progress,
 *   which will show its result.
 */

/** @param {Context} context @returns {Frame} */
export function stepFrame({ root, say }) {
  const id = uniqueId();
  const body = h("div", { class: "wb-stack" });
  const live = h("p", { class: "wb-visually-hidden", role: "status" });
  const dialog = h("dialog", { class: "wb-keeping-dialog", "aria-labelledby": id }, body, live);
  /** @type {(() => void) | null} */
  let guarding = null;
  /** @type {Element | null} */
  let from = null;
  dialog.addEventListener("cancel", (event) => {
    // A dialog inside another exercise's file input or the like would bubble: only our own counts.
    if (event.target !== dialog || !guarding) return;
    event.preventDefault();
    guarding();
  });
  dialog.addEventListener("close", () => {
    // It comes late on a busy machine, when the next keys have opened the dialog again.
    if (dialog.open) return;
    guarding = null;
    // A displayed code must not stay on the page.
    replace(body);
    live.textContent = "";
    // Don't take the focus from somebody who is already writing.
    const active = document.activeElement;
    if (active && active !== document.body && !root.contains(active)) return;
    const target = from?.isConnected ? from : root.querySelector("button");
    if (target instanceof HTMLElement) target.focus();
  });
  return {
    dialog,
    open(first, back) {
      if (!dialog.open) {
        from = back ?? document.activeElement;
        dialog.showModal();
      }
      first();
    },
    show(title, ...children) {
      guarding = null;
      // Closed meanwhile: the result is still announced.
      if (!dialog.open) return say(title);
      const heading = h("h2", { id, tabindex: "-1" }, title);
      replace(body, heading, ...children);
      dialog.scrollTop = 0;
      heading.focus();
    },
    tell(text) {
      if (!dialog.open) return say(text);
      live.textContent = "";
      setTimeout(() => (live.textContent = text), 60);
    },
    guard: (ask) => (guarding = ask),
    close: () => dialog.close(),
    drop() {
      // A step's result is announced completely, even if other exercises on the page are notified later.
      const isNeeded = dialog.querySelector("[aria-busy=true], [data-end]");
      if (dialog.open && !isNeeded) dialog.close();
    },
  };
}

/**
 * Closes an open step when the answers that it is about are gone: deleted on another device, or cleared in
 * another tab. The line near the top of the page then shows this.
 * @param {Pick<Context, "record" | "onLeave">} context
 * @param {Pick<Frame, "drop">} frame
 */
export function dropWhenGone({ record, onLeave }, frame) {
  let wasDeleted = record.keeping.deleted;
  onLeave(
    record.watchKeeping(({ deleted }) => {
      if (deleted && !wasDeleted) frame.drop();
      wasDeleted = deleted;
    }),
  );
  onLeave(record.watch((key) => key === null && frame.drop()));
}

/**
 * Runs a button's action, one at a time: meanwhile the button shows this, and Escape is disabled.
 * @template T
 * @param {Frame} frame
 * @param {HTMLButtonElement} pressed
 * @param {string} label What the button says meanwhile.
 * @param {() => Promise<T>} work
 * @returns {Promise<T | undefined>} Its result; undefined if it was already running.
 */
export async function working(frame, pressed, label, work) {
  if (pressed.getAttribute("aria-busy") === "true") return undefined;
  const before = pressed.textContent ?? "";
  pressed.setAttribute("aria-busy", "true");
  pressed.setAttribute("aria-disabled", "true");
  replace(pressed, label);
  frame.tell(label);
  frame.guard(() => frame.tell(label));
  try {
    return await work();
  } finally {
    pressed.removeAttribute("aria-busy");
    pressed.removeAttribute("aria-disabled");
    replace(pressed, before);
    frame.guard(null);
  }
}

/**
 * Waits, before an action that needs the workbook, until it can be reached; the step says so, and can be left
 * meanwhile as before: nothing has been sent.
 * @param {Context["t"]} t
 * @param {ReturnType<typeof notice>} said
 * @param {HTMLButtonElement} pressed
 * @returns {Promise<boolean>} Whether to go on: not if the step was left, or waits already.
 */
export async function workbookIsThere(t, said, pressed) {
  if (pressed.getAttribute("aria-disabled") === "true") return false;
  pressed.setAttribute("aria-disabled", "true");
  const isThere = await whenReachable({
    tell: () => said.tell(t("common.away")),
    isLeft: () => !pressed.isConnected,
  });
  pressed.removeAttribute("aria-disabled");
  if (isThere) said.clear();
  return isThere;
}

/**
 * The last step: the result.
 * @param {Frame} frame
 * @param {Context["t"]} t
 * @param {string} title
 * @param {string[]} lines
 * @param {...HTMLElement} more Buttons before the one that closes.
 */
export function showEnd(frame, t, title, lines, ...more) {
  frame.show(
    title,
    lines.map((line) => h("p", {}, line)),
    h(
      "div",
      { class: "wb-buttons", "data-end": "" },
      more,
      button(t("common.close"), frame.close, { primary: true }),
    ),
  );
  frame.tell(sentences(title, ...lines));
}

/**
 * Why an action failed, and what to do, in words for the learner.
 * @param {Context["t"]} t
 * @param {unknown} error
 * @returns {string}
 */
export function whyNot(t, error) {
  const { reason = "", seconds } = /** @type {{reason?: string, seconds?: number}} */ (error ?? {});
  if ((reason === "wait" || reason === "crowded") && seconds)
    return t(`keeping.failed.${reason}_seconds`, { count: Math.ceil(seconds) });
  const name = `keeping.failed.${reason}`;
  const text = t(name);
  return text === name ? t("keeping.failed.other") : text;
}

/**
 * A place for a step's messages, which are shown and announced.
 * @param {Frame} frame
 * @returns {{place: HTMLElement, tell: (text: string, grade?: "caution" | "good") => void, clear: () => void}}
 */
export function notice(frame) {
  const place = h("p", { class: "wb-panel wb-keeping-notice", hidden: true });
  return {
    place,
    tell(text, grade = "caution") {
      place.dataset.grade = grade;
      replace(place, text);
      place.hidden = false;
      frame.tell(text);
    },
    clear: () => (place.hidden = true),
  };
}

/** @param {string} label @param {() => void} press @returns {HTMLButtonElement} */
export function dangerButton(label, press) {
  const made = button(label, press);
  made.classList.add("wb-button-danger");
  return made;
}

/**
 * The publisher's retention period for records, in words.
 * @param {Context["t"]} t
 * @param {number} months
 * @returns {string}
 */
export function retention(t, months) {
  return months === 0 ? t("keeping.retention_none") : t("keeping.retention", { count: months });
}

/**
 * A step that asks for confirmation.
 * @param {Context} context
 * @param {Frame} frame
 * @param {object} step
 * @param {string} step.title
 * @param {string[]} step.lines
 * @param {string} step.label The label of the confirming button.
 * @param {boolean} [step.danger]
 * @param {boolean} [step.remote] Whether it needs the workbook, and not this device alone.
 * @param {() => void} step.back
 * @param {string} [step.backLabel]
 * @param {() => Promise<void>} step.work Does it, and shows the result.
 * @param {(error: unknown) => boolean} [step.onError] Returns whether it has handled an error.
 * @param {(error: unknown) => string} [step.why] The text for any other error; by default, that nothing is
 *   lost.
 */
export function confirmStep(
  { t },
  frame,
  { title, lines, label, danger = false, remote = false, back, backLabel, work, onError, why },
) {
  const said = notice(frame);
  const press = async () => {
    said.clear();
    if (remote && !(await workbookIsThere(t, said, go))) return;
    try {
      await working(frame, go, t("keeping.working"), work);
    } catch (error) {
      if (onError?.(error)) return;
      said.tell(why?.(error) ?? `${whyNot(t, error)} ${t("keeping.failed.safe")}`);
    }
  };
  const go = danger
    ? dangerButton(label, () => void press())
    : button(label, () => void press(), { primary: true });
  frame.show(
    title,
    lines.map((line) => h("p", {}, line)),
    said.place,
    h("div", { class: "wb-buttons" }, go, button(backLabel ?? t("common.back"), back)),
  );
}
