/**
 * How an exercise keeps what a learner writes or picks: fields that save themselves, and answers that are
 * found again. The store itself is in record.js.
 */

import { details, exercise, h, paragraphs, replace, uniqueId } from "./kit.js";
import { isBlank, openRecord, reasonOf } from "./record.js";

/** @typedef {import("./kit.js").Context} Context */
/** @typedef {import("./record.js").About} About */
/** @typedef {import("./record.js").Entry} Entry */

/**
 * How long to wait after a key before the record is asked, and at most while somebody types on, in ms.
 * The draft is kept at every key, so this is about the record's peace, not about safety.
 */
const PAUSE = 500;
const AT_MOST = 3000;

/**
 * A field whose words are kept on this device, with a line that says at every moment what became of them.
 * @param {object} settings
 * @param {Context} settings.context
 * @param {string} settings.key
 * @param {string} settings.label
 * @param {string} [settings.hint]
 * @param {About} settings.about
 * @param {boolean} [settings.short] One line instead of a space that grows.
 * @param {"text" | "date"} [settings.type] For a short field.
 * @param {boolean} [settings.expected] Whether the page counts it among what there is to do.
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
  const others = h("div", {});
  const saver = new Saver(record, key, about, (state, detail) => {
    status.dataset.state = state;
    replace(status, h("span", {}, t(`common.${state}`, { time: detail ?? "", reason: "" })));
    if (state === "unsaved") {
      replace(status, h("span", {}, t(`common.unsaved.${detail}`)));
      announcement.textContent = t(`common.unsaved.${detail}`);
    }
  });
  const show = async () => {
    const { value, entry } = await saver.load();
    if (document.activeElement !== field || isBlank(field.value)) field.value = value;
    replace(others, ...earlierVersions(t, entry));
    grow(field);
  };
  field.addEventListener("input", () => {
    saver.change(field.value);
    grow(field);
  });
  field.addEventListener("change", () => saver.flush());
  const flush = () => void saver.flush();
  document.addEventListener("visibilitychange", flush);
  const stop = record.watch((changed) => {
    if (changed === null) {
      field.value = "";
      saver.forget();
    }
    if (changed === null || (changed === key && !saver.busy)) void show();
  });
  onLeave(() => {
    flush();
    document.removeEventListener("visibilitychange", flush);
    stop();
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
    others,
  );
}

/**
 * Where a browser can't size a field by its content, its height follows its words.
 * @param {HTMLTextAreaElement | HTMLInputElement} field
 */
function grow(field) {
  if (field instanceof HTMLInputElement || CSS.supports("field-sizing", "content")) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}

/**
 * Words that another tab wrote for the same question, to copy from.
 * @param {Context["t"]} t
 * @param {Entry | undefined} entry
 * @returns {HTMLElement[]}
 */
function earlierVersions(t, entry) {
  return (entry?.others ?? []).map((other) =>
    details(
      t("common.other_version", { time: clock(other.updated) }),
      ...paragraphs(String(other.value)),
    ),
  );
}

/** @param {string} iso @returns {string} Hours and minutes as the learner's clock shows them. */
export function clock(iso) {
  return new Date(iso).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

/** @param {string} iso @returns {string} A day as it is written here: 22 November 2026. */
export function day(iso) {
  return new Date(iso).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
  });
}

/** Carries one field's words to the record: at a pause, and at the latest after a few seconds. */
export class Saver {
  /**
   * @param {ReturnType<typeof openRecord>} record
   * @param {string} key
   * @param {About} about
   * @param {(state: "empty" | "writing" | "saving" | "saved" | "unsaved", detail?: string) => void} tell
   */
  constructor(record, key, about, tell) {
    this.record = record;
    this.key = key;
    this.about = about;
    this.tell = tell;
    this.base = 0;
    /** @type {{value: any} | null} */
    this.waiting = null;
    /** @type {Promise<void> | null} */
    this.running = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.pause = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.latest = undefined;
  }

  /** Whether words are on their way. */
  get busy() {
    return this.waiting !== null || this.running !== null;
  }

  /** @returns {Promise<{value: any, entry?: Entry}>} What was kept; an unacknowledged draft goes first. */
  async load() {
    /** @type {Entry | undefined} */
    let entry;
    try {
      entry = await this.record.read(this.key);
    } catch (error) {
      this.#fail(error);
    }
    this.base = entry?.seq ?? 0;
    const draft = this.record.draftOf(this.key);
    if (draft && (!entry || draft.at > entry.updated) && draft.value !== entry?.value) {
      this.change(draft.value);
      return { value: draft.value, entry };
    }
    if (entry && !isBlank(entry.value)) this.tell("saved", clock(entry.updated));
    else if (!this.busy) this.tell("empty");
    return { value: entry?.value ?? "", entry };
  }

  /** @param {any} value */
  change(value) {
    this.record.draft(this.key, value);
    this.waiting = { value };
    this.tell("writing");
    clearTimeout(this.pause);
    this.pause = setTimeout(() => void this.flush(), PAUSE);
    this.latest ??= setTimeout(() => void this.flush(), AT_MOST);
  }

  /** Saves what waits; one save at a time, so that the last words are the last to arrive. */
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

  /** Forgets what waits, because everything on the device was deleted. */
  forget() {
    clearTimeout(this.pause);
    clearTimeout(this.latest);
    this.latest = undefined;
    this.waiting = null;
    this.base = 0;
  }

  /** @param {any} value */
  async #keep(value) {
    this.tell("saving");
    try {
      const entry = await this.record.save(this.key, value, this.about, this.base);
      this.base = entry.seq;
      this.record.settle(this.key, value);
      if (!this.waiting) this.tell(isBlank(value) ? "empty" : "saved", clock(entry.updated));
    } catch (error) {
      this.#fail(error);
    }
  }

  /** @param {unknown} error */
  #fail(error) {
    this.tell("unsaved", reasonOf(error));
  }
}

/**
 * Keeps an answer that is not a text, and says so in the exercise's own voice.
 * @param {Context} context
 * @param {string} key
 * @param {any} value
 * @param {About} about
 * @returns {Promise<boolean>} Whether it is kept.
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
 * A line that says what became of answers that are not texts: a rating, an option.
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
 * Tells an exercise of each answer that was kept earlier, at once and whenever another tab changes one, and
 * counts them among what there is to do on the page.
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
