/**
 * The service worker of one course at one address: pages that were opened once open again without a network.
 *
 * A page comes from the network first; only if nobody answers within a few seconds, the kept one is shown. So
 * whoever has a connection never reads an old page, and nobody waits long. A file's address changes with its
 * content, so a kept one is never old. Nothing that a learner writes passes through here.
 *
 * `keptPages` is what the worker is told (see `Kept` in rules.js), or null: then it deletes its caches and itself.
 */

import { isPagesCacheAt, pagesCache } from "./caches.js";
import { isNobody } from "./nobody.js";
import {
  PATIENCE,
  awayFor,
  isGone,
  keyOf,
  kindOf,
  marked,
  mayKeep,
  pathOf,
  readable,
  saysKeep,
  unused,
} from "./rules.js";

/**
 * @typedef {import("./rules.js").Kept} Kept
 * @typedef {{waitUntil: (work: Promise<any>) => void}} Lasting
 * @typedef {Lasting & {request: Request, respondWith: (answer: Promise<Response>) => void}} Fetching
 * @typedef {Lasting & {data: any, source: {postMessage: (message: any) => void}}} Hearing
 */

const worker = /** @type {any} */ (globalThis);
/** @type {Kept | null} */
const kept = worker.keptPages;
/** @type {string} */
const scope = worker.registration.scope;
const scopePath = new URL(scope).pathname;
/** @type {Map<string, Promise<any>>} Pages that are being stored just now, by address. */
const storing = new Map();
const own = kept ? pagesCache(kept.course, scopePath) : "";
/** What a page that says there is no network may do. */
const AWAY = {
  "Content-Security-Policy":
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "Content-Type": "text/html; charset=utf-8",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};
/** Headers that belong to how a page was sent, and not to the page. */
const OF_SENDING = ["content-encoding", "content-length", "transfer-encoding"];
/** A page that is fetched to be kept was not visited, and is not counted. */
const AHEAD = { headers: { Purpose: "prefetch" }, cache: /** @type {RequestCache} */ ("no-cache") };

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (/** @type {Lasting} */ event) => event.waitUntil(begin()));
if (kept) {
  worker.addEventListener("fetch", (/** @type {Fetching} */ event) => {
    const { request } = event;
    const kind = kindOf(kept, scope, request);
    // A page is what a person opens. What a script asks for under the same address passes.
    if (kind === "page" && request.mode === "navigate") event.respondWith(page(event, kept));
    if (kind === "file") event.respondWith(file(request));
  });
  worker.addEventListener("message", (/** @type {Hearing} */ event) => {
    const { ask, page: address, files = [], version } = event.data ?? {};
    const url = typeof address === "string" ? address : "";
    if (kindOf(kept, scope, { method: "GET", url }) !== "page") return;
    if (ask === "keep") event.waitUntil(keep(url, files, event.source));
    if (ask === "check") event.waitUntil(check(url, version, event.source));
  });
}

/** Deletes what is left of earlier courses at this address; without a task, also its own cache and itself. */
async function begin() {
  const names = await caches.keys();
  const old = names.filter((name) => isPagesCacheAt(name, scopePath) && name !== own);
  await Promise.all(old.map((name) => caches.delete(name)));
  if (kept) await worker.clients.claim();
  else await worker.registration.unregister();
}

/** @param {Fetching} event @param {Kept} told @returns {Promise<Response>} */
async function page(event, told) {
  const { url } = event.request;
  const fresh = fetch(event.request);
  // It is stored even if it comes too late to be shown.
  // A copy that nobody reads would hold an answer open, and its kernel, after its page was left.
  const work = fresh
    .then((response) => store(url, mayKeep(response) ? response.clone() : response))
    .catch(() => undefined);
  storing.set(keyOf(scope, url), work);
  event.waitUntil(work);
  const stored = await (await caches.open(own)).match(keyOf(scope, url));
  const answer = await (stored ? Promise.race([fresh, later()]) : fresh).catch(() => null);
  if (answer && !(stored && isNobody(answer.status))) return answer;
  if (stored) return shown(stored);
  const away = new Response(awayFor(told, pathOf(scope, url)), { status: 503, headers: AWAY });
  return answer ?? (await fresh.catch(() => away));
}

/** @returns {Promise<null>} */
function later() {
  return new Promise((resolve) => setTimeout(resolve, PATIENCE, null));
}

/** @param {Response} stored @returns {Promise<Response>} A kept page, which says that it was. */
async function shown(stored) {
  const text = await stored.text();
  return new Response(marked(text, await versionOf(text)), { headers: stored.headers });
}

/** @param {Request} request @returns {Promise<Response>} */
async function file(request) {
  const cache = await caches.open(own);
  const found = await cache.match(request.url);
  if (found) return found;
  const response = await fetch(request);
  if (mayKeep(response)) await cache.put(request.url, response.clone()).catch(() => undefined);
  return response;
}

/**
 * Keeps a page's answer if it may be kept, and forgets a page that is gone.
 * @param {string} url @param {Response} response
 * @returns {Promise<string>} The page's version, "" if it was not kept.
 */
async function store(url, response) {
  const cache = await caches.open(own);
  if (isGone(response.status)) await cache.delete(keyOf(scope, url));
  if (!mayKeep(response)) return "";
  const text = await response.text();
  if (!saysKeep(text)) return "";
  // With the page's own security headers.
  const headers = new Headers(response.headers);
  for (const name of OF_SENDING) headers.delete(name);
  await cache.put(keyOf(scope, url), new Response(text, { headers }));
  return versionOf(text);
}

/**
 * Keeps a page that is open, with its files: the first page was sent before there was a worker.
 * @param {string} url @param {string[]} files @param {Hearing["source"]} client
 */
async function keep(url, files, client) {
  try {
    const cache = await caches.open(own);
    // What was sent just now is newer than what is stored.
    await storing.get(keyOf(scope, url));
    const found = await cache.match(keyOf(scope, url));
    const version = found ? await versionOf(await found.text()) : await fetched(url);
    if (!version) return;
    const wanted = files.filter(
      (each) => kept && kindOf(kept, scope, { method: "GET", url: each }),
    );
    const missing = await Promise.all(wanted.map((each) => isMissing(cache, each)));
    for (const [place, each] of wanted.entries()) {
      if (!missing[place]) continue;
      const isPage = kept && kindOf(kept, scope, { method: "GET", url: each }) === "page";
      if (isPage) await fetched(each);
      else await file(new Request(each));
    }
    if (missing.some(Boolean)) await tidy(cache);
    client.postMessage({ told: "kept", version });
  } catch {
    // Without a network or without room nothing is promised.
  }
}

/** @param {Cache} cache @param {string} url @returns {Promise<boolean>} */
async function isMissing(cache, url) {
  return !(await cache.match(keyOf(scope, url)));
}

/** @param {string} url @returns {Promise<string>} Its version, "" if it may not be kept. */
async function fetched(url) {
  return store(url, await fetch(url, AHEAD));
}

/**
 * Tells a page whether it is the newest.
 * @param {string} url @param {string} version The version that it shows. @param {Hearing["source"]} client
 */
async function check(url, version, client) {
  try {
    const response = await fetch(url, AHEAD);
    if (isNobody(response.status)) throw new Error("away");
    const newest = await store(url, response);
    client.postMessage({ told: newest && newest !== version ? "updated" : "current" });
  } catch {
    client.postMessage({ told: "away" });
  }
}

/** Deletes files that no kept page needs any more. @param {Cache} cache */
async function tidy(cache) {
  /** @type {string[]} */
  const texts = [];
  /** @type {Map<string, string>} */
  const files = new Map();
  for (const request of await cache.keys()) {
    const response = await cache.match(request);
    const type = response?.headers.get("Content-Type") ?? "";
    const text = response && /text|json|svg/.test(type) ? await response.text() : "";
    if (/html/.test(type)) texts.push(text);
    else files.set(request.url, text);
  }
  await Promise.all(unused(texts, files).map((url) => cache.delete(url)));
}

/** @param {string} text @returns {Promise<string>} */
async function versionOf(text) {
  const bytes = new TextEncoder().encode(readable(text));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest.slice(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
