/** The exercise How sure am I?: statements to rate, and before and after side by side. Nothing is scored. */

import { details, exercise, h, heading, options, replace, table } from "../../front/kit.js";
import { dumbbells } from "../../front/pictures.js";
import { followDone } from "../../front/patterns/done.js";
import { keptLine } from "../../record/ui/saving.js";

/**
 * @typedef {{id: string, statement: string}} Statement
 * @typedef {{standard: string, number: number, short_title: string, when: "before" | "after",
 *   statements: Statement[]}} Confidence
 */

const RATINGS = [1, 2, 3, 4, 5];

export default exercise("confidence", (context) => {
  const { root, t, say, record, onLeave } = context;
  /** @type {Confidence} */
  const { standard, number, when, statements } = context.content;
  const kept = keptLine(context);
  const both = h("section", { class: "wb-both wb-stack" });
  /** @type {Map<string, number>} The ratings, by the entry's key. */
  const ratings = new Map();
  const rows = statements.map((statement) => ({ statement, fieldset: scale(statement) }));

  /** @param {Statement} statement @param {"before" | "after"} time */
  function keyOf(statement, time) {
    return `confidence/${statement.id}/${time}`;
  }

  /** @param {Statement} statement */
  function scale(statement) {
    const fieldset = options({
      legend: statement.statement,
      options: RATINGS.map((n) => ({
        value: String(n),
        label: String(n),
        note: t(`confidence.scale.${n}`),
      })),
      row: true,
      onChange: ([value]) => void rate(statement, Number(value)),
    });
    fieldset.append(
      h(
        "p",
        { class: "wb-scale-ends wb-small wb-muted", "aria-hidden": "true" },
        h("span", {}, t("confidence.scale.1")),
        h("span", {}, t("confidence.scale.5")),
      ),
    );
    return fieldset;
  }

  /** @param {Statement} statement @param {number} rating */
  async function rate(statement, rating) {
    const label = t(`confidence.scale.${rating}`).toLowerCase();
    const words = t(`confidence.rated.${when}`, { number: rating, label });
    ratings.set(keyOf(statement, when), rating);
    if (when === "after") {
      drawBoth();
      say(moved(statement));
    }
    await kept.keep(keyOf(statement, when), rating, {
      kind: "confidence",
      title: t("confidence.title.before"),
      standard,
      question: statement.statement,
      words,
    });
  }

  /** @param {Statement} statement @returns {string} How the rating changed, in a kind sentence. */
  function moved(statement) {
    const [before, after] = pair(statement);
    if (!before && !after) return t("confidence.none");
    if (!after) return t("confidence.moved.no_after");
    if (!before) return t("confidence.moved.no_before");
    if (before === after) return t("confidence.moved.same");
    return after > before ? t("confidence.moved.up") : t("confidence.moved.down");
  }

  /** @param {Statement} statement */
  function pair(statement) {
    return [ratings.get(keyOf(statement, "before")), ratings.get(keyOf(statement, "after"))];
  }

  /** @param {number | undefined} rating */
  function inWords(rating) {
    if (!rating) return t("confidence.none");
    const label = t(`confidence.scale.${rating}`).toLowerCase();
    return t("confidence.words", { number: rating, label });
  }

  function drawBoth() {
    const title = h("h4", {}, t("confidence.both"));
    if (!statements.some((statement) => pair(statement)[1]))
      return replace(both, title, h("p", { class: "wb-muted" }, t("confidence.both_waits")));
    const open = both.querySelector("details")?.open ?? false;
    const same = details(
      t("confidence.as_table"),
      table({
        caption: t("confidence.picture"),
        columns: [t("confidence.statement"), t("confidence.before"), t("confidence.after")],
        rows: statements.map((one) => [one.statement, ...pair(one).map(inWords)]),
      }),
    );
    same.open = open;
    replace(both, title, picture(), same);
  }

  function picture() {
    return dumbbells({
      caption: t("confidence.picture"),
      before: t("confidence.before"),
      after: t("confidence.after"),
      ends: [t("confidence.scale.1"), t("confidence.scale.5")],
      rows: statements.map((statement) => {
        const [before, after] = pair(statement);
        return {
          label: statement.statement,
          note: moved(statement),
          name: `${t("confidence.before")}: ${inWords(before)}. ${t("confidence.after")}: ${inWords(after)}.`,
          before,
          after,
        };
      }),
    });
  }

  async function restore() {
    const entries = await record.all().catch(() => []);
    for (const { statement, fieldset } of rows) {
      for (const time of /** @type {const} */ (["before", "after"])) {
        const key = keyOf(statement, time);
        const value = entries.find((entry) => entry.key === key)?.value;
        if (RATINGS.includes(value)) ratings.set(key, value);
        else ratings.delete(key);
      }
      const chosen = String(ratings.get(keyOf(statement, when)) ?? "");
      for (const input of fieldset.querySelectorAll("input"))
        input.checked = input.value === chosen;
    }
    if (when === "after") drawBoth();
  }

  onLeave(record.watch((key) => void (key?.startsWith("confidence/") && restore())));
  for (const statement of statements)
    void record.expect(keyOf(statement, when)).catch(() => undefined);
  root.append(
    heading(t("confidence.kicker", { number }), t(`confidence.title.${when}`)),
    h("p", {}, t(`confidence.intro.${when}`)),
    ...rows.map(({ fieldset }) => fieldset),
    kept.line,
    when === "after" ? both : "",
    followDone(
      context,
      statements.map((statement) => keyOf(statement, when)),
    ),
  );
  if (when === "after") drawBoth();
  void restore();
});
