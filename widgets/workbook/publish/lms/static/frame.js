/**
 * The page that a learning platform opens: it shows the workbook in a frame, gets the learner's progress from
 * it, and reports it to the platform. What a learner writes never gets here.
 *
 * How a platform is told is the part of a session (see scorm12.js, scorm2004.js, cmi5.js):
 *
 *   open()          resolves to {kept, place, learner}: what was kept at the last visit, and what the platform
 *                   calls the learner; null where there is no platform.
 *   report(state)   {share: 0 to 1, isComplete, place, kept}; returns or resolves to whether it was taken.
 *   close(seconds)  the time of this visit.
 *   leave           the address to go back to, or "".
 */

import { frameFor } from "./learner_frame.js";
import {
  isUnusable,
  started,
  tellUnusable,
} from "../../../../widget_host/pages/static/page/unusable.js";
import { Kept } from "./kept.js";
import { Clock } from "./clock.js";

/**
 * @typedef {{kept: string, place: string, learner: string}} Opened
 * @typedef {{share: number, isComplete: boolean, place: string, kept: string}} State
 * @typedef {object} Session
 * @property {() => Promise<Opened | null>} open
 * @property {(state: State) => boolean | Promise<boolean>} report
 * @property {(seconds: number) => void} close
 * @property {string} [leave]
 * @typedef {object} Settings
 * @property {string} start The first page: within the package, or the address of a server.
 * @property {string} root What every page's address begins with.
 * @property {string[]} standards The names of the standards' pages.
 * @property {number} completeAt The share of the exercises, from 0 to 1, at which the course is complete.
 * @property {Record<string, string>} words
 */

/** The platform gets a report at most this often, in ms; the last state is always reported. */
const TELL_EVERY = 5000;

/** @param {() => Session} begin */
export function run(begin) {
  if (!isUnusable()) open(begin).catch(tellUnusable);
  started();
}

/** @param {() => Session} begin */
async function open(begin) {
  /** @type {Settings} */
  const settings = JSON.parse(document.getElementById("lms")?.textContent ?? "{}");
  const told = statusLine(settings.words);
  const root = new URL(settings.root, location.href);
  const session = begin();
  const opened = await session.open().catch(() => null);
  if (!opened) told("lms.alone");
  const kept = new Kept(opened?.kept ?? "");
  const frame = frameAt(placeIn(root, opened?.place ?? "") ?? new URL(settings.start, root));
  if (opened?.learner) frame.name = frameFor(opened.learner);
  const teller = new Teller(session, told);
  let place = opened?.place ?? "";

  window.addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow || event.origin !== root.origin) return;
    const { type, address } = event.data ?? {};
    if (type === "workbook:here")
      frame.contentWindow?.postMessage(
        { type: "workbook:ask", standards: settings.standards },
        root.origin,
      );
    if (type !== "workbook:progress") return;
    kept.take(event.data.standards, settings.standards);
    place = placeOf(root, address) ?? place;
    const share = kept.share(settings.standards);
    // Shares are sums of fractions, which may end slightly too low.
    const isComplete = share >= settings.completeAt - 1e-9;
    if (opened) teller.tell({ share, isComplete, place, kept: kept.text() });
  });
  if (opened) {
    const clock = new Clock();
    let isClosed = false;
    window.addEventListener("pagehide", () => {
      if (isClosed) return;
      isClosed = true;
      teller.end();
      session.close(clock.seconds());
    });
  }
  if (session.leave) document.body.prepend(wayBack(session.leave, settings.words));
  document.body.append(frame);
}

/** Tells a session the newest state: at once after a rest, and else when the rest is over. */
class Teller {
  /** @param {Session} session @param {(word: string) => void} told */
  constructor(session, told) {
    this.session = session;
    this.told = told;
    /** @type {State | null} */
    this.next = null;
    this.last = "";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** @param {State} state */
  tell(state) {
    const text = JSON.stringify(state);
    if (text === this.last) return;
    this.last = text;
    this.next = state;
    if (this.timer === undefined) void this.#send();
  }

  end() {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.next) void this.session.report(this.next);
    this.next = null;
  }

  async #send() {
    const state = this.next;
    this.next = null;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (this.next) void this.#send();
    }, TELL_EVERY);
    if (!state) return;
    const isTaken = await Promise.resolve(this.session.report(state)).catch(() => false);
    this.told(isTaken ? "" : "lms.refused");
    // What was refused is sent again with the next state.
    if (!isTaken) this.last = "";
  }
}

/** @param {URL} address @returns {HTMLIFrameElement} */
function frameAt(address) {
  const frame = document.createElement("iframe");
  frame.title = document.title;
  frame.src = address.href;
  frame.allow = "clipboard-write; fullscreen";
  return frame;
}

/** @param {URL} root @param {string} place @returns {URL | null} The page, if it is one of the workbook's. */
function placeIn(root, place) {
  if (!place) return null;
  try {
    const address = new URL(place, root);
    return address.href.startsWith(root.href) ? address : null;
  } catch {
    return null;
  }
}

/** @param {URL} root @param {any} address @returns {string | null} Its place below the root. */
function placeOf(root, address) {
  return typeof address === "string" && address.startsWith(root.href)
    ? address.slice(root.href.length)
    : null;
}

/** @param {Record<string, string>} words @returns {(word: string) => void} Shows a message, or nothing. */
function statusLine(words) {
  const line = document.createElement("p");
  line.setAttribute("role", "status");
  document.body.prepend(line);
  return (word) => {
    const text = word ? (words[word] ?? "") : "";
    if (line.textContent !== text) line.textContent = text;
  };
}

/** @param {string} address @param {Record<string, string>} words @returns {HTMLElement} */
function wayBack(address, words) {
  const link = document.createElement("a");
  link.href = address;
  link.textContent = words["lms.back"] ?? "";
  const bar = document.createElement("nav");
  bar.append(link);
  return bar;
}
