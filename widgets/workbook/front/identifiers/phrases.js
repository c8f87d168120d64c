/** Phrases to weigh in a text: whole words, whatever their case, with or without their apostrophes. */

/**
 * @typedef {import("./identifiers.js").Mark} Mark
 * @typedef {{kind: string, phrase: string, reason: string}} Sign A phrase in small letters, and why it is marked.
 */

/**
 * @param {string} text
 * @param {Sign[]} signs
 * @returns {Mark[]}
 */
export function phraseMarks(text, signs) {
  /** @type {Map<string, {sign: Sign, words: string[]}[]>} */
  const byFirstWord = new Map();
  for (const sign of signs) {
    const words = textWords(sign.phrase).map(({ word }) => word);
    const others = byFirstWord.get(words[0]) ?? [];
    if (words.length) byFirstWord.set(words[0], [...others, { sign, words }]);
  }
  const words = textWords(text);
  return words.flatMap(({ word, start }, at) =>
    (byFirstWord.get(word) ?? [])
      .filter((phrase) => phrase.words.every((one, step) => continues(text, words, at, step, one)))
      .map(({ sign, words: { length } }) => ({
        start,
        end: words[at + length - 1].end,
        kind: sign.kind,
        rule: "phrase",
        reason: sign.reason,
      })),
  );
}

/** @typedef {{word: string, start: number, end: number}} Word */

/** @param {string} text @returns {Word[]} Its words in small letters, without apostrophes: can't is cant. */
function textWords(text) {
  return Array.from(text.matchAll(/[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu), (match) => ({
    word: match[0].toLowerCase().replace(/['’]/g, ""),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/**
 * @param {string} text
 * @param {Word[]} words
 * @param {number} at Where the phrase begins.
 * @param {number} step Which of its words is asked about.
 * @param {string} wanted
 * @returns {boolean} Whether that word stands there, in the same sentence as the one before.
 */
function continues(text, words, at, step, wanted) {
  const here = words[at + step];
  if (here?.word !== wanted) return false;
  if (step === 0) return true;
  const gap = text.slice(words[at + step - 1].end, here.start);
  return gap.length <= 3 && !/[.!?;:]/.test(gap);
}
