/** A page for which there is no place yet: asks every few seconds, and opens it when it is its turn. */

import { xsrfToken } from "./xsrf_token.js";
import { placeInLine } from "./words.js";

/** How often to ask, in ms. */
const EVERY = 3_000;
const PLACE = "place";

/** Waits, where the page is one that waits; tidies the address, where it has waited. */
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
    // Said aloud only when it changed.
    if (words && words.textContent !== text) words.textContent = text;
  }
  const url = new URL(location.href);
  url.searchParams.set(PLACE, ticket);
  location.replace(url);
}

/**
 * @param {string} baseUrl @param {string} ticket
 * @returns {Promise<{ticket: string, before?: number} | null>} Without `before` when it is one's turn; null when
 *   the server could not be asked.
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
