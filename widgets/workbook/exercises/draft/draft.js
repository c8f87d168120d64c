/**
 * The exercise Think before you post: as a draft is written, rules mark what a reader could pick up on.
 *
 * What is typed stays in this page: it is neither stored nor sent anywhere.
 */

import { exercise, h, heading, options, paragraphs, replace, uniqueId } from "../../front/kit.js";
import { findMarks } from "../../front/identifiers/identifiers.js";
import { reasonFor } from "../../front/identifiers/words.js";

/**
 * @typedef {import("../../front/identifiers/identifiers.js").Mark} Mark
 * @typedef {import("../../front/identifiers/identifiers.js").Sign} Sign
 * @typedef {{id: string, title: string, text: string, note: string}} Draft
 */

/** How long to wait after a key press before the check, and then before announcing the count, in ms. */
const CHECK_AFTER = 300;
const TELL_AFTER = 900;

/** How many marks are shown; only a contrived text has more. */
const MOST_MARKS = 200;

export default exercise("draft", ({ root, content, t, say, onLeave }) => {
  /** @type {{drafts: Draft[], signs: Sign[]}} */
  const { drafts, signs } = content;
  let own = "";
  /** @type {Draft | undefined} The selected draft; undefined while the learner writes their own. */
  let picked = drafts[0];
  let told = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let checking;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let telling;
  onLeave(() => {
    clearTimeout(checking);
    clearTimeout(telling);
  });

  const pickId = uniqueId();
  const picker = h(
    "select",
    { id: pickId, autocomplete: "off", on: { change: pick } },
    drafts.map((one) => h("option", { value: one.id }, one.title)),
    h("option", { value: "" }, t("draft.own")),
  );
  const textId = uniqueId();
  // A spelling checker or writing assistant may send the words elsewhere: it is asked to ignore the field.
  const field = h("textarea", {
    id: textId,
    rows: 5,
    autocomplete: "off",
    autocorrect: "off",
    autocapitalize: "sentences",
    spellcheck: "false",
    "data-gramm": "false",
    "data-ms-editor": "false",
    "data-lt-active": "false",
    "aria-describedby": `${textId}-private`,
    on: { input: write },
  });
  const count = h("p", { class: "wb-count" });
  const marked = h("div", { class: "wb-marked", "data-own-words": true });
  const reasons = h("ol", { class: "wb-reasons" });
  const more = h("p", { class: "wb-small wb-muted" });
  const note = h("div", {});
  const question = h("div", { class: "wb-recognise wb-stack-tight" });

  function pick() {
    picked = drafts.find(({ id }) => id === picker.value);
    field.value = picked?.text ?? own;
    grow();
    check();
    ask();
    if (!picked) field.focus();
  }

  function write() {
    own = field.value;
    picker.value = "";
    picked = undefined;
    grow();
    clearTimeout(checking);
    checking = setTimeout(check, CHECK_AFTER);
  }

  /** Adjusts the height to the text in browsers that can't size a field by its content. */
  function grow() {
    if (CSS.supports("field-sizing", "content")) return;
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
  }

  function check() {
    const text = field.value;
    const marks = findMarks(text, signs);
    const shown = marks.slice(0, MOST_MARKS);
    replace(count, countWords(text, marks.length));
    marked.hidden = !shown.length;
    replace(marked, ...segments(text, shown));
    replace(reasons, ...shown.map((mark) => reason(mark, text.slice(mark.start, mark.end))));
    reasons.hidden = !shown.length;
    more.hidden = marks.length <= MOST_MARKS;
    replace(more, t("draft.more", { count: marks.length - MOST_MARKS }));
    replace(note, picked ? draftNote(picked.note) : null);
    tell(count.textContent ?? "");
  }

  /** @param {string} words Announces them once the learner pauses, and only if they have changed. */
  function tell(words) {
    clearTimeout(telling);
    if (words === told) return;
    telling = setTimeout(() => {
      told = words;
      say(words);
    }, TELL_AFTER);
  }

  /** @param {string} text @param {number} found */
  function countWords(text, found) {
    if (!text.trim()) return t("draft.count.empty");
    if (!found) return t("draft.count.none");
    return t("draft.count", { count: found });
  }

  /** @param {string} text @param {Mark[]} marks The text with its marks in place, each with its number. */
  function segments(text, marks) {
    let at = 0;
    const parts = marks.flatMap((mark, index) => {
      const before = text.slice(at, mark.start);
      at = mark.end;
      return [
        before,
        h(
          "mark",
          { "data-kind": mark.kind },
          text.slice(mark.start, mark.end),
          h("sup", {}, index + 1),
        ),
      ];
    });
    return [...parts, text.slice(at)];
  }

  /** @param {Mark} mark @param {string} words */
  function reason(mark, words) {
    return h(
      "li",
      {},
      h(
        "p",
        {},
        h("strong", { "data-own-words": true }, words),
        " ",
        h("span", { class: "wb-kind" }, t(`identifiers.kind.${mark.kind}`)),
      ),
      h("p", {}, reasonFor(mark, t)),
    );
  }

  /** @param {string} text What to consider in one of the example drafts, beyond what rules can find. */
  function draftNote(text) {
    return h(
      "div",
      { class: "wb-panel wb-stack-tight" },
      h("p", { class: "wb-label" }, t("draft.note")),
      paragraphs(text),
    );
  }

  /** The question that no rule can answer is always asked, and again for each draft. */
  function ask() {
    const reply = h("div", { class: "wb-panel", hidden: true });
    replace(
      question,
      options({
        legend: t("draft.recognise"),
        row: true,
        options: ["yes", "unsure", "no"].map((value) => ({
          value,
          label: t(`draft.answer.${value}`),
        })),
        onChange: ([value]) => {
          reply.hidden = false;
          reply.dataset.grade = value === "no" ? "defensible" : "caution";
          replace(reply, h("p", {}, t(`draft.reply.${value}`)));
          say(t(`draft.reply.${value}`));
        },
      }),
      reply,
    );
  }

  root.append(
    heading(t("draft.kicker"), t("draft.title")),
    h("p", {}, t("draft.intro")),
    h("p", { class: "wb-cannot" }, t("draft.cannot")),
    h("div", { class: "wb-field" }, h("label", { for: pickId }, t("draft.pick")), picker),
    h(
      "div",
      { class: "wb-field" },
      h("label", { for: textId }, t("draft.text")),
      field,
      h("p", { class: "wb-hint wb-private", id: `${textId}-private` }, t("draft.private")),
    ),
    h("h4", {}, t("draft.found")),
    count,
    marked,
    reasons,
    more,
    note,
    question,
  );
  field.value = picked?.text ?? "";
  told = "";
  check();
  clearTimeout(telling);
  told = count.textContent ?? "";
  grow();
  ask();
});
