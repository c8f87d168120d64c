/**
 * A calm notice at the bottom of the window, for learners who are reading further down while a step opens.
 *
 * It disappears once the activity is visible, and it never takes the focus.
 */

import { h, replace } from "../../../front/kit.js";

/** @typedef {import("../common/texts.js").Translate} Translate */

/** How far above the notice the focused element is scrolled, in px. */
const CLEAR = 16;

export class Notice {
  /**
   * @param {HTMLElement} target The target of its link.
   * @param {HTMLElement} title Gets the focus there.
   * @param {Translate} t
   */
  constructor(target, title, t) {
    this.target = target;
    this.title = title;
    this.inSight = false;
    this.words = h("p");
    const go = h(
      "a",
      {
        href: `#${target.id}`,
        class: "wb-button",
        on: { click: (/** @type {Event} */ e) => this.go(e) },
      },
      t("workshop.notice.go"),
    );
    const hide = h(
      "button",
      {
        type: "button",
        class: "wb-button wb-button-quiet",
        "aria-label": t("workshop.notice.hide_label"),
        on: { click: () => this.hide() },
      },
      t("workshop.notice.hide"),
    );
    this.root = h("div", { class: "wb-room-notice", hidden: true }, this.words, go, hide);
    this.watcher = new IntersectionObserver(([seen]) => {
      this.inSight = seen.isIntersecting;
      if (this.inSight) this.hide();
    });
    this.watcher.observe(target);
  }

  /** @param {string} text */
  show(text) {
    const { top, bottom } = this.target.getBoundingClientRect();
    if (bottom > 0 && top < window.innerHeight) return;
    replace(this.words, text);
    this.root.hidden = false;
    this.#keepClear();
  }

  hide() {
    this.root.hidden = true;
    this.#keepClear();
  }

  end() {
    this.watcher.disconnect();
    this.hide();
  }

  /** @param {Event} event */
  go(event) {
    event.preventDefault();
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.target.scrollIntoView({ behavior: calm ? "auto" : "smooth" });
    this.title.focus({ preventScroll: true });
    this.hide();
  }

  /** Sets for the styles how much of the window's bottom is covered, and scrolls the focused element above it. */
  #keepClear() {
    const height = this.root.hidden ? 0 : this.root.offsetHeight;
    document.documentElement.style.setProperty("--wb-notice", `${height}px`);
    const active = document.activeElement;
    if (!height || !active || active === document.body || this.root.contains(active)) return;
    const under = active.getBoundingClientRect().bottom - this.root.getBoundingClientRect().top;
    if (under > 0 && under < height + active.clientHeight) window.scrollBy(0, under + CLEAR);
  }
}
