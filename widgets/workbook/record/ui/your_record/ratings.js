/** The part of Your record that shows the self-ratings before and after, as a picture and as a table. */

import { details, h, table } from "../../../front/kit.js";
import { dumbbells } from "../../../front/pictures.js";
import { day } from "../saving.js";
import { versions } from "../versions.js";
import { wordsOf } from "./entries.js";

/**
 * @typedef {import("../../../front/kit.js").Context} Context
 * @typedef {import("./entries.js").Entry} Entry
 * @typedef {import("./entries.js").Rating} Rating
 */

/** Up to how many statements the picture is shown as the page opens: with more, it is folded. */
const RATINGS_AT_ONCE = 4;

/** @param {Context} context @param {Rating[]} ratings @returns {HTMLElement} */
export function ratingsPart(context, ratings) {
  const { t } = context;

  /** @param {Entry | undefined} entry */
  function rating(entry) {
    if (!entry) return t("confidence.none");
    const label = t(`confidence.scale.${entry.value}`).toLowerCase();
    return t("confidence.words", { number: entry.value, label });
  }

  /** @param {Entry | undefined} before @param {Entry | undefined} after */
  function missing(before, after) {
    if (before && after) return undefined;
    if (before) return t("your_record.moved_no_after");
    return after ? t("your_record.moved_no_before") : t("confidence.none");
  }

  /** @param {Entry | undefined} entry */
  function ratingAndDay(entry) {
    return entry ? `${rating(entry)}. ${day(entry.updated)}` : rating(entry);
  }

  /** @param {HTMLElement} picture */
  function folded(picture) {
    const part = details(t("your_record.ratings_all", { count: ratings.length }), picture);
    part.dataset.fold = "picture";
    return part;
  }

  const apart = ratings
    .flatMap(({ statement, before, after }) =>
      [before, after].map((entry) => ({ statement, entry })),
    )
    .filter(({ entry }) => entry?.others?.length);
  const same = details(
    t("confidence.as_table"),
    table({
      caption: t("confidence.picture"),
      columns: [t("confidence.statement"), t("confidence.before"), t("confidence.after")],
      rows: ratings.map(({ group, statement, before, after }) => [
        `${group}: ${statement}`,
        ratingAndDay(before),
        ratingAndDay(after),
      ]),
    }),
  );
  same.dataset.part = "ratings";
  same.dataset.fold = "ratings";
  const picture = dumbbells({
    caption: t("confidence.picture"),
    before: t("confidence.before"),
    after: t("confidence.after"),
    ends: [t("confidence.scale.1"), t("confidence.scale.5")],
    rows: ratings.map(({ group, statement, before, after }, at) => ({
      group: at === 0 || ratings[at - 1].group !== group ? group : undefined,
      label: statement,
      name: `${t("confidence.before")}: ${rating(before)}. ${t("confidence.after")}: ${rating(after)}.`,
      note: missing(before, after),
      before: before?.value,
      after: after?.value,
    })),
  });
  return h(
    "section",
    { class: "wb-your_record-section wb-stack" },
    h("h4", {}, t("your_record.ratings")),
    h("p", {}, t("your_record.ratings_text")),
    apart.map(({ statement, entry }) =>
      h(
        "div",
        { class: "wb-stack-tight" },
        h("p", { class: "wb-question" }, statement),
        versions(context, /** @type {Entry} */ (entry), (one) => wordsOf(one).join("\n")),
      ),
    ),
    ratings.length > RATINGS_AT_ONCE ? folded(picture) : picture,
    same,
  );
}
