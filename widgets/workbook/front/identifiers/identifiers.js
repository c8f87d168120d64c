/**
 * The rules that read a text for what can identify a person, and for phrases to weigh: in a draft (Think
 * before you post), and in what a learner is about to hand on.
 *
 * They know shapes and words, not people. A story that everyone in a village knows may pass them by.
 */

import { nameMarks } from "./names.js";
import { numberMarks } from "./numbers.js";
import { patternMarks } from "./patterns.js";
import { phraseMarks } from "./phrases.js";
import { readStories } from "./stories.js";

/**
 * @typedef {import("./phrases.js").Sign} Sign
 * @typedef {object} Mark A part of the text that a reader could pick up on.
 * @property {number} start Where it begins, in UTF-16 units.
 * @property {number} end Where it ends; marks never overlap.
 * @property {string} kind identifying, name, confidential, looking, contempt, blanket, or the kind of the sign.
 * @property {string} rule The rule's name, or "phrase".
 * @property {string} reason The sign's reason; a rule has its words elsewhere, so here it is "".
 */

/** What belongs to an invitation, and points to nobody there: when, where and how to come. */
const IN_A_NOTICE = ["date", "time", "street", "room", "web", "email"];

/** My two-year-old: the writer's own, as a rule. */
const OWN_AGE = /(?:^|[^\p{L}])(?:my|our)(?: own| wee)? $/iu;

/**
 * Finds what a reader of a post could pick up on, from the start of the text to its end.
 * @param {string} text
 * @param {Sign[]} signs
 * @returns {Mark[]}
 */
export function findMarks(text, signs) {
  const { marks, isNotice, isGeneral, isOwn, isAboutSomebody } = readStories(text);
  const others = shapeMarks(text, signs).filter(
    (mark) =>
      !(isNotice && IN_A_NOTICE.includes(mark.rule)) &&
      !(mark.kind === "confidential" && isGeneral(mark)) &&
      !(mark.kind === "heated" && isOfOneself(text, mark)) &&
      !(
        mark.rule === "street" &&
        !/\d/.test(text.slice(mark.start, mark.end)) &&
        !isAboutSomebody(mark)
      ) &&
      !(mark.rule === "age" && (OWN_AGE.test(textBefore(text, mark)) || isOwn(mark))),
  );
  return withoutOverlaps([inTextOrder(others), inTextOrder(marks)]);
}

/** Words that somebody may say of themselves; I am sick of it is another matter. */
const LABEL = /^(?:useless|clueless|pathetic|idiot|waste of space|absolute joke|disgrace)$/iu;

/** I'm useless with compliments. */
const MYSELF = /(?:^|[^\p{L}])(?:i['’]?m|i am|i was|i feel)(?: so| pure| an?| totally)? $/iu;

/** @param {string} text @param {Mark} mark Whether a hard word is said of the writer: I'm useless; Useless at maths. */
function isOfOneself(text, mark) {
  if (!LABEL.test(text.slice(mark.start, mark.end))) return false;
  const isAlone = mark.start === 0 && /^ (?:at|with) /.test(text.slice(mark.end, mark.end + 6));
  return isAlone || MYSELF.test(textBefore(text, mark));
}

/** How somebody speaks is for a post to weigh, and their own where it is written for themselves. */
const TONE = ["contempt", "blanket"];

/**
 * Finds what points to people, and every name and place that can be told by its capitals or by the list of places: for what
 * is about to be handed on, where a question too many costs little.
 * @param {string} text
 * @param {Sign[]} signs
 * @returns {Mark[]}
 */
export function findMarksAndNames(text, signs) {
  const stories = readStories(text).marks.filter(({ kind }) => !TONE.includes(kind));
  const groups = [shapeMarks(text, signs), stories, nameMarks(text)];
  return withoutOverlaps(groups.map(inTextOrder));
}

/** @param {string} text @param {Sign[]} signs @returns {Mark[]} */
function shapeMarks(text, signs) {
  return [...patternMarks(text), ...numberMarks(text), ...phraseMarks(text, signs)];
}

/** @param {string} text @param {Mark} mark @returns {string} The few words before it. */
function textBefore(text, { start }) {
  return text.slice(Math.max(0, start - 16), start);
}

/** @param {Mark[]} marks @returns {Mark[]} Of two that begin together, the longer comes first. */
function inTextOrder(marks) {
  return marks.sort((a, b) => a.start - b.start || b.end - a.end);
}

/**
 * Where two finds overlap, the one of the earlier group stays; within a group, the one that begins first.
 * @param {Mark[][]} groups Each in its order.
 * @returns {Mark[]}
 */
function withoutOverlaps(groups) {
  return groups.reduce((/** @type {Mark[]} */ kept, group) => {
    let next = 0;
    let end = 0;
    const free = group.filter((mark) => {
      while (next < kept.length && kept[next].end <= mark.start) next += 1;
      const isFree = mark.start >= end && !(kept[next]?.start < mark.end);
      if (isFree) end = mark.end;
      return isFree;
    });
    return inTextOrder([...kept, ...free]);
  }, []);
}
