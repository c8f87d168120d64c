/** A page's requests to the server about its kernel: for a new one, and whether it is still alive. */

import { xsrfToken } from "../common/xsrf_token.js";
import { after, whenAny } from "../common/signals.js";

/** Milliseconds. */
const ALIVE_WITHIN = 8_000;
const ATTACHED_WITHIN = 60_000;

/**
 * @typedef {import("./kernel.js").Config} Config
 * @typedef {{again: number, ticket: string, place: number | undefined}} Wait The server is full: when to ask
 *   again, in ms, with which ticket, and the position in the queue, if known.
 */

/**
 * @param {Config} config
 * @param {string} ticket The server's ticket for the position in the queue, or "".
 * @param {AbortSignal} signal Aborted when the page is left.
 * @returns {Promise<{kernel: string, key: string} | Wait | "lost" | "restarting" | "refused">} "restarting"
 *   if the server is stopping; "refused" if this page is out of date, or may not have a kernel: then it has
 *   to be reloaded.
 */
export async function askForKernel({ homeUrl, page, build }, ticket, signal) {
  try {
    const response = await fetch(`${homeUrl}host/kernel`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-XSRFToken": xsrfToken() },
      body: JSON.stringify({ page, build, ticket }),
      signal: whenAny(signal, after(ATTACHED_WITHIN)),
    });
    if (response.status === 429) {
      return {
        again: 1000 * Number(response.headers.get("Retry-After") ?? 2),
        ticket,
        place: undefined,
      };
    }
    if (response.status >= 400 && response.status < 500) return "refused";
    const answer = await response.json();
    if (response.ok) return { kernel: String(answer.kernel), key: String(answer.key) };
    if (answer.reason === "stopping") return "restarting";
    if (answer.reason !== "full") return "lost";
    const place = Number.isInteger(answer.before) ? answer.before + 1 : undefined;
    return { again: 1000 * (answer.again ?? 2), ticket: answer.ticket ?? "", place };
  } catch {
    return "lost";
  }
}

/**
 * @param {Config} config
 * @param {string} id
 * @returns {Promise<"gone" | "unreachable" | {connections: number, execution_state: string}>}
 */
export async function askAfterKernel({ baseUrl }, id) {
  try {
    const signal = after(ALIVE_WITHIN);
    const response = await fetch(`${baseUrl}api/kernels/${id}`, { cache: "no-store", signal });
    if (response.status === 404) return "gone";
    return response.ok ? await response.json() : "unreachable";
  } catch {
    return "unreachable";
  }
}

/**
 * Tells the server that a kernel is no longer needed; a browser sends this even while the page is being
 * closed.
 * @param {Config} config
 * @param {string} id
 * @param {string} key
 */
export function endKernel({ baseUrl }, id, key) {
  const form = new FormData();
  form.append("key", key);
  form.append("_xsrf", xsrfToken());
  navigator.sendBeacon(`${baseUrl}voila/api/shutdown/${id}`, form);
}
