/**
 * The exercise Carousel: examples of concerns, one at a time, by arrows, keys or a swipe, all of them or those
 * of one kind. It never moves by itself. After the carousel pattern of the ARIA Authoring Practices Guide.
 */

import {
  badge,
  exercise,
  h,
  heading,
  outsideLink,
  paragraphs,
  replace,
  svg,
  uniqueId,
} from "../../front/kit.js";
import { pager } from "../../front/patterns/paging.js";
import { fullScreen } from "./full_screen.js";

/**
 * @typedef {{id: string, title: string, kind: "composite" | "public", what_happened: string,
 *   why_it_matters: string, lesson: string, outcome: string, standard: {number: number, short_title: string},
 *   source: string, address: string}} Concern
 */

/** How a case can end, from the mildest to the gravest. */
const OUTCOMES = ["none", "warning", "conditions", "suspension", "removal"];

/** How far a finger has to move sideways to count as a swipe, in CSS pixels. */
const SWIPE = 40;

export default exercise("carousel", (context) => {
  const { root, content, t, onLeave } = context;
  /** @type {Concern[]} */
  const concerns = content.concerns;
  const slides = concerns.map(slide);
  /** The slides that are chosen. */
  let chosen = slides;
  /** Which of the chosen slides is shown. */
  let at = 0;
  const stage = h("div", { class: "wb-slides wb-paged" }, slides);
  const turning = pager(context, {
    label: t("carousel.controls"),
    previous: t("carousel.previous"),
    next: t("carousel.next"),
    stage,
    titleOf: (number) => concerns[slides.indexOf(chosen[number])].title,
    go: place,
    isRound: true,
  });
  const expand = h("button", { type: "button", class: "wb-button wb-expand" });
  const screen = fullScreen(root, expand, (isFull) => {
    replace(expand, sign(isFull ? "shrink" : "grow"), h("span", {}, t(`carousel.full.${isFull}`)));
  });
  expand.addEventListener("click", () => screen.toggle());
  onLeave(screen.leave);

  const head = h(
    "div",
    { class: "wb-carousel-head" },
    heading(t("carousel.kicker"), t("carousel.title")),
    expand,
  );
  if (!concerns.length) {
    root.append(head, h("p", {}, t("carousel.none")));
    return;
  }
  const carousel = h(
    "section",
    {
      class: "wb-carousel-body",
      "aria-roledescription": t("carousel.carousel"),
      "aria-label": t("carousel.label"),
    },
    turning.element,
    stage,
  );
  root.append(head, ...filter(), carousel);
  choose("");
  root.addEventListener("keydown", onKey);
  onLeave(() => root.removeEventListener("keydown", onKey));
  swipes(stage, (step) => turning.turn(at + step));

  /** A list of the kinds and outcomes that there are, if there is more than one. @returns {HTMLElement[]} */
  function filter() {
    const kinds = ["composite", "public"].filter((kind) => count(kind) > 0);
    const outcomes = OUTCOMES.filter((outcome) => count(outcome) > 0);
    if (kinds.length + outcomes.length < 2) return [];
    const id = uniqueId();
    /** @type {HTMLSelectElement} */
    const select = h(
      "select",
      {
        id,
        on: {
          change: () => {
            choose(select.value);
            turning.tell();
          },
        },
      },
      option("", t("carousel.show.all")),
      kinds.map((kind) => option(kind, t(`carousel.show.${kind}`))),
      outcomes.length > 0 &&
        h(
          "optgroup",
          { label: t("carousel.show.outcomes") },
          outcomes.map((outcome) => option(outcome, t(`carousel.outcome.${outcome}`))),
        ),
    );
    return [
      h(
        "div",
        { class: "wb-field wb-no-print" },
        h("label", { for: id }, t("carousel.show")),
        select,
      ),
    ];
  }

  /** @param {string} value @param {string} name */
  function option(value, name) {
    return h("option", { value }, t("carousel.option", { name, count: count(value) }));
  }

  /** @param {Concern} concern @param {string} value A kind, an outcome, or nothing for all. */
  function fits(concern, value) {
    return !value || concern.kind === value || concern.outcome === value;
  }

  /** @param {string} value */
  function count(value) {
    return concerns.filter((concern) => fits(concern, value)).length;
  }

  /** Shows the first of the examples that fit. @param {string} value */
  function choose(value) {
    chosen = slides.filter((_, number) => fits(concerns[number], value));
    for (const one of slides) one.classList.toggle("wb-not-chosen", !chosen.includes(one));
    chosen.forEach((one, number) => {
      one.setAttribute(
        "aria-label",
        t("common.position", { at: number + 1, total: chosen.length }),
      );
    });
    place(0);
  }

  /** @param {Concern} concern */
  function slide(concern) {
    return h(
      "div",
      {
        class: "wb-slide wb-stack",
        role: "group",
        "aria-roledescription": t("carousel.slide"),
      },
      h("p", {}, badge(concern.kind, t(`carousel.kind.${concern.kind}`))),
      h("h4", {}, concern.title),
      told("what_happened", concern.what_happened),
      told("why_it_matters", concern.why_it_matters),
      h(
        "div",
        { class: "wb-panel wb-stack-tight", "data-grade": "good" },
        told("lesson", concern.lesson),
      ),
      h(
        "div",
        { class: "wb-small wb-muted" },
        concern.outcome
          ? h("p", {}, t("carousel.ended", { outcome: t(`carousel.outcome.${concern.outcome}`) }))
          : null,
        h(
          "p",
          {},
          t("carousel.standard", {
            number: concern.standard.number,
            title: concern.standard.short_title,
          }),
        ),
        h("p", {}, source(concern)),
      ),
    );
  }

  /** @param {string} part @param {string} text */
  function told(part, text) {
    return h(
      "div",
      { class: "wb-told" },
      h("p", { class: "wb-label" }, t(`carousel.part.${part}`)),
      paragraphs(text),
    );
  }

  /** @param {Concern} concern */
  function source({ kind, source: text, address }) {
    if (kind === "composite") return text;
    return outsideLink(t("carousel.source", { source: text }), address, t("carousel.opens"));
  }

  /** @param {number} to */
  function place(to) {
    at = to;
    for (const one of slides) one.hidden = one !== chosen[at];
    turning.show(at, chosen.length);
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    // In the list, the same keys choose.
    if (event.target instanceof HTMLSelectElement) return;
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const to = new Map([
      ["ArrowLeft", at - 1],
      ["ArrowRight", at + 1],
      ["Home", 0],
      ["End", chosen.length - 1],
    ]).get(event.key);
    if (to === undefined) return;
    event.preventDefault();
    turning.turn(to);
  }
});

/** @type {Record<string, string>} The path of each icon, in a square of 24. */
const SIGNS = {
  grow: "M9 4H4v5M15 4h5v5M9 20H4v-5M15 20h5v-5",
  shrink: "M4 9h5V4M20 9h-5V4M4 15h5v5M20 15h-5v5",
};

/** @param {string} name @returns {SVGElement} */
function sign(name) {
  return svg(
    "svg",
    { viewBox: "0 0 24 24", "aria-hidden": "true", class: "wb-sign" },
    svg("path", { d: SIGNS[name] }),
  );
}

/**
 * Detects sideways swipes of a finger or pen. A mouse is left to select text.
 * @param {HTMLElement} area
 * @param {(step: 1 | -1) => void} go
 */
function swipes(area, go) {
  /** @type {PointerEvent | null} */
  let from = null;
  area.addEventListener("pointerdown", (event) => {
    from = event.pointerType === "mouse" || !event.isPrimary ? null : event;
  });
  area.addEventListener("pointercancel", () => (from = null));
  area.addEventListener("pointerup", (event) => {
    if (!from || from.pointerId !== event.pointerId) return;
    const across = event.clientX - from.clientX;
    const down = event.clientY - from.clientY;
    from = null;
    if (Math.abs(across) > SWIPE && Math.abs(across) > 2 * Math.abs(down)) go(across < 0 ? 1 : -1);
  });
}
