/** The exercise Using it well: an idea, chosen or the learner's own, and a plan that saves automatically. */

import { details, exercise, h, heading, options, paragraphs, replace } from "../../front/kit.js";
import { followDone } from "../../front/patterns/done.js";
import { keptLine, savedField } from "../../record/ui/saving.js";

/** @typedef {{id: string, title: string, benefit: string, care: string}} Idea */

const IDEA_KEY = "good_use/idea";
const OWN_IDEA = "own";

export default exercise("good_use", (context) => {
  const { root, t, record, onLeave } = context;
  /** @type {Idea[]} */
  const ideas = context.content.ideas;
  const about = { kind: "good_use", title: t("good_use.title") };
  const kept = keptLine(context);
  const own = field("own", t("good_use.own_label"), undefined, { expected: false });
  const settled = h("div", {});
  const choice = options({
    legend: t("good_use.ideas"),
    options: [
      ...ideas.map((idea) => ({ value: idea.id, label: idea.title, note: idea.benefit })),
      { value: OWN_IDEA, label: t("good_use.own"), note: t("good_use.own_note") },
    ],
    onChange: ([id]) => {
      show(id);
      const words = titleOf(id);
      void kept.keep(IDEA_KEY, { idea: id }, { ...about, question: t("good_use.ideas"), words });
    },
  });
  const picker = details(t("good_use.pick"), choice, kept.line);
  const summary = picker.querySelector("summary");

  /** @param {string} id */
  function titleOf(id) {
    return ideas.find((idea) => idea.id === id)?.title ?? t("good_use.own");
  }

  /**
   * @param {string} name
   * @param {string} label
   * @param {string} [hint]
   * @param {{expected?: boolean, short?: boolean, type?: "text" | "date"}} [how]
   */
  function field(name, label, hint, how = {}) {
    return savedField({
      context,
      key: `good_use/${name}`,
      label,
      hint,
      about: { ...about, question: label },
      ...how,
    });
  }

  /** @param {string} id The idea's details: who gains and what to settle, or a field for one's own. */
  function show(id) {
    const idea = ideas.find((one) => one.id === id);
    own.hidden = id !== OWN_IDEA;
    if (summary)
      replace(summary, id ? t("good_use.picked", { title: titleOf(id) }) : t("good_use.pick"));
    if (!idea) return replace(settled);
    replace(
      settled,
      h(
        "div",
        { class: "wb-panel wb-stack-tight", "data-grade": "defensible" },
        h("p", { class: "wb-label" }, t("good_use.gain")),
        ...paragraphs(idea.benefit),
        h("p", { class: "wb-label" }, t("good_use.care")),
        ...paragraphs(idea.care),
      ),
    );
  }

  async function restore() {
    const entry = await record.read(IDEA_KEY).catch(() => undefined);
    const id = entry?.value?.idea ?? "";
    for (const input of choice.querySelectorAll("input")) input.checked = input.value === id;
    show(id);
  }

  onLeave(record.watch((key) => void (key === IDEA_KEY && restore())));
  void record.expect(IDEA_KEY).catch(() => undefined);
  show("");
  root.append(
    heading(t("good_use.kicker"), t("good_use.title")),
    h("p", {}, t("good_use.intro")),
    h("p", { class: "wb-small wb-muted" }, t("good_use.private")),
    picker,
    own,
    settled,
    h("h4", {}, t("good_use.plan")),
    field("who", t("good_use.who"), t("good_use.who_hint")),
    field("settle", t("good_use.settle"), t("good_use.settle_hint")),
    field("step", t("good_use.step"), t("good_use.step_hint")),
    field("when", t("good_use.when"), undefined, { short: true, type: "date", expected: false }),
    followDone(context, [IDEA_KEY, ...["who", "settle", "step"].map((name) => `good_use/${name}`)]),
  );
  void restore();
});
