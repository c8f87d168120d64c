/**
 * A text as words with their places, and terms that are looked for among them.
 *
 * Words are compared in small letters, composed (NFC) and without apostrophes: can't, can’t and cant are the
 * same. Each look takes a time that grows with the text's length: no pattern here can go back over what it read.
 */

/**
 * @typedef {object} Word
 * @property {string} raw As it stands in the text.
 * @property {string} word In small letters, composed, without apostrophes.
 * @property {number} start Where it begins, in UTF-16 units.
 * @property {number} end
 * @property {boolean} isCapital Whether it begins with a capital and goes on in small letters, as a name does.
 * @property {boolean} isFirst Whether it begins a sentence or a line.
 *
 * @typedef {object} Spot A term, where it stands.
 * @property {number} at The place of its first word among the words.
 * @property {number} length How many words it has.
 * @property {number} start
 * @property {number} end
 *
 * @typedef {object} Terms A tree, word by word. It branches where a text leads, as most of it is never asked for.
 * @property {string[][][]} rests What is left of the terms that lead here: for each word, its choices.
 * @property {Map<string, Terms>} [next] Where each word leads, once it has branched.
 * @property {boolean} [isEnd] Whether a term ends here, once it has branched.
 */

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*/gu;

/** What stands between two words of one term: a space, a hyphen, a comma; never the end of a sentence. */
const LONGEST_GAP = 3;

const SHORTEST_PLURAL = 4;

/** How many neighbours are looked at on each side: more than terms that can overlap one another. */
const AROUND_SPOTS = 8;

/** @param {string} text @returns {Word[]} */
export function wordsIn(text) {
  let end = 0;
  return Array.from(text.matchAll(WORD), (match) => {
    const start = match.index;
    const gap = text.slice(end, start);
    const isFirst = end === 0 || /[.!?:;\n]/.test(gap);
    end = start + match[0].length;
    return {
      raw: match[0],
      word: plainWord(match[0]),
      start,
      end,
      isCapital: isName(match[0]),
      isFirst,
    };
  });
}

/** @param {string} raw @returns {string} */
export function plainWord(raw) {
  return raw.normalize("NFC").toLowerCase().replace(/['’]/g, "");
}

/** @param {string} raw @returns {boolean} Séamus, O'Neill, McAteer and Ó; no AFC, and no P6. */
function isName(raw) {
  return /^\p{Lu}/u.test(raw) && (/\p{Ll}/u.test(raw) || raw === "Ó");
}

/**
 * Reads terms as they are written down, between commas: `a|b` stands for either word, and `-` for none.
 * @param {string} written
 * @returns {Terms}
 */
export function terms(written) {
  const whole = written.replace(/\|\s+/g, "|").split(",");
  return {
    rests: whole
      .map((term) => term.trim())
      .filter(Boolean)
      .map((term) => term.split(/\s+/).map((part) => part.split("|"))),
  };
}

/** @param {Terms} node @returns {Required<Terms>} The same, with where its words lead. */
function branched(node) {
  if (node.next) return /** @type {Required<Terms>} */ (node);
  const known = Object.assign(node, { next: new Map(), isEnd: false });
  for (const rest of node.rests) addTerm(known, rest);
  return known;
}

/** @param {Required<Terms>} node @param {string[][]} rest */
function addTerm(node, [choices, ...rest]) {
  if (!choices) {
    node.isEnd = true;
    return;
  }
  for (const choice of choices) {
    if (choice === "-") {
      addTerm(node, rest);
      continue;
    }
    const word = plainWord(choice);
    const next = node.next.get(word);
    if (next) next.rests.push(rest);
    else node.next.set(word, { rests: [rest] });
  }
}

/**
 * @param {string} text
 * @param {Word[]} words
 * @param {Terms} wanted
 * @returns {Spot[]} From the start of the text to its end; where several begin with one word, the longest.
 */
export function find(text, words, wanted) {
  return words.flatMap((_, at) => {
    const spot = termAt(text, words, at, wanted);
    return spot ? [spot] : [];
  });
}

/**
 * @param {string} text @param {Word[]} words @param {number} at @param {Terms} wanted
 * @returns {Spot | undefined} The longest term that begins there.
 */
export function termAt(text, words, at, wanted) {
  let length = 0;
  /** @type {Terms | undefined} */
  let node = wanted;
  for (let step = 0; node && at + step < words.length && goesOn(text, words, at, step); step += 1) {
    node = nextOf(branched(node), words[at + step].word);
    if (node && branched(node).isEnd) length = step + 1;
  }
  return length ? spotOf(words, at, length) : undefined;
}

/** @param {Required<Terms>} node @param {string} word @returns {Terms | undefined} Its plural will do as well. */
function nextOf(node, word) {
  const isPlural = word.length > SHORTEST_PLURAL && word.endsWith("s");
  return node.next.get(word) ?? (isPlural ? node.next.get(word.slice(0, -1)) : undefined);
}

/** @param {Word[]} words @param {number} at @param {number} length @returns {Spot} */
export function spotOf(words, at, length) {
  return { at, length, start: words[at].start, end: words[at + length - 1].end };
}

/**
 * @param {string} text @param {Word[]} words @param {number} at @param {number} step
 * @returns {boolean} Whether the word there goes on from the one before, in the same sentence.
 */
function goesOn(text, words, at, step) {
  if (step === 0) return true;
  const gap = text.slice(words[at + step - 1].end, words[at + step].start);
  return gap.length <= LONGEST_GAP && !/[.!?;:\n]/.test(gap);
}

/** @typedef {{start: number, end: number}} Span */

/**
 * @param {Spot[]} spots In their order.
 * @param {Span} from
 * @param {number} within How far away one may be, in UTF-16 units.
 * @returns {boolean} Whether one stands near it, and has no word of its own in it.
 */
export function isNear(spots, from, within) {
  return around(spots, from).some(
    (spot) =>
      !meets(spot, from) && Math.max(from.start - spot.end, spot.start - from.end) <= within,
  );
}

/** @param {Spot[]} spots In their order. @param {Span} span Whether one of them has a word in it. */
export function overlaps(spots, span) {
  return around(spots, span).some((spot) => meets(spot, span));
}

/** @param {Span} one @param {Span} other */
function meets(one, other) {
  return one.start < other.end && one.end > other.start;
}

/** @param {Spot[]} spots @param {Span} span @returns {Spot[]} Some that begin just before or behind its beginning. */
function around(spots, span) {
  let [low, high] = [0, spots.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spots[middle].start < span.start) low = middle + 1;
    else high = middle;
  }
  return spots.slice(Math.max(0, low - AROUND_SPOTS), low + AROUND_SPOTS);
}
