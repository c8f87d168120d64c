/**
 * Handles a device whose record is gone from the workbook's store: sorts its entries into sent and unsent
 * ones. Not here: how the device learns of it (see sync.js), and the message to the learner.
 */

import { answer } from "./device.js";
import { isBlank } from "./entries.js";
import { isNamed, versionsOf } from "./merge.js";

/** @typedef {import("./device.js").Stores} Stores */
/** @typedef {import("./merge.js").Entry} Entry */
/** @typedef {import("./merge.js").Name} Name */

/**
 * @typedef {object} Unsent The data about an entry that is not in the store.
 * @property {string} key
 * @property {Name} [wrote] The version written on this device since it was last sent.
 * @property {boolean} [again] It was in the store before.
 */

/** Why the store has no record for this device's key. */
const GONE_REASONS = ["deleted", "left", "changed", "restored", "unknown", "wrong"];
/** Entries other than answers. */
const BESIDE_ANSWERS = ["time", "minutes"];

/** @param {string} reason @returns {boolean} Whether the store has no record for this device's key. */
export function isGone(reason) {
  return GONE_REASONS.includes(reason);
}

/**
 * Marks everything as not in the store.
 * @param {Pick<Stores, "entries" | "unsent">} stores
 * @param {"never" | "again"} how Whether it was there before.
 */
export async function markUnsent({ entries, unsent }, how) {
  const keys = await answer(entries.getAllKeys());
  const known = new Set(how === "again" ? await answer(unsent.getAllKeys()) : []);
  for (const key of keys)
    if (!known.has(key)) unsent.put(how === "again" ? { key, again: true } : { key });
}

/**
 * Removes sent entries, and notes the others. Does nothing if another tab was quicker.
 * @param {Stores} stores
 * @param {string | undefined} record The look-up id of the deleted record.
 * @returns {Promise<string[]>} The keys of removed or changed entries.
 */
export async function emptied({ entries, unsent, pages, settings }, record) {
  if ((await answer(settings.get("place")))?.record !== record) return [];
  /** @type {Map<string, Unsent>} */
  const known = new Map(
    (await answer(unsent.getAll())).map((/** @type {Unsent} */ one) => [one.key, one]),
  );
  /** @type {string[]} */
  const left = [];
  const all = /** @type {Entry[]} */ (await answer(entries.getAll()));
  for (const entry of all) {
    const kept = neverSent(entry, known.get(entry.key));
    if (kept) entries.put(kept);
    else entries.delete(entry.key);
    if (kept) left.push(entry.key);
  }
  unsent.clear();
  pages.clear();
  settings.clear();
  settings.put({ id: "place", mode: "undecided", left });
  return all.map(({ key }) => key);
}

/** @param {Entry} entry @param {Unsent} [unsent] @returns {Entry | null} The unsent part of an entry. */
function neverSent(entry, unsent) {
  if (!unsent || unsent.again || BESIDE_ANSWERS.includes(entry.kind)) return null;
  const { wrote } = unsent;
  const version = wrote ? versionsOf(entry).find((one) => isNamed(one, wrote)) : entry;
  if (!version || isBlank(version.value)) return null;
  return { ...entry, ...version, others: wrote ? [] : entry.others };
}

/**
 * Deletes the unsent entries, and the question about them.
 * @param {Pick<Stores, "entries" | "settings">} stores
 * @param {string[]} left
 * @returns {Promise<boolean>} Whether there is anything else on this device.
 */
export async function withoutLeft({ entries, settings }, left) {
  for (const key of left) entries.delete(key);
  settings.put({ id: "place", mode: "undecided" });
  return (await answer(entries.count())) > 0;
}
