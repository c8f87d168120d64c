/** The form for a workshop's code: on the home page, and in the band if a link did not work. */

import { h, replace, uniqueId } from "../../../front/kit.js";

/** @typedef {import("../common/participation.js").Room} Room */
/** @typedef {import("../common/texts.js").Translate} Translate */

/** How many letters and digits a code has. */
const CODE_LENGTH = 6;
const SECOND = 1_000;
/** Reasons with their own words. */
const TOLD = new Set(["unknown", "ended", "full"]);

/** A form with one field, one button, and a line that says what is wrong. */
export class JoinForm {
  /** @param {HTMLFormElement} form @param {Room} room @param {Translate} t */
  constructor(form, room, t) {
    this.form = form;
    this.room = room;
    this.t = t;
    this.input = /** @type {HTMLInputElement} */ (form.querySelector("input"));
    this.button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
    this.told = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));
    /** Whether the next message is an answer to this form. */
    this.asked = false;
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.clock = undefined;
  }

  /** @param {string} code As it was typed. */
  join(code) {
    if (this.button.getAttribute("aria-disabled") === "true") return;
    const count = code.replace(/[\s-]+/g, "").length;
    if (count !== CODE_LENGTH) {
      this.tell(this.t(count ? "workshop.join.length" : "workshop.join.none", { count }));
      this.input.focus();
      return;
    }
    this.asked = true;
    this.tell("");
    this.room.join(code);
  }

  /** Shows the answer to this form. */
  draw() {
    if (!this.asked) return;
    const { stage, offline, code, refusal } = this.room;
    if (stage === "joining" || code) {
      const busy = refusal.reason ? "workshop.busy" : "workshop.joining";
      this.tell(this.t(offline ? "workshop.offline.joining" : busy));
      return;
    }
    this.asked = false;
    if (stage === "in" && !refusal.reason) this.tell("");
    else this.refuse(refusal);
  }

  /** @param {{reason: string, wait: number}} refusal */
  refuse({ reason, wait }) {
    if (reason === "wait") return this.count(Math.ceil(wait || 1));
    this.tell(this.t(`workshop.refused.${TOLD.has(reason) ? reason : "other"}`));
    this.input.focus();
    this.input.select();
  }

  /** Counts down to the next attempt; announced once, and again when it is over. @param {number} seconds */
  count(seconds) {
    const ends = Date.now() + seconds * SECOND;
    const words = (/** @type {number} */ left) => this.t("workshop.refused.wait", { count: left });
    const seen = h("span", { "aria-hidden": "true" }, words(seconds));
    this.button.setAttribute("aria-disabled", "true");
    replace(this.told, seen, h("span", { class: "wb-visually-hidden" }, words(seconds)));
    clearInterval(this.clock);
    this.clock = setInterval(() => {
      const left = Math.ceil((ends - Date.now()) / SECOND);
      if (left > 0) return replace(seen, words(left));
      clearInterval(this.clock);
      this.button.removeAttribute("aria-disabled");
      this.tell(this.t("workshop.refused.wait_over"));
    }, SECOND);
  }

  /** @param {string} text */
  tell(text) {
    if (this.told.textContent !== text) replace(this.told, text);
  }
}

/** The home page's form, if there is one. */
export class HomeForm {
  /** @param {Room} room @param {Translate} t */
  constructor(room, t) {
    const form = document.getElementById("wb-join");
    this.room = room;
    this.t = t;
    this.form = form instanceof HTMLFormElement ? new JoinForm(form, room, t) : null;
    this.already = h("p", { hidden: true });
    form?.before(this.already);
  }

  /** @param {HTMLFormElement} form @returns {boolean} */
  isOurs(form) {
    return this.form?.form === form;
  }

  /** @param {string} code */
  join(code) {
    this.form?.join(code);
  }

  draw() {
    if (!this.form) return;
    const { stage, state } = this.room;
    this.form.draw();
    const isIn = stage === "in" && state !== null && !this.form.asked;
    this.form.form.hidden = isIn;
    this.already.hidden = !isIn;
    const text = isIn ? this.t("workshop.join.already", { title: state.title }) : "";
    if (this.already.textContent !== text) replace(this.already, text);
  }
}

/** @param {Translate} t @returns {HTMLFormElement} The same form, for pages that have none. */
export function buildForm(t) {
  const id = uniqueId();
  return h(
    "form",
    { class: "wb-join-form", novalidate: true },
    h("label", { for: id }, t("workshop.join.label")),
    h("p", { class: "wb-hint", id: `${id}-hint` }, t("workshop.join.hint")),
    h(
      "div",
      { class: "wb-join-row" },
      h("input", {
        type: "text",
        id,
        class: "wb-join-code",
        maxlength: 16,
        autocomplete: "off",
        autocapitalize: "characters",
        spellcheck: "false",
        enterkeyhint: "go",
        "aria-describedby": `${id}-hint ${id}-told`,
      }),
      h("button", { class: "wb-button wb-button-primary" }, t("workshop.join.go")),
    ),
    h("p", { role: "status", class: "wb-join-told", id: `${id}-told` }),
  );
}
