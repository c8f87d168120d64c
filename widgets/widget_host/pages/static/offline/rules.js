/**
 * What the service worker keeps, and what it leaves alone. Rules only: nothing is fetched or stored here.
 *
 * Only addresses that are known to be pages, or files of pages, are touched. Everything else passes as if there
 * were no worker: kernels and their WebSockets, records, workshops, exports, sign-in, sounds and films.
 */

/**
 * @typedef {object} Kept What a worker is told when it is made.
 * @property {string} course The storage namespace of the course.
 * @property {string[]} pages Regular expressions of pages' addresses, relative to the worker's scope.
 * @property {string[]} files The same for files whose address changes with their content.
 * @property {{folder: string, html: string}[]} away What is shown for a page that is not kept, by folder.
 */

/** How long a page's answer may take before the kept one is shown, in ms. */
export const PATIENCE = 4_000;

/**
 * @param {Kept} kept
 * @param {string} scope The address of the worker's scope.
 * @param {{method: string, url: string, headers?: {has: (name: string) => boolean}}} request
 * @returns {"page" | "file" | null} null if the worker leaves the request alone.
 */
export function kindOf(kept, scope, { method, url, headers }) {
  if (method !== "GET" || !url.startsWith(scope) || headers?.has("Range")) return null;
  const path = pathOf(scope, url);
  /** @param {string} pattern */
  const fits = (pattern) => new RegExp(`^(?:${pattern})$`).test(path);
  if (kept.pages.some(fits)) return "page";
  return kept.files.some(fits) ? "file" : null;
}

/** @param {string} scope @param {string} url @returns {string} The path below the scope, without query and fragment. */
export function pathOf(scope, url) {
  return url.slice(scope.length).replace(/[?#].*$/, "");
}

/** @param {string} scope @param {string} url @returns {string} The address under which a page is kept. */
export function keyOf(scope, url) {
  return scope + pathOf(scope, url).replace(/^index\.html$/, "");
}

/**
 * @param {{status: number, redirected: boolean, type: string, headers: {get: (name: string) => string | null}}} response
 * @returns {boolean} Whether an answer may be kept. Whoever is led to a sign-in, or has a page with a kernel's
 *   key, must not find that again later.
 */
export function mayKeep({ status, redirected, type, headers }) {
  const control = headers.get("Cache-Control") ?? "";
  return (
    status === 200 && !redirected && type === "basic" && !/\b(no-store|private)\b/.test(control)
  );
}

/** @param {string} html @returns {boolean} Whether a page says of itself that it may be kept. */
export function saysKeep(html) {
  return /^[^]{0,400}<html[^>]*\sdata-offline="/.test(html);
}

/** @param {number} status @returns {boolean} Whether the page is gone for good, or for this person. */
export function isGone(status) {
  return [401, 403, 404, 410].includes(status);
}

/**
 * @param {string} html
 * @returns {string} What a reader sees of a page. The names that a server gives to each run differ after every
 *   restart, although nothing has changed.
 */
export function readable(html) {
  return html.replace(/"build":\s*"[^"]*"/g, "").replace(/\b[0-9a-f]{32}\b/g, "");
}

/** @param {string} html @param {string} version @returns {string} The page, saying that it was kept. */
export function marked(html, version) {
  return html.replace(/<html\b/, `<html data-stored="${version}"`);
}

/**
 * @param {string[]} texts The texts of all kept pages.
 * @param {Map<string, string>} files Kept files by address, with their text, or "" for what is not text.
 * @returns {string[]} The files that neither a page nor a file in use names.
 */
export function unused(texts, files) {
  const left = new Map(files);
  const seen = [...texts];
  for (let text = seen.pop(); text !== undefined; text = seen.pop()) {
    for (const [address, body] of left) {
      if (!text.includes(nameOf(address))) continue;
      left.delete(address);
      seen.push(body);
    }
  }
  return [...left.keys()];
}

/** @param {string} address @returns {string} A file's name. */
function nameOf(address) {
  return address.slice(address.lastIndexOf("/") + 1);
}

/** @param {Kept} kept @param {string} path @returns {string} What is shown for a page that is not kept. */
export function awayFor(kept, path) {
  const fitting = kept.away.filter(({ folder }) => path.startsWith(folder));
  fitting.sort((one, other) => other.folder.length - one.folder.length);
  return fitting[0]?.html ?? "";
}
