/** The exercise Scenarios overview: a table of all scenarios, for a trainer who picks some of them. */

import { exercise, h, heading, replace, table, uniqueId } from "../../../front/kit.js";

/**
 * A row: title, standard, theme, minutes, scenes, choices, whether going online is good, the content note.
 * @typedef {[string, string, string, number, number, number, boolean, string]} Row
 * @typedef {{standards: {id: string, number: number, short_title: string}[], rows: Row[]}} Overview
 */

const COLUMNS = ["title", "standard", "theme", "minutes", "scenes", "choices", "online", "note"];

export default exercise("scenarios_overview", ({ root, content, t, say }) => {
  /** @type {Overview} */
  const { standards, rows } = content;
  const names = new Map(
    standards.map(({ id, number, short_title }) => [
      id,
      t("scenarios_overview.standard_name", { number, title: short_title }),
    ]),
  );
  const id = uniqueId();
  const count = h("p", { class: "wb-small wb-muted" });
  const place = h("div", {});
  const select = h(
    "select",
    { id, on: { change: () => say(narrow()) } },
    h("option", { value: "" }, t("scenarios_overview.standard_all")),
    [...names].map(([value, name]) => h("option", { value }, name)),
  );

  /** @returns {string} How many match, and how long they take. */
  function narrow() {
    const left = rows.filter(([, standard]) => !select.value || standard === select.value);
    const minutes = left.reduce((sum, row) => sum + row[3], 0);
    const name = left.length ? "count" : "count_none";
    replace(count, t(`scenarios_overview.${name}`, { count: left.length, minutes }));
    replace(
      place,
      table({
        caption: t("scenarios_overview.caption"),
        columns: COLUMNS.map((column) => t(`scenarios_overview.column.${column}`)),
        rows: left.map(([title, standard, theme, time, scenes, choices, online, note]) => [
          title,
          names.get(standard) ?? standard,
          theme,
          time,
          scenes,
          choices,
          t(`scenarios_overview.online.${online}`),
          note,
        ]),
      }),
    );
    return count.textContent ?? "";
  }

  root.append(
    heading(t("scenarios_overview.kicker"), t("scenarios_overview.title")),
    h(
      "div",
      { class: "wb-field wb-no-print" },
      h("label", { for: id }, t("scenarios_overview.standard")),
      select,
    ),
    count,
    place,
  );
  narrow();
});
