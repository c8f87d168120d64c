/**
 * A calendar file (RFC 5545) with whole-day events, made in the browser: the same with a server as without one.
 *
 * It has a title, a day and an address for each event, and nothing that a learner wrote. It sets no alarm.
 */

import { daysAfter } from "../../record/ui/come_back.js";

/** The most bytes of a line, without its end (RFC 5545, 3.1). */
const MOST_BYTES = 75;

/** @typedef {{uid: string, day: string, title: string}} Day A day is like 2026-11-22. */

/**
 * @param {Day[]} days
 * @param {string} address Where the page is, or "" for a page without an address that others can open.
 * @param {Date} now
 * @returns {string}
 */
export function calendar(days, address, now) {
  const stamp = `${now.toISOString().slice(0, 19)}Z`.replace(/[-:]/g, "");
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Workbook//Come back//EN",
    "CALSCALE:GREGORIAN",
    ...days.flatMap(({ uid, day, title }) => [
      "BEGIN:VEVENT",
      `UID:${escaped(uid)}`,
      `DTSTAMP:${stamp}`,
      `DTSTART;VALUE=DATE:${plain(day)}`,
      `DTEND;VALUE=DATE:${plain(daysAfter(day, 1))}`,
      `SUMMARY:${escaped(title)}`,
      // Many calendars show no URL, and all of them show the description.
      ...(address ? [`URL:${address}`, `DESCRIPTION:${escaped(address)}`] : []),
      // The day stays free for other things.
      "TRANSP:TRANSPARENT",
      "END:VEVENT",
    ]),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

/** @param {string} day @returns {string} A value of the type DATE. */
function plain(day) {
  return day.replaceAll("-", "");
}

/** @param {string} text @returns {string} A value of the type TEXT. */
function escaped(text) {
  return text.replace(/[\\;,]/g, "\\$&").replace(/\r\n|\r|\n/g, "\\n");
}

/** @param {string} line @returns {string} In pieces of at most 75 bytes, none of which splits a character. */
function folded(line) {
  const bytesOf = new TextEncoder();
  let text = "";
  let bytes = 0;
  for (const sign of line) {
    const size = bytesOf.encode(sign).length;
    if (bytes + size > MOST_BYTES) {
      text += "\r\n ";
      // The space counts, too.
      bytes = 1;
    }
    text += sign;
    bytes += size;
  }
  return text;
}
