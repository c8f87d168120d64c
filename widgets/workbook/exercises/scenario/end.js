/** What stands at a scenario's end: the path that was taken, what was not tried, and where to go from here. */

import { badge, button, h } from "../../front/kit.js";
import { nextExercise, showTop } from "../../front/moving.js";

/** @typedef {import("../../front/kit.js").Context} Context */
/** @typedef {import("./walk.js").Walk} Walk */
/** @typedef {import("./walk.js").Choice} Choice */

/**
 * @param {Context} context
 * @param {Walk} walk
 * @param {object} ways
 * @param {(choice: Choice) => string} ways.nameScene Of the scene in which it was made.
 * @param {() => void} ways.another
 * @param {() => void} ways.begin
 * @param {HTMLElement | null} ways.earlier The way to the scene before.
 * @param {boolean} ways.isTold Whether nothing is left to show here, so that the way onwards comes first.
 * @returns {HTMLElement}
 */
export function endCard({ t, root }, walk, { nameScene, another, begin, earlier, isTold }) {
  return h(
    "section",
    { class: "wb-panel wb-stack-tight wb-end-card" },
    h("p", { class: "wb-end" }, t("scenario.ended")),
    ...(walk.scenario.scenes.length > 1 ? taken() : []),
    h("p", { class: "wb-small wb-muted" }, ...left()),
    h(
      "div",
      { class: "wb-buttons wb-no-print" },
      onwards(),
      button(t("scenario.another"), another),
      button(t("scenario.begin"), begin),
      earlier,
    ),
  );

  function taken() {
    return [
      h("h5", {}, t("scenario.path")),
      h(
        "ol",
        { class: "wb-taken", role: "list" },
        ...walk.path.map((choice) =>
          h(
            "li",
            {},
            h("p", { class: "wb-small wb-muted" }, nameScene(choice)),
            h("p", {}, choice.choice),
            h("p", {}, badge(choice.judgement, t(`common.grade.${choice.judgement}`))),
          ),
        ),
      ),
    ];
  }

  function left() {
    const { choices, scenes } = walk.left;
    if (!choices) return [t("scenario.tried_all")];
    return [
      t("scenario.untried", { count: choices }),
      scenes ? ` ${t("scenario.unseen", { count: scenes })}` : null,
    ];
  }

  function onwards() {
    if (!nextExercise(root)) return null;
    const go = () => {
      const next = nextExercise(root);
      if (!next) return;
      next.tabIndex = -1;
      showTop(next, next.closest(".wb-exercise"));
    };
    return button(t("scenario.next"), go, { primary: isTold });
  }
}
