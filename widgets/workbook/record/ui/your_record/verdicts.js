/**
 * Answers without the workbook's own judgement of them: nobody has marked a record, so none is shown or printed
 * in it. What is kept stays as it is.
 */

/**
 * @typedef {import("./entries.js").Entry} Entry
 * @typedef {import("./entries.js").Known} Known
 * @typedef {{value: any, words?: string}} Said An entry, or another version of it.
 */

/** Exercises whose answers are kept with a judgement, in brackets at the end of a line. */
const JUDGED = ["scenario", "boundaries", "offensive"];

/**
 * @template {Said} T
 * @param {T} said
 * @param {string} kind The exercise that it answers.
 * @param {Pick<Known, "verdicts">} known
 * @returns {T} The same where there is no judgement in it: what a learner typed is never changed.
 */
export function unjudged(said, kind, { verdicts }) {
  if (!JUDGED.includes(kind) || !said.words || typeof said.value === "string") return said;
  return { ...said, words: said.words.split("\n").map(withoutVerdict).join("\n") };

  /** @param {string} line */
  function withoutVerdict(line) {
    const verdict = verdicts.find((one) => line.endsWith(` (${one})`));
    return verdict ? line.slice(0, -verdict.length - 3) : line;
  }
}

/**
 * @param {Entry} entry
 * @param {Pick<Known, "verdicts">} known
 * @returns {Entry} As it goes out, with its other versions.
 */
export function entryUnjudged(entry, known) {
  const others = (entry.others ?? []).map((other) => unjudged(other, entry.kind, known));
  return { ...unjudged(entry, entry.kind, known), others };
}
