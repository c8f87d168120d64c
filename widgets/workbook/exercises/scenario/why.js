/**
 * The question "Why this one?", asked before the rationale of a choice shows: what somebody puts into words of
 * their own is remembered better. Nobody has to answer it.
 *
 * The words are kept like those of a reflection. There is one entry for each scene.
 */

import { button, h } from "../../front/kit.js";
import { savedField } from "../../record/ui/saving.js";

/** @typedef {import("../../front/kit.js").Context} Context */
/** @typedef {import("../../record/ui/record.js").About} About */
/** @typedef {import("./walk.js").Scene} Scene */

/** The learner's own reasons in one scenario, scene by scene. */
export class Why {
  /** @param {Context} context @param {string} key The scenario's. @param {About} about */
  constructor(context, key, about) {
    this.context = context;
    this.key = key;
    this.about = about;
    /** @type {Map<string, HTMLElement>} Each scene's field: it is made once, and keeps what is typed. */
    this.fields = new Map();
  }

  /** @param {Scene} scene @returns {HTMLElement} The field with what was written for this scene. */
  field(scene) {
    const field = this.fields.get(scene.id) ?? this.#make(scene);
    this.fields.set(scene.id, field);
    return field;
  }

  /** @param {() => void} onShow @returns {HTMLElement} The button that shows the rationale, always. */
  asks(onShow) {
    const show = button(this.context.t("scenario.tell"), onShow, { primary: true });
    return h("div", { class: "wb-buttons wb-no-print" }, show);
  }

  /** @param {Scene} scene @returns {HTMLElement} */
  #make({ id, number }) {
    const { t } = this.context;
    const isFirst = number === 1;
    return savedField({
      context: this.context,
      key: isFirst ? `${this.key}/reasons` : `${this.key}/reasons/${id}`,
      label: t("scenario.why"),
      hint: t("scenario.why_hint"),
      about: {
        ...this.about,
        question: isFirst ? t("scenario.why") : t("scenario.why_scene", { number }),
      },
      expected: false,
    });
  }
}
