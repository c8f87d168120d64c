/**
 * The kit that every exercise is built from: elements, words, options, fields that save, tables, charts.
 *
 * An exercise's module exports `exercise(name, render)` and nothing else. All text reaches the page as text,
 * never as HTML.
 */

import { isBlank, openRecord, reasonOf } from "./record.js";

/** @typedef {import("./record.js").About} About */
/** @typedef {import("./record.js").Entry} Entry */
/** @typedef {Node | string | number | null | undefined | false} Child */
/** @typedef {Record<string, any>} Content */

/**
 * @typedef {object} Model The part of anywidget's model that exercises use.
 * @property {(name: string) => any} get
 * @property {(name: string, callback: (...args: any[]) => void) => void} on
 * @property {(name: string, callback: (...args: any[]) => void) => void} off
 * @property {(message: any) => void} send
 */

/**
 * @typedef {object} Context What an exercise is given to draw itself.
 * @property {HTMLElement} root Empty; everything goes in here.
 * @property {any} content The exercise's content.
 * @property {(name: string, values?: Record<string, string | number>) => string} t A word in its language.
 * @property {(text: string) => void} say Has a screen reader say something, without moving anybody.
 * @property {ReturnType<typeof openRecord>} record
 * @property {Model} model
 * @property {(work: () => void) => void} onLeave Work to do when the exercise leaves the page.
 */

let counter = 0;

/** @returns {string} An id that no other element of the page has. */
export function uniqueId() {
  counter += 1;
  return `wb-${openRecord().client}-${counter}-${Math.floor(performance.now())}`;
}

/**
 * Makes an element. `on` holds its listeners; `class`, `for` and every other name is an attribute, left out
 * where its value is false, null or undefined.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, any>} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") {
      for (const [event, listener] of Object.entries(value))
        element.addEventListener(event, listener);
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  fill(element, children);
  return element;
}

/**
 * @param {Element} element
 * @param {(Child | Child[])[]} children
 */
function fill(element, children) {
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
}

/** Puts new children in the place of the old. @param {Element} element @param {...Child} children */
export function replace(element, ...children) {
  element.replaceChildren();
  fill(element, children);
}

/**
 * Makes an SVG element.
 * @param {string} tag
 * @param {Record<string, any>} [attributes]
 * @param {...Child} children
 * @returns {SVGElement}
 */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  fill(element, children);
  return element;
}

/**
 * A text in paragraphs: one for each line of a table's cell.
 * @param {string} text
 * @param {Record<string, any>} [attributes]
 * @returns {HTMLParagraphElement[]}
 */
export function paragraphs(text, attributes = {}) {
  return text
    .split(/\n+/)
    .filter((line) => line.trim())
    .map((line) => h("p", attributes, line));
}

/**
 * Turns a drawing function into the module that anywidget wants.
 *
 * The root is an article named by its first heading. Keys typed inside stay inside, since JupyterLab would
 * take `x` for "cut this cell". When the content changes in the kernel, the exercise is drawn anew.
 * @param {string} name
 * @param {(context: Context) => void} draw
 * @returns {{render: (props: {model: any, el: HTMLElement}) => () => void}}
 */
export function exercise(name, draw) {
  return {
    render({ model, el }) {
      const root = h("article", { class: `wb wb-exercise wb-${name}`, lang: "en-GB" });
      root.addEventListener("keydown", (event) => event.stopPropagation());
      el.append(root);
      /** @type {(() => void)[]} */
      let leaving = [];
      const redraw = () => {
        for (const work of leaving.splice(0)) work();
        const live = h("p", { class: "wb-visually-hidden", role: "status" });
        root.replaceChildren();
        draw({
          root,
          content: model.get("content"),
          t: translator(model.get("words")),
          say: (text) => sayIn(live, text),
          record: openRecord(),
          model,
          onLeave: (work) => leaving.push(work),
        });
        root.append(live);
        nameByHeading(root);
      };
      redraw();
      model.on("change:content", redraw);
      // When the device is cleared, every exercise starts anew, once its fields have let go of their words.
      // An open dialog stays: it is telling the learner what became of them.
      const stop = openRecord().watch((key) => {
        if (key === null) queueMicrotask(() => root.querySelector("dialog[open]") || redraw());
      });
      return () => {
        stop();
        model.off("change:content", redraw);
        for (const work of leaving) work();
      };
    },
  };
}

/** @param {HTMLElement} root */
function nameByHeading(root) {
  const heading = root.querySelector("h3");
  if (!heading) return;
  heading.id ||= uniqueId();
  root.setAttribute("aria-labelledby", heading.id);
}

/**
 * A screen reader speaks a live region only when its text changes: empty it first.
 * @param {HTMLElement} live
 * @param {string} text
 */
function sayIn(live, text) {
  live.textContent = "";
  setTimeout(() => (live.textContent = text), 60);
}

/**
 * @param {Record<string, string>} words
 * @returns {(name: string, values?: Record<string, string | number>) => string}
 */
export function translator(words) {
  return (name, values = {}) =>
    (words[name] ?? name).replace(/\{(\w+)\}/g, (whole, key) => String(values[key] ?? whole));
}

/**
 * A kicker (what this is) and a heading (what it is about).
 * @param {string} kicker
 * @param {string} title
 * @returns {HTMLElement}
 */
export function heading(kicker, title) {
  return h("div", {}, h("p", { class: "wb-kicker" }, kicker), h("h3", {}, title));
}

/**
 * @param {string} label
 * @param {() => void} press
 * @param {{primary?: boolean, quiet?: boolean, pressed?: boolean, describedby?: string}} [how]
 * @returns {HTMLButtonElement}
 */
export function button(label, press, how = {}) {
  const kind = how.primary ? " wb-button-primary" : how.quiet ? " wb-button-quiet" : "";
  return h(
    "button",
    {
      type: "button",
      class: `wb-button${kind}`,
      "aria-pressed": how.pressed === undefined ? undefined : String(how.pressed),
      "aria-describedby": how.describedby,
      on: { click: press },
    },
    label,
  );
}

/**
 * A group of radio buttons, or of tick boxes with `many`, each a card that can be pressed anywhere.
 * @param {object} settings
 * @param {string} settings.legend The question.
 * @param {{value: string, label: string, note?: string}[]} settings.options
 * @param {string[]} [settings.chosen] The values that are chosen at first.
 * @param {boolean} [settings.many]
 * @param {boolean} [settings.row] Side by side, for short labels.
 * @param {(chosen: string[]) => void} settings.onChange
 * @returns {HTMLFieldSetElement}
 */
export function options({
  legend,
  options: all,
  chosen = [],
  many = false,
  row = false,
  onChange,
}) {
  const name = uniqueId();
  const inputs = all.map(({ value }) =>
    h("input", {
      type: many ? "checkbox" : "radio",
      name,
      value,
      checked: chosen.includes(value),
      on: { change: () => onChange(inputs.filter((i) => i.checked).map((i) => i.value)) },
    }),
  );
  return h(
    "fieldset",
    { class: row ? "wb-options wb-options-row" : "wb-options" },
    h("legend", {}, legend),
    all.map(({ label, note }, at) =>
      h(
        "label",
        { class: "wb-option" },
        inputs[at],
        h("span", {}, label, note ? h("small", {}, note) : null),
      ),
    ),
  );
}

/**
 * A judgement as a word with a sign and a colour.
 * @param {string} grade best, defensible, risky or harmful; or good, caution or risk.
 * @param {string} label
 * @returns {HTMLElement}
 */
export function badge(grade, label) {
  return h("span", { class: "wb-badge", "data-grade": grade }, label);
}

/**
 * What unfolds when it is pressed.
 * @param {string} summary
 * @param {...(Child | Child[])} children
 * @returns {HTMLDetailsElement}
 */
export function details(summary, ...children) {
  return h(
    "details",
    { class: "wb-details" },
    h("summary", {}, summary),
    h("div", { class: "wb-stack-tight" }, ...children),
  );
}

/**
 * A table whose first column heads its rows. Numbers stand to the right.
 * @param {object} settings
 * @param {string} settings.caption
 * @param {string[]} settings.columns
 * @param {(string | number | Node)[][]} settings.rows
 * @returns {HTMLElement}
 */
export function table({ caption, columns, rows }) {
  const id = uniqueId();
  return h(
    "div",
    { class: "wb-table-frame", tabindex: "0", role: "group", "aria-labelledby": id },
    h(
      "table",
      { class: "wb-table" },
      h("caption", { id }, caption),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          columns.map((column) => h("th", { scope: "col" }, column)),
        ),
      ),
      h(
        "tbody",
        {},
        rows.map((row) =>
          h(
            "tr",
            {},
            row.map((cell, at) =>
              at === 0
                ? h("th", { scope: "row" }, cell)
                : h(
                    "td",
                    { class: typeof cell === "number" ? "wb-number" : undefined },
                    formatCell(cell),
                  ),
            ),
          ),
        ),
      ),
    ),
  );
}

/** @param {string | number | Node} cell @returns {string | Node} */
function formatCell(cell) {
  return typeof cell === "number" ? cell.toLocaleString("en-GB") : cell;
}

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
 * Prints one part of the page and nothing else, with everything in it unfolded.
 * @param {HTMLElement} part
 */
export function printAlone(part) {
  const folded = [...part.querySelectorAll("details")].filter((one) => !one.open);
  for (const one of folded) one.open = true;
  part.classList.add("wb-printing");
  const after = () => {
    part.classList.remove("wb-printing");
    for (const one of folded) one.open = false;
  };
  window.addEventListener("afterprint", after, { once: true });
  window.print();
}

/**
 * A row of a picture of ratings: `name` says in words what its marks show.
 * @typedef {{label: string, before?: number, after?: number, name: string, note?: string, group?: string}} Rated
 */

/**
 * Ratings from 1 to 5 before and after, one row for each: a ring for before, a dot for after, a line between.
 * @param {object} settings
 * @param {string} settings.caption
 * @param {string} settings.before What the ring stands for.
 * @param {string} settings.after What the dot stands for.
 * @param {[string, string]} settings.ends The words for 1 and for 5.
 * @param {Rated[]} settings.rows A `group` heads the rows that follow it.
 * @returns {HTMLElement}
 */
export function dumbbells({ caption, before, after, ends, rows }) {
  return h(
    "figure",
    { class: "wb-dumbbells" },
    h("figcaption", { class: "wb-label" }, caption),
    h(
      "p",
      { class: "wb-dumbbell-key wb-small", "aria-hidden": "true" },
      h("span", {}, dumbbell({ before: 3 }, true), before),
      h("span", {}, dumbbell({ after: 3 }, true), after),
      h("span", {}, `1 ${ends[0]}, 5 ${ends[1]}`),
    ),
    rows
      .map((row) => [
        row.group ? h("p", { class: "wb-label wb-dumbbell-group" }, row.group) : null,
        h(
          "div",
          { class: "wb-dumbbell" },
          h("p", {}, row.label, row.note ? h("small", {}, row.note) : null),
          dumbbell(row),
        ),
      ])
      .flat(),
  );
}

/**
 * @param {{before?: number, after?: number, name?: string}} row
 * @param {boolean} [alone] A single mark, for the key.
 * @returns {SVGElement}
 */
function dumbbell({ before, after, name = "" }, alone = false) {
  /** @param {number} rating */
  const x = (rating) => (alone ? "50%" : `${rating * 20 - 10}%`);
  const scale = alone ? [] : [1, 2, 3, 4, 5];
  return svg(
    "svg",
    alone ? { class: "wb-dumbbell-mark" } : { role: "img", "aria-label": name },
    ...scale.map((n) => svg("line", { x1: x(n), x2: x(n), y1: 4, y2: 24, class: "wb-tick" })),
    ...scale.map((n) => svg("text", { x: x(n), y: 40 }, n)),
    before && after
      ? svg("line", { x1: x(before), x2: x(after), y1: 14, y2: 14, class: "wb-way" })
      : null,
    before ? svg("circle", { cx: x(before), cy: 14, r: 9, class: "wb-ring" }) : null,
    after ? svg("circle", { cx: x(after), cy: 14, r: 5.5, class: "wb-dot" }) : null,
  );
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

/**
 * A link to another site, in a tab of its own. What is not a web address stays plain text.
 * @param {string} label
 * @param {string} address
 * @param {string} note Says that the link leaves this page.
 * @returns {HTMLElement}
 */
export function outsideLink(label, address, note) {
  const isWeb = /^https?:\/\//i.test(address);
  return h(
    isWeb ? "a" : "span",
    {
      class: "wb-outside",
      href: isWeb && address,
      target: isWeb && "_blank",
      rel: isWeb && "noopener noreferrer",
    },
    label,
    isWeb ? h("small", {}, ` ${note}`) : null,
  );
}
