/**
 * The exercise Your record: everything that this browser keeps, on one page, to print, to save and to delete.
 */

import {
  button,
  details,
  exercise,
  h,
  heading,
  paragraphs,
  printAlone,
  replace,
  table,
} from "../front/kit.js";
import { dumbbells } from "../front/pictures.js";
import { clock, day } from "../front/saving.js";
import { clearing } from "./your_record_clear.js";
import {
  copyOf,
  dayAndTime,
  inSections,
  ratingsOf,
  saysSomething,
  standardTitle,
  wordsOf,
} from "./your_record_entries.js";

/**
 * @typedef {import("./your_record_entries.js").Known} Known
 * @typedef {import("./your_record_entries.js").Section} Section
 * @typedef {import("./your_record_entries.js").Rating} Rating
 * @typedef {import("../front/record.js").Entry} Entry
 */

export default exercise("your_record", (context) => {
  const { root, t, record, onLeave } = context;
  /** @type {Known} */
  const known = context.content;
  const place = h(
    "div",
    { class: "wb-stack" },
    h("p", { class: "wb-muted" }, t("your_record.loading")),
  );
  const told = h("p", { class: "wb-small", role: "status" });
  const clear = clearing(context, {
    count: async () => (await entriesOf()).length,
    saveCopy,
  });
  const readers = h(
    "div",
    { class: "wb-panel wb-stack-tight" },
    h("p", { class: "wb-label" }, t("your_record.readers_title")),
    h("p", {}, t("your_record.readers")),
  );
  const check = h("p", {}, t("your_record.check"));
  const copies = [
    button(t("your_record.print"), () => printAlone(root)),
    button(t("your_record.save"), async () => replace(told, await saveCopy())),
  ];
  const tools = h(
    "div",
    { class: "wb-buttons" },
    copies,
    button(t("your_record.clear"), () => void clear.open()),
  );

  /** @returns {Promise<Entry[]>} Every entry that says something; none where the browser keeps nothing. */
  async function entriesOf() {
    const all = await record.all().catch(() => []);
    return all.filter(saysSomething);
  }

  /** @returns {Promise<string>} What to tell the learner. */
  async function saveCopy() {
    const now = new Date();
    // Sweden writes the day as files like it: 2026-11-22.
    const name = t("your_record.copy.file", { date: now.toLocaleDateString("sv-SE") });
    saveAsFile(name, copyOf(await entriesOf(), known, t, now));
    return t("your_record.saved", { name });
  }

  async function draw() {
    /** @type {Entry[]} */
    let all;
    try {
      all = await record.all();
    } catch {
      for (const part of [check, ...copies]) part.hidden = true;
      replace(
        place,
        h("p", { class: "wb-panel", "data-grade": "caution" }, t("your_record.blocked")),
      );
      return;
    }
    const entries = all.filter(saysSomething);
    const ratings = ratingsOf(entries, known, t);
    const unfolded = place.querySelector("details")?.open ?? false;
    // Nothing to copy yet: then the first step comes first.
    for (const part of [check, ...copies]) part.hidden = !entries.length;
    if (entries.length) told.after(place);
    else readers.before(place);
    if (!entries.length) replace(place, empty());
    else
      replace(
        place,
        h(
          "p",
          { class: "wb-muted" },
          entries.length === 1
            ? t("your_record.count_one")
            : t("your_record.count", { count: entries.length }),
        ),
        ...inSections(entries, known, t).map(section),
        ratings.length ? beforeAndAfter(ratings, unfolded) : null,
        gaps(entries),
      );
  }

  function empty() {
    const first = known.standards[0];
    return h(
      "section",
      { class: "wb-panel wb-stack-tight", "data-grade": "defensible" },
      h("h4", {}, t("your_record.empty_title")),
      h("p", {}, t("your_record.empty")),
      first
        ? h(
            "a",
            { class: "wb-button", href: first.page },
            t("your_record.empty_link", { standard: standardTitle(first, t) }),
          )
        : null,
    );
  }

  /** @param {Section} one */
  function section({ title, groups }) {
    return h(
      "section",
      { class: "wb-your_record-section wb-stack" },
      h("h4", {}, title),
      groups.map((group) =>
        h(
          "section",
          { class: "wb-your_record-group" },
          h("h5", {}, group.title),
          group.entries.map(answer),
        ),
      ),
    );
  }

  /** @param {Entry} entry */
  function answer(entry) {
    const lines = wordsOf(entry);
    return h(
      "div",
      { class: "wb-your_record-entry" },
      entry.question ? h("p", { class: "wb-question" }, entry.question) : null,
      lines.length
        ? lines.map((line) => h("p", { class: "wb-said" }, line))
        : h("p", { class: "wb-muted" }, t("your_record.no_words")),
      h("p", { class: "wb-small wb-muted" }, dayAndTime(entry.updated, t)),
      (entry.others ?? []).map((other) =>
        details(
          t("your_record.other", { day: day(other.updated), time: clock(other.updated) }),
          ...paragraphs(wordsOf(other).join("\n")),
        ),
      ),
    );
  }

  /** @param {Rating[]} ratings @param {boolean} unfolded */
  function beforeAndAfter(ratings, unfolded) {
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
    same.open = unfolded;
    return h(
      "section",
      { class: "wb-your_record-section wb-stack" },
      h("h4", {}, t("your_record.ratings")),
      h("p", {}, t("your_record.ratings_text")),
      dumbbells({
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
      }),
      same,
    );
  }

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

  /** @param {Entry[]} entries @returns {HTMLElement | null} The standards that nothing was written for. */
  function gaps(entries) {
    const missing = known.standards.filter(({ id }) => !entries.some((one) => one.standard === id));
    if (!missing.length) return null;
    return h(
      "section",
      { class: "wb-your_record-section wb-stack-tight wb-no-print" },
      h("h4", {}, t("your_record.gaps")),
      h("p", {}, t("your_record.gaps_text")),
      h(
        "ul",
        { class: "wb-gaps" },
        missing.map((one) => h("li", {}, h("a", { href: one.page }, standardTitle(one, t)))),
      ),
    );
  }

  onLeave(
    record.watch((key) => {
      if (key === null) replace(told);
      void draw();
    }),
  );
  root.append(
    heading(t("your_record.kicker"), t("your_record.title")),
    readers,
    check,
    tools,
    told,
    place,
    clear.dialog,
  );
  void draw();
});

/**
 * Has the browser save a text as a file. Nothing travels: the file is made on the device.
 * @param {string} name
 * @param {string} text
 */
function saveAsFile(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = h("a", { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
