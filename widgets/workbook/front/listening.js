/**
 * Has the browser read a part of a page aloud, when its button is pressed, in a voice of this device.
 *
 * A voice that is not on the device would send the text to another host: it is never used, and without another
 * there is no button. What a learner wrote is never read. One part of a page is read at a time.
 */

import { language } from "../../widget_host/pages/static/common/language.js";

/** @typedef {{text: string, lang: string}} Passage What is said in one go, and the language that it is in. */
/** @typedef {{start: string, startOf: string, stop: string, stopOf: string}} ListenWords */

/** In characters: some browsers fall silent in the middle of a longer text. */
const MOST_SAID = 180;

/** Told to the document when something starts to be read: whatever else is being read stops. */
const STARTED = "wb-listening";

/** Voices may come late, and not every browser says when. In ms after the page asked first. */
const ASK_AGAIN = [250, 1000, 3000];

/** What is not read: controls, what only screen readers have, messages, and what the learner wrote. */
const NOT_READ = [
  "button, input, select, textarea, audio, video, canvas, svg, dialog, script, style, template, iframe",
  "[hidden], [inert], [aria-hidden='true'], [contenteditable], [role='status'], [role='alert'], [role='log']",
  ".wb-button, .wb-visually-hidden, .wb-status, .wb-versions, .wb-print-only, [data-own-words]",
  "details:not([open])",
].join();

/** @returns {boolean} Whether a voice of this device speaks the page's language. */
function canListen() {
  return localVoice(language()) !== undefined;
}

/** @param {string} lang @returns {SpeechSynthesisVoice | undefined} One that is on this device. */
function localVoice(lang) {
  if (!("speechSynthesis" in globalThis)) return undefined;
  /** @param {string} tag */
  const plainTag = (tag) => tag.replace("_", "-").toLowerCase();
  const wanted = plainTag(lang);
  const [base] = wanted.split("-");
  const fitting = speechSynthesis
    .getVoices()
    .filter((one) => one.localService === true && plainTag(one.lang).split("-")[0] === base);
  const exact = fitting.filter((one) => plainTag(one.lang) === wanted);
  const best = exact.length ? exact : fitting;
  return best.find((one) => one.default) ?? best[0];
}

/** @param {() => void} work Called once there is a voice, if ever. @returns {() => void} Ends the waiting. */
export function whenVoiced(work) {
  if (!("speechSynthesis" in globalThis)) return () => {};
  let isOver = false;
  const look = () => {
    if (isOver || !canListen()) return;
    end();
    work();
  };
  const end = () => {
    isOver = true;
    speechSynthesis.removeEventListener?.("voiceschanged", look);
  };
  speechSynthesis.addEventListener?.("voiceschanged", look);
  for (const pause of ASK_AGAIN) setTimeout(look, pause);
  // The button is put beside its heading first.
  queueMicrotask(look);
  return end;
}

/**
 * A button that reads a part of the page aloud, and stops. It is hidden until there is a voice.
 * @param {HTMLElement} part
 * @param {ListenWords} words
 * @returns {{element: HTMLButtonElement, leave: () => void}}
 */
export function listenButton(part, words) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "wb-button wb-button-quiet wb-listen";
  element.hidden = true;
  const floating = floatingStop(words, () => stop());
  /** Each reading's own: what an earlier one still reports is ignored. */
  let reading = 0;
  let isReading = false;

  /** @param {boolean} is */
  function show(is) {
    isReading = is;
    element.textContent = is ? words.stop : words.start;
    element.setAttribute("aria-label", is ? words.stopOf : words.startOf);
    element.toggleAttribute("data-reading", is);
    if (is) document.body.append(floating);
    else floating.remove();
  }

  function stop() {
    if (!isReading) return;
    reading += 1;
    speechSynthesis.cancel();
    release();
  }

  function release() {
    if (floating.contains(document.activeElement)) element.focus({ preventScroll: true });
    show(false);
    document.removeEventListener(STARTED, stop);
    document.removeEventListener("play", stop, true);
    window.removeEventListener("keydown", stopByKey, true);
    window.removeEventListener("pagehide", stop);
  }

  function start() {
    document.dispatchEvent(new CustomEvent(STARTED));
    for (const one of document.querySelectorAll("audio, video"))
      /** @type {HTMLMediaElement} */ (one).pause();
    // It may have been left over by a page before.
    speechSynthesis.cancel();
    show(true);
    document.addEventListener(STARTED, stop);
    document.addEventListener("play", stop, true);
    window.addEventListener("keydown", stopByKey, true);
    window.addEventListener("pagehide", stop);
    reading += 1;
    say(passagesOf(part), 0, reading);
  }

  /** @param {KeyboardEvent} event */
  function stopByKey(event) {
    if (event.key === "Escape") stop();
  }

  /** @param {Passage[]} passages @param {number} at @param {number} own Which reading this belongs to. */
  function say(passages, at, own) {
    if (own !== reading) return;
    if (at >= passages.length || !part.isConnected) return release();
    const { text, lang } = passages[at];
    const voice = localVoice(lang) ?? localVoice(language());
    // Without one, the browser would choose: it might take a voice that is elsewhere.
    if (!voice) return release();
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    utterance.addEventListener("end", () => say(passages, at + 1, own));
    utterance.addEventListener("error", () => own === reading && release());
    // Some browsers forget one that nothing refers to, and then never tell that it has ended.
    spoken = utterance;
    speechSynthesis.speak(utterance);
  }
  /** @type {SpeechSynthesisUtterance | undefined} */
  let spoken;

  element.addEventListener("click", () => (isReading ? stop() : start()));
  show(false);
  const endWaiting = whenVoiced(() => {
    element.hidden = false;
    element.parentElement?.classList.add("wb-listen-here");
  });
  return {
    element,
    leave() {
      endWaiting();
      stop();
      spoken = undefined;
    },
  };
}

/**
 * The button beside the heading leaves the window as the page is read: this one stays in a corner of it.
 * @param {ListenWords} words
 * @param {() => void} press
 * @returns {HTMLElement} To be put on the page while something is read, outside of all exercises.
 */
function floatingStop(words, press) {
  const place = document.createElement("div");
  place.className = "wb wb-listen-stop";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "wb-button wb-button-primary";
  button.textContent = words.stop;
  button.setAttribute("aria-label", words.stopOf);
  button.setAttribute("aria-keyshortcuts", "Escape");
  button.addEventListener("click", press);
  place.append(button);
  return place;
}

/**
 * @param {Element} part
 * @returns {Passage[]} What can be seen in it, in the order in which it is read.
 */
export function passagesOf(part) {
  /** @type {Passage[]} */
  const passages = [];
  let line = "";
  let lang = "";

  const endLine = () => {
    for (const text of saidIn(line)) passages.push({ text, lang });
    line = "";
  };

  /** @param {Node} node @param {string} spokenIn */
  function walk(node, spokenIn) {
    if (node instanceof Text) {
      if (spokenIn !== lang) endLine();
      lang = spokenIn;
      line += node.data;
      return;
    }
    if (!(node instanceof HTMLElement) || node.matches(NOT_READ)) return;
    const { display, visibility } = getComputedStyle(node);
    if (display === "none" || visibility === "hidden") return;
    const isWithin = display.startsWith("inline") || display === "contents";
    if (!isWithin || node instanceof HTMLBRElement) endLine();
    else if (display !== "inline") line += " ";
    for (const child of node.childNodes) walk(child, node.lang || spokenIn);
    if (!isWithin) endLine();
    else if (display !== "inline") line += " ";
  }

  const outer = /** @type {HTMLElement | null} */ (part.closest("[lang]"));
  walk(part, outer?.lang || language());
  endLine();
  return passages;
}

/** @param {string} line @returns {string[]} The line in sentences, or in pieces of them where they are long. */
function saidIn(line) {
  const text = line.replace(/\s+/g, " ").trim();
  if (!/[\p{L}\p{N}]/u.test(text)) return [];
  const sentences = text.match(/.+?(?:[.!?…:;]["'”’)]*(?= |$)|$)/g) ?? [];
  return sentences.flatMap((one) => cutUp(one.trim()));
}

/** @param {string} sentence @returns {string[]} No piece is longer than what is said in one go. */
function cutUp(sentence) {
  if (sentence.length <= MOST_SAID) return sentence ? [sentence] : [];
  const head = sentence.slice(0, MOST_SAID + 1);
  const at = head.lastIndexOf(", ") + 1 || head.lastIndexOf(" ");
  const end = at > 0 ? at : MOST_SAID;
  return [sentence.slice(0, end).trim(), ...cutUp(sentence.slice(end).trim())];
}
