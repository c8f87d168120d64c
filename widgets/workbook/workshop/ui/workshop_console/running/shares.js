/** Words and reflections that participants want to share: waiting for the trainer, or shown. */

import { button, h, paragraphs, replace } from "../../../../front/kit.js";
import { trying, whenChanged } from "../parts.js";

/**
 * @typedef {import("../parts.js").ConsoleContext} ConsoleContext
 * @typedef {import("../room.js").TrainerRoom} TrainerRoom
 * @typedef {import("../room.js").ConsoleState} ConsoleState
 * @typedef {import("../room.js").RoomShare} RoomShare
 */

/** @typedef {{text: string, ids: string[], status: RoomShare["status"], report: boolean}} ShareGroup The same word from several people. */

/**
 * Groups identical words, so that they are allowed together; every other text is separate.
 * @param {RoomShare[]} shares
 * @param {string} kind
 * @returns {ShareGroup[]}
 */
export function groupedShares(shares, kind) {
  /** @type {Map<string, ShareGroup>} */
  const groups = new Map();
  for (const { id, text, status, report } of shares) {
    const key = kind === "word" ? `${status}/${text.toLocaleLowerCase("en-GB")}` : id;
    const group = groups.get(key) ?? { text, ids: [], status, report: Boolean(report) };
    group.ids.push(id);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** @param {ConsoleContext} context @param {TrainerRoom} room @param {HTMLElement} told */
export function sharesPart(context, room, told) {
  const { t, say } = context;
  const element = h("section", { class: "wb-stack-tight" });
  let waitingBefore = 0;

  /** @param {string} what let or refuse. @param {string[]} ids */
  const each = (what, ids) =>
    trying(context, told, async () => {
      for (const share of ids) await room.command(what, { share });
    });

  /** @param {ShareGroup} group */
  function row({ text, ids, status, report }) {
    const isWaiting = status === "waiting";
    // An action on a word applies to all its authors.
    const allow = each("let", ids.slice(0, 1));
    const refuse = each("refuse", ids.slice(0, 1));
    const names = { text: text.slice(0, 60) };
    const let_ = button(t("workshop_console.shares.let"), () => void allow());
    const no = button(
      t(`workshop_console.shares.${isWaiting ? "refuse" : "take_back"}`),
      () => void refuse(),
    );
    let_.setAttribute("aria-label", t("workshop_console.shares.let_label", names));
    no.setAttribute(
      "aria-label",
      t(`workshop_console.shares.${isWaiting ? "refuse" : "take_back"}_label`, names),
    );
    return h(
      "li",
      { class: "wb-workshop_console-share", "data-share": ids[0] },
      h(
        "div",
        {},
        ...paragraphs(text),
        report ? h("p", { class: "wb-small wb-muted" }, t("workshop_console.shares.report")) : null,
      ),
      h("div", { class: "wb-buttons" }, isWaiting ? let_ : null, no),
    );
  }

  const drawGroups = whenChanged(
    (
      /** @type {{kind: string, isAsked: boolean, groups: ShareGroup[], elsewhere: number}} */ {
        kind,
        isAsked,
        groups,
        elsewhere,
      },
    ) => {
      const focused = shareAtHand(element);
      const waiting = groups.filter(({ status }) => status === "waiting");
      const shown = groups.filter(({ status }) => status === "shown");
      const all = each(
        "let",
        waiting.flatMap(({ ids }) => ids.slice(0, 1)),
      );
      const list = (/** @type {ShareGroup[]} */ some) =>
        h("ul", { class: "wb-workshop_console-rows" }, some.map(row));
      const others = elsewhere
        ? h("p", {}, t("workshop_console.shares.elsewhere", { count: elsewhere }))
        : null;
      const title = h("h5", { tabindex: "-1" }, t("workshop_console.shares.title"));
      if (!isAsked) return replace(element, title, others);
      replace(
        element,
        title,
        h("p", { class: "wb-small wb-muted" }, t("workshop_console.shares.why")),
        others,
        h(
          "p",
          { class: "wb-label" },
          t("workshop_console.shares.waiting", { count: waiting.length }),
        ),
        waiting.length ? list(waiting) : null,
        kind === "word" && waiting.length > 1
          ? h(
              "div",
              { class: "wb-buttons" },
              button(t("workshop_console.shares.let_all"), () => void all()),
            )
          : null,
        h("p", { class: "wb-label" }, t("workshop_console.shares.shown", { count: shown.length })),
        shown.length ? list(shown) : null,
      );
      if (focused) focusShare(element, focused);
      if (waiting.length > waitingBefore)
        say(t("workshop_console.shares.waiting", { count: waiting.length }));
      waitingBefore = waiting.length;
    },
  );

  return {
    element,
    /** @param {ConsoleState} state */
    draw({ step, shares }) {
      const kind = step?.kind ?? "talk";
      const elsewhere = shares.filter(
        (one) => one.step !== step?.id && one.status === "waiting",
      ).length;
      const isAsked = ["word", "share"].includes(kind);
      element.hidden = !isAsked && !elsewhere;
      if (element.hidden) return;
      const here = shares.filter((one) => one.step === step?.id);
      drawGroups({ kind, isAsked, groups: groupedShares(here, kind), elsewhere });
    },
  };
}

/** @param {HTMLElement} element @returns {{share: string, button: string} | null} The focused item of a list. */
function shareAtHand(element) {
  const { activeElement } = document;
  if (!activeElement || !element.contains(activeElement)) return null;
  const share = activeElement.closest("[data-share]")?.getAttribute("data-share") ?? "";
  return { share, button: activeElement.getAttribute("aria-label") ?? "" };
}

/**
 * Returns the focus to the same button of the same text; never to another text's, which nobody has read yet.
 * @param {HTMLElement} element @param {{share: string, button: string}} focused
 */
function focusShare(element, { share, button: label }) {
  const row = element.querySelector(`[data-share="${CSS.escape(share)}"]`);
  const buttons = [...(row?.querySelectorAll("button") ?? [])];
  const same = buttons.find((one) => one.getAttribute("aria-label") === label);
  (same ?? element.querySelector("h5"))?.focus();
}
