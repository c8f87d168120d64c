/** The learner's progress, as a platform stores it between visits: figures by standard, and no words. */

/** SCORM 1.2 stores 4,096 characters: figures for more standards than these do not fit. */
const MOST = 150;

/** @typedef {import("../../../record/ui/progress_messages.js").Share} Share */

export class Kept {
  /** @param {string} text What the platform stored, as `text` wrote it; anything else is ignored. */
  constructor(text) {
    /** @type {Map<string, Share>} */
    this.shares = new Map();
    try {
      for (const [name, [done, of]] of Object.entries(JSON.parse(text).s))
        this.#put(name, { done, of });
    } catch {
      // The first visit, or another course's text: it starts from nothing.
    }
  }

  /**
   * Takes a device's report. Another device may know less, so the larger share stays.
   * @param {any} standards @param {string[]} names Those that count.
   */
  take(standards, names) {
    for (const name of names.slice(0, MOST)) {
      const told = standards?.[name];
      if (told) this.#put(name, told);
    }
  }

  /** @param {string[]} names @returns {number} The mean of the standards' shares, from 0 to 1. */
  share(names) {
    if (!names.length) return 0;
    const sum = names.reduce((all, name) => all + part(this.shares.get(name)), 0);
    return sum / names.length;
  }

  /** @returns {string} */
  text() {
    const all = [...this.shares].map(([name, { done, of }]) => [name, [done, of]]);
    return JSON.stringify({ v: 1, s: Object.fromEntries(all) });
  }

  /** @param {string} name @param {any} told */
  #put(name, { done, of }) {
    if (!Number.isInteger(done) || !Number.isInteger(of) || done < 0 || done > of) return;
    const share = { done, of };
    if (part(share) >= part(this.shares.get(name))) this.shares.set(name, share);
  }
}

/** @param {Share | undefined} share @returns {number} */
function part(share) {
  return share?.of ? share.done / share.of : 0;
}
