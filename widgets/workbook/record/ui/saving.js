/**
 * Saves what a learner writes or selects in an exercise: fields that save themselves, and stored answers. The
 * storage itself is in record.js.
 */

import { h, replace, uniqueId } from "../../front/kit.js";
import { reasonOf } from "./device.js";
import { clockText, dayText } from "../../../widget_host/pages/static/common/language.js";
import { canonical, isNamed, versionsOf } from "./merge.js";
import { isBlank } from "./entries.js";
import { openRecord } from "./record.js";
import { isGone } from "./tombstone.js";
import { drawVersions } from "./versions.js";

/** @typedef {import("../../front/kit.js").Context} Context */
/** @typedef {import("./record.js").About} About */
/** @typedef {import("./record.js").Entry} Entry */
/** @typedef {import("./record.js").Version} Version */
/** @typedef {import("./record.js").Name} Name */
/** @typedef {import("./record.js").Draft} Draft */

/**
 * How long to wait after a key press before saving to the record, and at most while somebody goes on typing,
 * in ms. The draft is stored at every key press, so this only limits the load on the record.
 */
const PAUSE = 500;
const AT_MOST = 3000;
/**
 * How long after a key press somebody counts as writing, in ms: no text from elsewhere appears in the field
 * meanwhile.
 */
const WRITING = 10_000;

/**
 * A field whose text is stored on this device, with a line that always shows its saved state.
 * @param {object} settings
 * @param {Context} settings.context
 * @param {string} settings.key
 * @param {string} settings.label
 * @param {string} [settings.hint]
 * @param {About} settings.about
 * @param {boolean} [settings.short] One line instead of a growing text area.
 * @param {"text" | "date"} [settings.type] For a short field.
 * @param {boolean} [settings.expected] Whether it counts for the page's progress.
 * @returns {HTMLElement}
 */
export function savedField({
  context,
  key,
  label,
  hint,
  about,
  short = false,
  type = "text",
  expected = true,
}) {
  const { t, record, onLeave } = context;
  const id = uniqueId();
  const hintId = `${id}-hint`;
  const statusId = `${id}-status`;
  const attributes = {
    id,
    "aria-describedby": hint ? `${hintId} ${statusId}` : statusId,
    autocomplete: "off",
  };
  const field = short
    ? h("input", { ...attributes, type })
    : h("textarea", { ...attributes, rows: 4 });
  const status = h("p", { class: "wb-status", id: statusId });
  const announcement = h("span", { class: "wb-visually-hidden", role: "status" });
  const where = h("div", {});
  const others = h("div", {});
  let savedAt = "";
  let lastKey = -Infinity;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let later;
  const saver = new Saver(record, key, about, (state, detail = "", entry = undefined) => {
    if (entry) drawVersions(others, context, entry);
    status.dataset.state = state;
    savedAt = state === "saved" ? detail : "";
    replace(status, h("span", {}, wordsFor(state, detail)));
    if (state === "unsaved") announcement.textContent = wordsFor(state, detail);
  });
  /** @param {string} state @param {string} detail The time, or the problem. */
  const wordsFor = (state, detail) => {
    if (state === "unsaved") return t(`common.unsaved.${detail}`);
    return state === "saved" ? savedWords(context, key, detail) : t(`common.${state}`);
  };
  const show = async () => {
    // While somebody is writing, their text stays in the field; changes from elsewhere wait a little.
    const left = document.activeElement === field ? lastKey + WRITING - performance.now() : 0;
    clearTimeout(later);
    if (left > 0) later = setTimeout(() => void show(), left);
    const { value, entry } = await saver.load(left > 0);
    if (value !== undefined && value !== field.value) field.value = value;
    drawVersions(others, context, entry);
    grow(field);
  };
  field.addEventListener("input", () => {
    lastKey = performance.now();
    saver.change(field.value);
    grow(field);
    record.askWhere(where);
  });
  field.addEventListener("change", () => saver.flush());
  field.addEventListener("blur", () => {
    lastKey = -Infinity;
    if (!saver.busy) void show();
  });
  const flush = () => void saver.flush();
  document.addEventListener("visibilitychange", flush);
  const stop = record.watch((changed) => {
    if (changed === null) {
      field.value = "";
      saver.forget();
    }
    if (changed === null || (changed === key && !saver.busy)) void show();
  });
  const stopKeeping = record.watchKeeping(() => {
    if (savedAt) replace(status, h("span", {}, wordsFor("saved", savedAt)));
  });
  onLeave(() => {
    flush();
    clearTimeout(later);
    document.removeEventListener("visibilitychange", flush);
    stop();
    stopKeeping();
  });
  if (expected) void record.expect(key).catch(() => undefined);
  void show();
  return h(
    "div",
    { class: "wb-field" },
    h("label", { for: id }, label),
    hint ? h("p", { class: "wb-hint", id: hintId }, hint) : null,
    field,
    status,
    announcement,
    where,
    others,
  );
}

/**
 * Where an answer is stored now, in words.
 * @param {Context} context
 * @param {string} key
 * @param {string} time
 * @returns {string}
 */
function savedWords({ t, record }, key, time) {
  return t(savedWord(record.keeping, record.unsent.has(key)), { time });
}

/**
 * The name of the words that say where an answer is stored now.
 * @param {{mode: string, trouble: string}} keeping
 * @param {boolean} isUnsent
 */
export function savedWord({ mode, trouble }, isUnsent) {
  if (mode !== "code" || isGone(trouble)) return "common.saved";
  if (!isUnsent) return "common.saved_code";
  if (!trouble) return "common.saved";
  // A restored connection does not free space.
  return trouble === "silent" ? "common.saved_waiting" : "common.saved_here";
}

/**
 * Adapts a field's height to its text, if the browser can't do that by itself.
 * @param {HTMLTextAreaElement | HTMLInputElement} field
 */
function grow(field) {
  if (field instanceof HTMLInputElement || CSS.supports("field-sizing", "content")) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}

/** @param {string} iso @returns {string} Hours and minutes as the learner's clock shows them. */
export function clock(iso) {
  return clockText(new Date(iso));
}

/** @param {string} iso @returns {string} A day as it is written here: 22 November 2026. */
export function day(iso) {
  return dayText(new Date(iso));
}

/** Saves one field's text to the record: at a pause, and at the latest after a few seconds. */
export class Saver {
  /**
   * @param {ReturnType<typeof openRecord>} record
   * @param {string} key
   * @param {About} about
   * @param {(state: "empty" | "writing" | "saving" | "saved" | "unsaved", detail?: string, entry?: Entry) => void} tell
   *   Called at each step; with the entry when it was stored.
   */
  constructor(record, key, about, tell) {
    this.record = record;
    this.key = key;
    this.about = about;
    this.tell = tell;
    /** @type {Name | null} The version that the field shows. */
    this.base = null;
    /** @type {{value: any} | null} */
    this.waiting = null;
    /** @type {Promise<void> | null} */
    this.running = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.pause = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.latest = undefined;
  }

  /** Whether a save is pending. */
  get busy() {
    return this.waiting !== null || this.running !== null;
  }

  /**
   * Loads the stored entry. A draft that was never acknowledged takes precedence: it is saved now, replacing
   * the version on which it is based.
   * @param {boolean} [stay] Leave the field as it is: its text is based on the version that it showed.
   * @returns {Promise<{value?: any, entry?: Entry}>} `value` is the field's new text, if it changes.
   */
  async load(stay = false) {
    /** @type {Entry | undefined} */
    let entry;
    try {
      entry = await this.record.read(this.key);
    } catch (error) {
      this.#fail(error);
    }
    if (stay || this.busy) return { entry };
    const all = entry ? versionsOf(entry) : [];
    const shown = all.find((one) => isNamed(one, this.base)) ?? all[0];
    this.base = shown ? { client: shown.client, seq: shown.seq } : null;
    const draft = this.#lostDraft(all);
    if (draft) {
      this.base = draft.base ?? null;
      this.change(draft.value);
      return { value: draft.value, entry };
    }
    if (shown && !isBlank(shown.value)) this.tell("saved", clock(shown.updated));
    else this.tell("empty");
    return { value: shown?.value ?? "", entry };
  }

  /** @param {Version[]} all @returns {Draft | null} */
  #lostDraft(all) {
    const draft = this.record.draftOf(this.key);
    if (!draft) return null;
    if (all.some(({ value }) => canonical(value) === canonical(draft.value))) {
      this.record.settle(this.key, draft.value);
      return null;
    }
    // The page that wrote it may have saved an earlier text after it stored the draft's base version.
    const own = all.find(({ client }) => client === draft.client);
    return own ? { ...draft, base: { client: own.client, seq: own.seq } } : draft;
  }

  /** @param {any} value */
  change(value) {
    this.record.draft(this.key, value, this.base);
    this.waiting = { value };
    this.tell("writing");
    clearTimeout(this.pause);
    this.pause = setTimeout(() => void this.flush(), PAUSE);
    this.latest ??= setTimeout(() => void this.flush(), AT_MOST);
  }

  /** Saves the pending text; one save at a time, so that the last text arrives last. */
  async flush() {
    clearTimeout(this.pause);
    clearTimeout(this.latest);
    this.latest = undefined;
    if (this.running) await this.running;
    if (!this.waiting) return;
    const { value } = this.waiting;
    this.waiting = null;
    this.running = this.#keep(value);
    await this.running;
    this.running = null;
  }

  /** Discards the pending text, because everything on the device was deleted. */
  forget() {
    clearTimeout(this.pause);
    clearTimeout(this.latest);
    this.latest = undefined;
    this.waiting = null;
    this.base = null;
  }

  /** @param {any} value */
  async #keep(value) {
    this.tell("saving");
    try {
      const entry = await this.record.save(this.key, value, this.about, this.base);
      this.base = { client: entry.client, seq: entry.seq };
      this.record.settle(this.key, value);
      if (!this.waiting) this.tell(isBlank(value) ? "empty" : "saved", clock(entry.updated), entry);
    } catch (error) {
      // Cleared in another tab meanwhile: the field is emptied, which its line shows.
      if (/** @type {{reason?: string}} */ (error).reason !== "cleared") this.#fail(error);
    }
  }

  /** @param {unknown} error */
  #fail(error) {
    this.tell("unsaved", reasonOf(error));
  }
}

/**
 * Stores an answer that is not a text, and announces it through the exercise.
 * @param {Context} context
 * @param {string} key
 * @param {any} value
 * @param {About} about
 * @returns {Promise<boolean>} Whether it was stored.
 */
export async function keep(context, key, value, about) {
  try {
    await context.record.save(key, value, about);
    return true;
  } catch (error) {
    context.say(context.t(`common.unsaved.${reasonOf(error)}`));
    return false;
  }
}

/**
 * A line that shows the saved state of answers that are not texts: a rating, an option.
 * @param {Context} context
 * @returns {{line: HTMLElement, keep: (key: string, value: any, about: About) => Promise<boolean>}}
 */
export function keptLine(context) {
  const line = h("p", { class: "wb-status" });
  return {
    line,
    async keep(key, value, about) {
      try {
        const entry = await context.record.save(key, value, about);
        line.dataset.state = "saved";
        replace(line, h("span", {}, context.t("common.saved", { time: clock(entry.updated) })));
        return true;
      } catch (error) {
        const reason = reasonOf(error);
        line.dataset.state = "unsaved";
        replace(line, h("span", {}, context.t(`common.unsaved.${reason}`)));
        context.say(context.t(`common.unsaved.${reason}`));
        return false;
      }
    },
  };
}

/**
 * Passes each stored answer to an exercise, immediately and whenever another tab changes one, and counts them
 * for the page's progress.
 * @param {Context} context
 * @param {string[]} keys
 * @param {(key: string, entry: Entry) => void} tell
 */
export function followKept({ record, onLeave }, keys, tell) {
  /** @param {string} key */
  const look = async (key) => {
    const entry = await record.read(key).catch(() => undefined);
    if (entry) tell(key, entry);
  };
  for (const key of keys) {
    void record.expect(key).catch(() => undefined);
    void look(key);
  }
  onLeave(record.watch((changed) => changed && keys.includes(changed) && void look(changed)));
}
