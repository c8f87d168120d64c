/**
 * Merges entries that were changed on several devices: a multi-value register that keeps every version which
 * no later one has seen. The equivalent in Python is `record/merge.py`; a test runs both with the same cases.
 */

/**
 * @typedef {object} About The question that a version answers, so that it can be shown without its exercise.
 * @property {string} kind The exercise's name: reflection, scenario, policy...
 * @property {string} title The exercise's title.
 * @property {string} [standard] The identifier of the standard that it belongs to.
 * @property {string} [question] The text of the question.
 * @property {string} [frame] The step of a reflection: what, so_what or now_what.
 * @property {string} [words] The answer in readable form, if `value` is not a text.
 */

/**
 * @typedef {About & {
 *   value: any, page: string, client: string, seq: number, updated: string, expects?: string[]
 * }} Version One state of an answer. `client` and `seq` identify it; `updated` is an ISO date and time.
 * `expects` is set for the time spent on a page: the keys of everything that can be answered there.
 * @typedef {Version & {key: string, others: Version[], seen: Record<string, number>}} Entry One answer: the
 *   newest version, those written in parallel, and the highest count seen of each writer.
 * @typedef {{client: string, seq: number}} Name
 */

/** @param {Entry} entry @returns {Version[]} All versions, the newest first. */
export function versionsOf({ others, ...first }) {
  const { key: _key, seen: _seen, ...version } = first;
  return [version, ...others];
}

/**
 * Merges two states of one entry. Order and repetition do not matter. A version is removed only if the other
 * side has seen it and no longer has it.
 * @param {Entry} a
 * @param {Entry} b
 * @returns {Entry}
 */
export function merge(a, b) {
  /** @type {Map<string, Version>} */
  const kept = new Map();
  for (const [mine, theirs] of [
    [a, b],
    [b, a],
  ]) {
    const there = new Set(versionsOf(theirs).map(nameOf));
    for (const version of versionsOf(mine)) {
      const name = nameOf(version);
      const unseen = version.seq > (theirs.seen[version.client] ?? 0);
      if (!there.has(name) && !unseen) continue;
      const same = kept.get(name);
      if (!same || isGreater(version, same)) kept.set(name, version);
    }
  }
  // Two histories can't each have replaced everything in the other; if the data claims so, keep everything.
  const versions = kept.size ? [...kept.values()] : [...versionsOf(a), ...versionsOf(b)];
  return entryOf(a.key, versions, farthest(a.seen, b.seen));
}

/**
 * Writes a new version in place of those on which it is based. It is the newest even if the clock was set
 * back.
 * @param {Entry | undefined} before
 * @param {string} key
 * @param {Omit<Version, "seq">} version
 * @param {(old: Version) => boolean} replaces Which versions are removed.
 * @returns {Entry}
 */
export function written(before, key, version, replaces) {
  const seen = before?.seen ?? {};
  const seq = (seen[version.client] ?? 0) + 1;
  const left = before ? versionsOf(before).filter((old) => !replaces(old)) : [];
  const updated = later(version.updated, left);
  return entryOf(key, [{ ...version, seq, updated }, ...left], { ...seen, [version.client]: seq });
}

/** @param {Entry} a @param {Entry} b @returns {boolean} Whether two states of one entry are the same. */
export function isSame(a, b) {
  /** @param {Entry} entry */
  const form = (entry) => canonical([versionsOf(entry).map(canonical).sort(), entry.seen]);
  return form(a) === form(b);
}

/** @param {any} value @returns {string} JSON with sorted names and only ASCII, as in the Python equivalent. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value && typeof value === "object") {
    const names = Object.keys(value).filter((name) => value[name] !== undefined);
    const parts = names.sort(order).map((name) => `${canonical(name)}:${canonical(value[name])}`);
    return `{${parts.join(",")}}`;
  }
  return JSON.stringify(value ?? null).replace(/[\u007f-\uffff]/g, (sign) => {
    return `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** @param {string} now @param {Version[]} others @returns {string} A time after all of theirs. */
function later(now, others) {
  const newest = Math.max(0, ...others.map(({ updated }) => Date.parse(updated) || 0));
  return Date.parse(now) > newest ? now : new Date(newest + 1).toISOString();
}

/** @param {Version} version @param {Name | null} name @returns {boolean} */
export function isNamed(version, name) {
  return version.client === name?.client && version.seq === name.seq;
}

/** @param {Name} name @returns {string} */
function nameOf({ client, seq }) {
  return `${client} ${seq}`;
}

/** @param {Version} a @param {Version} b */
function isGreater(a, b) {
  return canonical(a) > canonical(b);
}

/** @param {string} key @param {Version[]} versions @param {Record<string, number>} seen @returns {Entry} */
function entryOf(key, versions, seen) {
  const [first, ...others] = sorted(versions);
  return { ...first, key, others, seen };
}

/** @param {Version[]} versions The newest first; names break ties. */
function sorted(versions) {
  return [...versions].sort(
    (a, b) => order(b.updated, a.updated) || order(b.client, a.client) || b.seq - a.seq,
  );
}

/** @param {string} a @param {string} b Compares by code point, as Python does. */
function order(a, b) {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const apart =
      /** @type {number} */ (left[at].codePointAt(0)) -
      /** @type {number} */ (right[at].codePointAt(0));
    if (apart) return apart;
  }
  return left.length - right.length;
}

/** @param {Record<string, number>} a @param {Record<string, number>} b */
function farthest(a, b) {
  const all = { ...a };
  for (const [client, seq] of Object.entries(b)) all[client] = Math.max(all[client] ?? 0, seq);
  return all;
}
