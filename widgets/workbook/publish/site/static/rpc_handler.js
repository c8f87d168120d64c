/**
 * Answers the record's requests on a page without a server: documents are made in the browser, and a saved
 * record is read there. Nothing is sent anywhere.
 */

import { docxOf } from "./docx.js";
import { clean, paperOf } from "./document.js";
import { htmlOf, markdownOf } from "./text.js";
import { heldBy, readHeld } from "./held.js";

/** @typedef {{answer: Record<string, any>, files: DataView[]}} Answered */

/** The most characters that all answers in one document may have. */
const LIMIT = 5_000_000;

/** @type {Record<string, {media: string, make: (request: any) => string | Uint8Array<ArrayBuffer>}>} */
const KINDS = {
  docx: {
    media: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    make: (request) => docxOf(paperOf(request)),
  },
  html: { media: "text/html;charset=utf-8", make: (request) => htmlOf(paperOf(request)) },
  md: { media: "text/markdown;charset=utf-8", make: (request) => markdownOf(paperOf(request)) },
  json: { media: "application/json", make: heldBy },
};

/** @param {Record<string, any>} message @returns {Promise<Answered>} */
export async function answerHere(message) {
  try {
    if (message.ask === "export") return made(message.format, message.request);
    if (message.ask === "import")
      return { answer: { ok: true, ...readHeld(message.text) }, files: [] };
  } catch (error) {
    const { reason = "unreadable" } = /** @type {{reason?: string}} */ (error ?? {});
    return refused(reason);
  }
  return refused("off");
}

/** @param {string} reason @returns {Answered} */
function refused(reason) {
  return { answer: { ok: false, reason }, files: [] };
}

/** @param {string} format @param {any} request @returns {Answered} */
function made(format, request) {
  const kind = KINDS[format];
  if (!kind) return refused("unreadable");
  if (format !== "json" && JSON.stringify(request.entries).length > LIMIT) return refused("big");
  const content = kind.make(request);
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const name = clean(request.labels["documents.file"] ?? "")
    .replace("{date}", String(request.made).slice(0, 10))
    .replace(/[^0-9A-Za-z._-]+/g, "-")
    .replace(/^[-.]+|[-.]+$/g, "");
  const answer = { ok: true, name: `${name || "record"}.${format}`, media: kind.media };
  return { answer, files: [new DataView(bytes.buffer)] };
}
