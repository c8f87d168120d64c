/**
 * The exercise Is it offensive? What would I do?: a post to judge, then to act on, one at a time.
 *
 * Any post can be opened at any time, and judged again.
 */

import {
  badge,
  button,
  details,
  exercise,
  h,
  heading,
  options,
  paragraphs,
  replace,
  table,
} from "../../front/kit.js";
import { followDone } from "../../front/patterns/done.js";
import { faultAt } from "../../front/patterns/faults.js";
import { pager, stepMarks } from "../../front/patterns/paging.js";
import { followKept, keptLine } from "../../record/ui/saving.js";

/**
 * @typedef {"acceptable" | "unwise" | "below the standard"} Verdict
 * @typedef {{id: string, action: string, judgement: string, rationale: string}} Action
 * @typedef {{id: string, author: string, text: string, verdict: Verdict, how_it_reads: string, rationale: string,
 *   standard: string, actions: Action[]}} Post
 * @typedef {{verdict?: Verdict, action?: string}} Answer
 */

/** @type {Record<Verdict, string>} The verdicts, mildest first, with the kit's grade for each. */
const VERDICTS = { acceptable: "good", unwise: "caution", "below the standard": "risk" };

export default exercise("offensive", (context) => {
  const { root, t, say } = context;
  /** @type {Post[]} */
  const posts = context.content.posts;
  /** @type {Map<string, Answer>} What was answered, by the post's id. */
  const answers = new Map();
  let at = 0;
  const marks = stepMarks({
    label: t("offensive.posts"),
    names: posts.map((_, index) => t("offensive.step.new", { at: index + 1 })),
    go: (index) => turning.turn(index),
    isBrief: true,
  });
  const stage = h("section", { class: "wb-stack wb-paged" });
  const turning = pager(context, {
    label: t("offensive.posts"),
    previous: t("offensive.previous"),
    next: t("offensive.next"),
    stage,
    titleOf: (index) => posts[index].author,
    go: show,
    below: marks.element,
  });
  const summary = h("div", { class: "wb-summary wb-stack" });

  /** @param {Post} post @returns {Answer} */
  const answerTo = (post) => answers.get(post.id) ?? {};

  /** @param {number} to */
  function show(to) {
    at = to;
    draw();
  }

  function draw() {
    const post = posts[at];
    const kept = keptLine(context);
    const afterVerdict = h("div", { class: "wb-stack" });
    replace(
      stage,
      h("h4", {}, t("offensive.step.new", { at: at + 1 })),
      card(post),
      judge(post, afterVerdict, kept.keep),
      afterVerdict,
      kept.line,
    );
    if (answerTo(post).verdict) replace(afterVerdict, ...judged(post, kept.keep));
    mark();
  }

  /** Brings the row of posts and the summary up to date. */
  function mark() {
    const states = posts.map((post) => {
      const { verdict, action } = answerTo(post);
      return action ? "done" : verdict ? "begun" : "new";
    });
    turning.show(at, posts.length);
    marks.show(
      at,
      (index) => states[index],
      (index) => t(`offensive.step.${states[index]}`, { at: index + 1 }),
    );
    const some = posts.some((post) => answerTo(post).verdict);
    summary.hidden = !some;
    if (!some) return;
    const each = details(t("offensive.table"), summaryTable());
    each.open = summary.querySelector("details")?.open ?? false;
    replace(summary, h("h4", {}, t("offensive.summary")), each);
  }

  /** @param {Post} post As it would look on a screen. */
  function card({ author, text }) {
    return h(
      "figure",
      { class: "wb-post" },
      h(
        "figcaption",
        {},
        h("span", { class: "wb-face", "aria-hidden": "true" }),
        h("span", {}, author),
      ),
      h("blockquote", {}, paragraphs(text)),
    );
  }

  /**
   * @param {Post} post
   * @param {HTMLElement} after Where the response to the verdict goes.
   * @param {ReturnType<typeof keptLine>["keep"]} keep
   */
  function judge(post, after, keep) {
    let picked = answerTo(post).verdict;
    const choice = options({
      legend: t("offensive.judge"),
      options: Object.keys(VERDICTS).map((value) => ({
        value,
        label: t(`offensive.verdict.${value}`),
      })),
      chosen: picked ? [picked] : [],
      onChange: ([value]) => (picked = /** @type {Verdict} */ (value)),
    });
    const fault = faultAt(choice, () => (picked ? "" : t("offensive.pick_verdict")));
    const see = () => {
      if (fault.isFound() || !picked) return;
      answer(post, { ...answerTo(post), verdict: picked }, keep);
      replace(after, ...judged(post, keep));
      say(`${verdictWords(post)} ${post.how_it_reads}`);
    };
    return h(
      "div",
      { class: "wb-stack-tight" },
      choice,
      h("div", { class: "wb-buttons" }, button(t("offensive.see"), see, { primary: true })),
    );
  }

  /** @param {Post} post */
  function verdictWords(post) {
    const own = t(`offensive.verdict.${answerTo(post).verdict}`);
    const ours = t(`offensive.verdict.${post.verdict}`);
    return own === ours
      ? t("offensive.same", { verdict: ours })
      : t("offensive.other", { own, verdict: ours });
  }

  /** @param {Post} post @param {ReturnType<typeof keptLine>["keep"]} keep What follows the verdict. */
  function judged(post, keep) {
    return [
      h(
        "div",
        { class: "wb-panel wb-stack-tight", "data-grade": VERDICTS[post.verdict] },
        h("p", {}, badge(VERDICTS[post.verdict], t(`offensive.verdict.${post.verdict}`))),
        h("p", {}, verdictWords(post)),
        h("p", { class: "wb-label" }, t("offensive.how_it_reads")),
        paragraphs(post.how_it_reads),
        h("p", { class: "wb-label" }, t("offensive.why")),
        paragraphs(post.rationale),
        h("p", { class: "wb-small wb-muted" }, t("offensive.fair")),
      ),
      act(post, keep),
    ];
  }

  /** @param {Post} post @param {ReturnType<typeof keptLine>["keep"]} keep */
  function act(post, keep) {
    let picked = post.actions.find(({ id }) => id === answerTo(post).action);
    const choice = options({
      legend: t("offensive.act"),
      options: post.actions.map(({ id, action }) => ({ value: id, label: action })),
      chosen: picked ? [picked.id] : [],
      onChange: ([id]) => (picked = post.actions.find((action) => action.id === id)),
    });
    const fault = faultAt(choice, () => (picked ? "" : t("offensive.pick_action")));
    const result = h("div", { class: "wb-stack" });
    const see = () => {
      if (fault.isFound() || !picked) return;
      answer(post, { ...answerTo(post), action: picked.id }, keep);
      replace(result, ...acted(post, picked));
      say(`${t(`common.grade.${picked.judgement}`)}. ${picked.rationale}`);
    };
    if (picked) replace(result, ...acted(post, picked));
    return h(
      "div",
      { class: "wb-act wb-stack-tight" },
      choice,
      h("div", { class: "wb-buttons" }, button(t("offensive.see_action"), see, { primary: true })),
      result,
    );
  }

  /** @param {Post} post @param {Action} action */
  function acted(post, action) {
    return [
      h("div", { class: "wb-panel", "data-grade": action.judgement }, told(action)),
      details(
        t("offensive.all_actions"),
        ...post.actions.map((one) =>
          h(
            "div",
            { class: "wb-other wb-stack-tight" },
            h("p", { class: "wb-label" }, one.action),
            told(one),
          ),
        ),
      ),
    ];
  }

  /** @param {Action} action */
  function told({ judgement, rationale }) {
    return h(
      "div",
      { class: "wb-stack-tight" },
      h("p", {}, badge(judgement, t(`common.grade.${judgement}`))),
      paragraphs(rationale),
    );
  }

  /**
   * @param {Post} post
   * @param {Answer} value
   * @param {ReturnType<typeof keptLine>["keep"]} keep
   */
  function answer(post, value, keep) {
    answers.set(post.id, value);
    mark();
    const action = post.actions.find(({ id }) => id === value.action);
    const verdict = t(`offensive.verdict.${value.verdict}`);
    const grade = action ? ` (${t(`common.grade.${action.judgement}`)})` : "";
    void keep(keyOf(post), value, {
      kind: "offensive",
      title: t("offensive.title"),
      standard: post.standard,
      question: `${post.author}: ${post.text}`,
      words: [
        t("offensive.words.verdict", { verdict }),
        action ? t("offensive.words.action", { action: action.action }) + grade : "",
      ]
        .filter(Boolean)
        .join("\n"),
    });
  }

  function summaryTable() {
    return table({
      caption: t("offensive.table"),
      columns: [t("offensive.column.post"), t("offensive.column.own"), t("offensive.column.ours")],
      rows: posts.map((post, index) => {
        const { verdict, action } = answerTo(post);
        const chosen = post.actions.find(({ id }) => id === action);
        return [
          h(
            "span",
            {},
            `${index + 1}. ${post.author}`,
            chosen ? h("small", {}, chosen.action) : null,
          ),
          verdict ? t(`offensive.verdict.${verdict}`) : t("offensive.not_yet"),
          verdict ? t(`offensive.verdict.${post.verdict}`) : "",
        ];
      }),
    });
  }

  /** @param {Post} post */
  function keyOf(post) {
    return `offensive/${post.id}`;
  }

  root.append(
    heading(t("offensive.kicker"), t("offensive.title")),
    h("p", {}, t("offensive.intro")),
  );
  if (!posts.length) return;
  root.append(
    turning.element,
    stage,
    summary,
    followDone(context, posts.map(keyOf), (value) => Boolean(value?.action)),
  );
  show(0);
  followKept(context, posts.map(keyOf), (key, { value }) => {
    const post = posts.find((one) => keyOf(one) === key);
    if (!post || !value || JSON.stringify(value) === JSON.stringify(answers.get(post.id))) return;
    answers.set(post.id, value);
    if (post === posts[at]) draw();
    else mark();
  });
});
