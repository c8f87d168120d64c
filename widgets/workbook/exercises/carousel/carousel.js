/**
 * The exercise Carousel: examples of concerns, one at a time, by arrows, keys or a swipe. It never moves by
 * itself. After the carousel pattern of the ARIA Authoring Practices Guide.
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
} from "../../front/kit.js";
import { fullScreen } from "./full_screen.js";

/**
 * @typedef {{id: string, title: string, kind: "composite" | "public", what_happened: string,
 *   why_it_matters: string, lesson: string, standard: {number: number, short_title: string}, source: string,
 *   address: string}} Concern
 */

/** How far a finger has to move sideways to count as a swipe, in CSS pixels. */
const SWIPE = 40;

export default exercise("carousel", ({ root, content, t, say, onLeave }) => {
  /** @type {Concern[]} */
  const concerns = content.concerns;
  let at = 0;
  const slides = concerns.map(slide);
  const position = h("p", { class: "wb-position" });
  const stage = h("div", { class: "wb-slides" }, slides);
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
    h(
      "div",
      { class: "wb-carousel-bar", role: "group", "aria-label": t("carousel.controls") },
      arrow("previous", () => show(at - 1)),
      position,
      arrow("next", () => show(at + 1)),
    ),
    h(
      "div",
      { class: "wb-way", "aria-hidden": "true" },
      concerns.map(() => h("span")),
    ),
    stage,
  );
  root.append(head, carousel);
  place(0);
  root.addEventListener("keydown", onKey);
  onLeave(() => root.removeEventListener("keydown", onKey));
  swipes(stage, (step) => show(at + step));

  /** @param {"previous" | "next"} which @param {() => void} press */
  function arrow(which, press) {
    return h(
      "button",
      {
        type: "button",
        class: "wb-button wb-arrow",
        "aria-label": t(`carousel.${which}`),
        on: { click: press },
      },
      sign(which),
    );
  }

  /** @param {Concern} concern @param {number} number */
  function slide(concern, number) {
    return h(
      "div",
      {
        class: "wb-slide wb-stack",
        role: "group",
        "aria-roledescription": t("carousel.slide"),
        "aria-label": t("carousel.position", { at: number + 1, total: concerns.length }),
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

  /** @param {number} to Goes there, wrapping at both ends, and announces the position. */
  function show(to) {
    place((to + slides.length) % slides.length);
    say(`${position.textContent}: ${concerns[at].title}`);
    const bar = position.getBoundingClientRect();
    if (stage.getBoundingClientRect().top < bar.bottom) stage.scrollIntoView({ block: "start" });
  }

  /** @param {number} to */
  function place(to) {
    at = to;
    slides.forEach((one, number) => (one.hidden = number !== at));
    replace(position, t("carousel.position", { at: at + 1, total: slides.length }));
    carousel.querySelectorAll(".wb-way span").forEach((mark, number) => {
      mark.classList.toggle("wb-here", number === at);
    });
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const to = new Map([
      ["ArrowLeft", at - 1],
      ["ArrowRight", at + 1],
      ["Home", 0],
      ["End", slides.length - 1],
    ]).get(event.key);
    if (to === undefined) return;
    event.preventDefault();
    show(to);
  }
});

/** @type {Record<string, string>} The path of each icon, in a square of 24. */
const SIGNS = {
  previous: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
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
