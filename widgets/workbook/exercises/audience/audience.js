/**
 * The exercise Who can see it?: how far one post can travel, by a stated model.
 *
 * Nothing is calculated here: all possible posts were counted in advance, so this only looks up the numbers.
 */

import {
  details,
  exercise,
  h,
  heading,
  options,
  paragraphs,
  replace,
  svg,
  table,
} from "../../front/kit.js";
import { locales } from "../../../widget_host/pages/static/common/language.js";

/**
 * @typedef {{id: string, title: string, description: string, reach: string}} Setting
 * @typedef {{id: string, value: number, unit: string, meaning: string}} Assumption
 * @typedef {{settings: Setting[], friends: number[], tagged: number[], groups: string[], counts: number[][],
 *   new_through_one: number, public_stands_for: number, assumptions: Assumption[]}} Cases
 * @typedef {{setting: number, friends: number, tagged: number, screenshot: number, reshare: number}} Chosen
 *   Which of the settings, numbers of friends and numbers of people tagged; and 0 or 1.
 * @typedef {{counts: Map<string, number>, total: number, bySetting: number, anyone: boolean, nobody: boolean}} Seen
 */

/** Groups that see the post through somebody else, not through the setting. */
const THROUGH_OTHERS = ["friends_of_tagged", "friends_of_resharer", "screenshot_group"];

export default exercise("audience", ({ root, content, t, say }) => {
  /** @type {Cases} */
  const cases = content;
  const found = cases.settings.findIndex(({ reach }) => reach === "friends");
  /** @type {Chosen} */
  const chosen = { setting: Math.max(found, 0), friends: 3, tagged: 0, screenshot: 0, reshare: 0 };
  const headline = h("p", { class: "wb-headline" });
  const picture = h("figure", { class: "wb-stack-tight" });
  const notes = h("div", { class: "wb-stack-tight" });
  const groups = h("div", {});

  /** @param {number} n */
  const people = (n) => n.toLocaleString(locales());

  /** @param {Partial<Chosen>} change */
  function choose(change) {
    Object.assign(chosen, change);
    draw();
    say(headline.textContent ?? "");
  }

  function draw() {
    const seen = lookUp(cases, chosen);
    replace(headline, ...headlineOf(seen));
    replace(picture, ripples(seen), key(seen));
    replace(notes, ...notesOn(seen));
    replace(groups, groupTable(seen));
  }

  /** @param {Seen} seen */
  function headlineOf({ total, anyone, nobody }) {
    if (nobody) return [h("strong", {}, t("audience.only_you"))];
    if (anyone) return [h("strong", {}, t("audience.anyone")), ` ${t("audience.anyone_can")}`];
    return [
      h("strong", {}, t("audience.others", { people: people(total - 1) })),
      ` ${t("audience.others_can")}`,
    ];
  }

  /** @param {Seen} seen Each half ring stands for ten times as many people as the one inside. */
  function ripples({ total, bySetting, anyone, nobody }) {
    const tens = Math.ceil(Math.log10(cases.public_stands_for));
    const marks = Array.from({ length: tens + 1 }, (_, power) => 10 ** power);
    const radius = (/** @type {number} */ n) => 12 + (Math.log10(n) / tens) * 140;
    const arc = (/** @type {number} */ r) => `M${160 - r} 164A${r} ${r} 0 0 1 ${160 + r} 164`;
    return svg(
      "svg",
      {
        viewBox: "0 0 320 184",
        role: "img",
        "aria-label": pictureName({ total, bySetting, anyone, nobody }),
      },
      ...marks.map((n) => svg("path", { d: arc(radius(n)), class: "wb-scale" })),
      svg("path", {
        d: `${arc(radius(total))}Z`,
        class: anyone ? "wb-by-setting wb-endless" : "wb-reached",
      }),
      anyone ? null : svg("path", { d: `${arc(radius(bySetting))}Z`, class: "wb-by-setting" }),
      svg("circle", { cx: 160, cy: 164, r: 5, class: "wb-you" }),
      ...marks
        .slice(1)
        .map((n) =>
          svg(
            "text",
            { x: 160, y: 164 - radius(n) + 4 },
            n === marks[tens] ? t("audience.scale_end") : people(n),
          ),
        ),
      svg("text", { x: 160, y: 182 }, t("audience.you")),
    );
  }

  /** @param {{total: number, bySetting: number, anyone: boolean, nobody: boolean}} seen */
  function pictureName({ total, bySetting, anyone, nobody }) {
    if (nobody) return t("audience.picture_nobody");
    if (anyone) return t("audience.picture_anyone");
    return t("audience.picture", { setting: people(bySetting), total: people(total) });
  }

  /** @param {Seen} seen */
  function key({ total, bySetting, anyone }) {
    return h(
      "figcaption",
      { class: "wb-small" },
      keyLine("setting", anyone ? t("audience.no_limit") : people(bySetting)),
      anyone ? null : keyLine("others", people(total - bySetting)),
      h("p", { class: "wb-muted" }, t("audience.scale")),
    );
  }

  /** @param {"setting" | "others"} part @param {string} count */
  function keyLine(part, count) {
    const words = h("span", {}, h("strong", {}, count), ` ${t(`audience.key.${part}`)}`);
    return h("p", { class: "wb-key", "data-part": part }, words);
  }

  /** @param {Seen} seen */
  function notesOn({ anyone, nobody }) {
    const wide = cases.settings[chosen.setting].reach === "friends of friends";
    const names = [
      nobody && "nobody",
      anyone && "anyone",
      wide && "wide",
      !nobody && !anyone && chosen.screenshot && "screenshot",
      !nobody && !anyone && chosen.reshare && "reshare",
      !nobody && "settings",
    ].filter((name) => typeof name === "string");
    return names.map((name) => h("p", { class: "wb-note" }, t(`audience.note.${name}`)));
  }

  /** @param {Seen} seen */
  function groupTable({ counts, total, anyone }) {
    const present = cases.groups.filter((group) => counts.get(group));
    const all = anyone ? t("audience.no_limit") : total;
    return table({
      caption: t("audience.table"),
      columns: [t("audience.column.who"), t("audience.column.people")],
      rows: [
        ...present.map((group) => [
          h("span", {}, t(`audience.group.${group}`), h("small", {}, how(group))),
          group === "anyone" ? all : (counts.get(group) ?? 0),
        ]),
        [t("audience.together"), all],
      ],
    });
  }

  /** @param {string} group How it is counted, with the numbers that were used. */
  function how(group) {
    const value = new Map(cases.assumptions.map((one) => [one.id, people(one.value)]));
    return t(`audience.how.${group}`, {
      friends: people(cases.friends[chosen.friends]),
      tagged: cases.tagged[chosen.tagged],
      new: people(cases.new_through_one),
      tag: value.get("tag-reach") ?? "",
      share: value.get("reshare-reach") ?? "",
      group: value.get("screenshot-group") ?? "",
      top: people(cases.public_stands_for),
    });
  }

  function inputs() {
    return h(
      "div",
      { class: "wb-inputs wb-stack" },
      options({
        legend: t("audience.setting"),
        options: cases.settings.map(({ title, description }, at) => ({
          value: String(at),
          label: title,
          note: description,
        })),
        chosen: [String(chosen.setting)],
        onChange: ([at]) => choose({ setting: Number(at) }),
      }),
      options({
        legend: t("audience.friends"),
        row: true,
        options: cases.friends.map((n, at) => ({ value: String(at), label: people(n) })),
        chosen: [String(chosen.friends)],
        onChange: ([at]) => choose({ friends: Number(at) }),
      }),
      options({
        legend: t("audience.tagged"),
        row: true,
        options: cases.tagged.map((n, at) => ({
          value: String(at),
          label: n ? people(n) : t("audience.tagged_none"),
        })),
        chosen: [String(chosen.tagged)],
        onChange: ([at]) => choose({ tagged: Number(at) }),
      }),
      options({
        legend: t("audience.then"),
        many: true,
        options: ["screenshot", "reshare"].map((name) => ({
          value: name,
          label: t(`audience.${name}`),
        })),
        onChange: (ticked) =>
          choose({
            screenshot: Number(ticked.includes("screenshot")),
            reshare: Number(ticked.includes("reshare")),
          }),
      }),
    );
  }

  root.append(
    heading(t("audience.kicker"), t("audience.title")),
    h("p", {}, t("audience.intro")),
    h(
      "div",
      { class: "wb-board" },
      inputs(),
      h("div", { class: "wb-result" }, headline, picture, notes),
    ),
    groups,
    assumptions(cases, t),
  );
  draw();
});

/**
 * @param {Cases} cases
 * @param {Chosen} chosen
 * @returns {Seen}
 */
function lookUp({ settings, friends, tagged, groups, counts }, chosen) {
  const people =
    ((chosen.setting * friends.length + chosen.friends) * tagged.length + chosen.tagged) * 4 +
    chosen.screenshot * 2 +
    chosen.reshare;
  const byGroup = new Map(groups.map((group, at) => [group, counts[people][at]]));
  const total = counts[people].reduce((sum, count) => sum + count, 0);
  const throughOthers = THROUGH_OTHERS.reduce((sum, group) => sum + (byGroup.get(group) ?? 0), 0);
  const { reach } = settings[chosen.setting];
  return {
    counts: byGroup,
    total,
    bySetting: total - throughOthers,
    anyone: reach === "anyone",
    nobody: reach === "nobody",
  };
}

/**
 * All assumptions of the calculation.
 * @param {Cases} cases
 * @param {(name: string, values?: Record<string, string | number>) => string} t
 */
function assumptions({ assumptions: all }, t) {
  return details(
    t("audience.assumptions", { count: all.length }),
    h("p", {}, t("audience.assumptions_intro")),
    h(
      "dl",
      {},
      all.map(({ value, unit, meaning }) =>
        h(
          "div",
          {},
          h("dt", {}, h("strong", {}, value.toLocaleString(locales())), " ", unit),
          h("dd", {}, paragraphs(meaning)),
        ),
      ),
    ),
  );
}
