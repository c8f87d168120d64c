/** What a learner wrote in the entries that are about to leave the workbook. */

import { exerciseTitle, wordsOf } from "./entries.js";

/**
 * @typedef {import("../../../front/identifiers/passages.js").Written} Written
 * @typedef {import("./entries.js").Entry} Entry
 * @typedef {import("./entries.js").Known} Known
 * @typedef {import("./entries.js").Translate} Translate
 */

/** Exercises whose answers are picked: their words are the workbook's own. */
const PICKED = ["scenario", "boundaries", "offensive", "good_use", "confidence", "come_back"];

/**
 * @param {Entry[]} entries
 * @param {Known} known
 * @param {Translate} t
 * @returns {Written[]} Only entries with words of the learner's own.
 */
export function writtenIn(entries, known, t) {
  return entries.flatMap((entry) => {
    const texts = ownTexts(entry);
    // The plan is written on the very page that hands it on.
    const page = known.pages.find(({ id }) => entry.kind !== "plan" && id === entry.page);
    const [title, question] = [exerciseTitle(entry, t), entry.question ?? ""];
    return texts.length ? [{ title, question, texts, path: page?.path ?? "" }] : [];
  });
}

/** @param {Entry} entry @returns {string[]} What the learner wrote in it, in each of its versions, once. */
function ownTexts(entry) {
  if (["time", "minutes"].includes(entry.kind) || /^plan\/\d+\/(by|standard)$/.test(entry.key))
    return [];
  const texts = [entry, ...(entry.others ?? [])]
    .filter(({ value }) => typeof value === "string" || !PICKED.includes(entry.kind))
    .map((version) => wordsOf(version).join("\n"));
  return [...new Set(texts)].filter(Boolean);
}
