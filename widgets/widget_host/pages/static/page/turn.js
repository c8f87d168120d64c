/** The waiting page: asks every few seconds, and opens the requested page when it is its turn. */

import { xsrfToken } from "../common/xsrf_token.js";
import { placeInLine } from "../common/words.js";

/** How often to ask, in ms. */
const EVERY = 3_000;
const PLACE = "place";

/** Waits, if this is a waiting page; cleans up the address, if it has waited. */
export function takeTurn() {
  const url = new URL(location.href);
  if (url.searchParams.has(PLACE)) {
    url.searchParams.delete(PLACE);
    history.replaceState(history.state, "", url);
  }
  const turn = document.getElementById("wb-turn");
  if (turn) void wait(JSON.parse(turn.textContent ?? "{}"));
}

/** @param {{baseUrl: string, ticket: string}} turn */
async function wait({ baseUrl, ticket }) {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, EVERY));
    const answer = await look(baseUrl, ticket);
    if (!answer) continue;
    ticket = answer.ticket;
    if (answer.before === undefined) break;
    const words = document.querySelector("#wb-full [role=status]");
    const text = placeInLine(answer.before);
    // Announced only when it has changed.
    if (words && words.textContent !== text) words.textContent = text;
  }
  const url = new URL(location.href);
  url.searchParams.set(PLACE, ticket);
  location.replace(url);
}

/**
 * @param {string} baseUrl @param {string} ticket
 * @returns {Promise<{ticket: string, before?: number} | null>} Without `before` when it is the visitor's
 *   turn; null if the server did not answer.
 */
async function look(baseUrl, ticket) {
  try {
    const response = await fetch(`${baseUrl}host/turn`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-XSRFToken": xsrfToken() },
      body: JSON.stringify({ ticket }),
    });
    return response.ok || response.status === 503 ? await response.json() : null;
  } catch {
    return null;
  }
}
