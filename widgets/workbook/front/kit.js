/**
 * The kit that every exercise is built from: elements, words, buttons, options, tables.
 *
 * Not here: what keeps answers (see saving.js), and pictures (see pictures.js).
 *
 * An exercise's module exports `exercise(name, render)` and nothing else. All text reaches the page as text,
 * never as HTML.
 */

import { language, locales, USUAL } from "../../widget_host/pages/static/common/language.js";
import { listenButton } from "./listening.js";
import { openRecord } from "../record/ui/record.js";
import { filled, wordOf } from "../../widget_host/pages/static/common/sentences.js";
import { learnEnglish, partsOf } from "./spoken.js";
import { settleNamespace } from "../../widget_host/pages/static/common/storage_namespace.js";

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
    if (child instanceof Node) element.append(child);
    else element.append(...spoken(element, String(child)));
  }
}

/**
 * @param {Element} element What a text is put into.
 * @param {string} text
 * @returns {(Node | string)[]} The text, of which each part says that it is English where the page is not.
 */
function spoken(element, text) {
  const parts = partsOf(text);
  if (element instanceof HTMLElement && !(element instanceof HTMLOptionElement)) {
    return parts.map(([part, isEnglish]) =>
      isEnglish ? h("span", { lang: USUAL }, document.createTextNode(part)) : part,
    );
  }
  // No element may stand in it: it is marked itself, where most of it is English.
  const signs = parts.reduce((sum, [part, isEnglish]) => sum + (isEnglish ? part.length : 0), 0);
  if (signs > text.length / 2) element.setAttribute("lang", USUAL);
  return [text];
}

/** Puts new children in place of the old. @param {Element} element @param {...Child} children */
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
 * take `x` for "cut this cell". When the content changes in the kernel, the exercise is drawn again.
 * @param {string} name
 * @param {(context: Context) => void} draw
 * @returns {{render: (props: {model: any, el: HTMLElement}) => () => void}}
 */
export function exercise(name, draw) {
  return {
    render({ model, el }) {
      settleNamespace(model.get("namespace"));
      shareStyles(model.get("styles"));
      learnEnglish(model.get("english"));
      const root = h("article", { class: `wb wb-exercise wb-${name}`, lang: language() });
      root.addEventListener("keydown", (event) => event.stopPropagation());
      el.append(root);
      /** @type {(() => void)[]} */
      let leaving = [];
      const redraw = () => {
        for (const work of leaving.splice(0)) work();
        const live = h("p", { class: "wb-visually-hidden", role: "status" });
        root.replaceChildren();
        delete root.dataset.expects;
        const record = openRecord();
        const around = record.drawing;
        record.drawing = root;
        draw({
          root,
          content: model.get("content"),
          t: translator(model.get("words")),
          say: (text) => sayIn(live, text),
          record,
          model,
          onLeave: (work) => leaving.push(work),
        });
        record.drawing = around;
        root.append(live);
        nameByHeading(root);
        offerListening(root, translator(model.get("words")), (work) => leaving.push(work));
      };
      redraw();
      model.on("change:content", redraw);
      // When the device is cleared, every exercise starts again, once its fields have let go of their words.
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

/**
 * Puts the shared styles on the page, once, and before the styles of any exercise (which anywidget names by
 * their Python class): an exercise's own rules come later and so prevail, whichever exercise was drawn first.
 * @param {string} styles
 */
function shareStyles(styles) {
  const id = "wb-shared-styles";
  if (!styles || document.getElementById(id)) return;
  const own = document.head.querySelector('style[id^="workbook.exercises."]');
  document.head.insertBefore(h("style", { id }, styles), own);
}

/** @param {HTMLElement} root */
function nameByHeading(root) {
  const heading = root.querySelector("h3");
  if (!heading) return;
  heading.id ||= uniqueId();
  root.setAttribute("aria-labelledby", heading.id);
}

/**
 * Puts the button that reads the exercise aloud beside its heading.
 * @param {HTMLElement} root
 * @param {Context["t"]} t
 * @param {Context["onLeave"]} onLeave
 */
function offerListening(root, t, onLeave) {
  const heading = root.querySelector(".wb-kicker + h3") ?? root.querySelector("h3");
  // An exercise has the words for it only if it is one to be read aloud.
  if (!heading?.textContent || t("listening.start") === "listening.start") return;
  const title = heading.textContent;
  const { element, leave } = listenButton(root, {
    start: t("listening.start"),
    startOf: t("listening.start_of", { title }),
    stop: t("listening.stop"),
    stopOf: t("listening.stop_of", { title }),
  });
  onLeave(leave);
  if (heading.matches(".wb-kicker + h3")) heading.after(element);
  else root.append(element);
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
  return (name, values = {}) => filled(wordOf(words, name, values) ?? name, values);
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
 * @param {{value: string, label: string, note?: string, description?: string}[]} settings.options A note is
 *   part of an option's name; a description, which may be long, is read after it.
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
  const inputs = all.map(({ value, description }, at) =>
    h("input", {
      type: many ? "checkbox" : "radio",
      name,
      value,
      "aria-labelledby": description ? `${name}-${at}` : null,
      "aria-describedby": description ? `${name}-${at}-more` : null,
      checked: chosen.includes(value),
      on: { change: () => onChange(inputs.filter((i) => i.checked).map((i) => i.value)) },
    }),
  );
  return h(
    "fieldset",
    { class: row ? "wb-options wb-options-row" : "wb-options" },
    h("legend", {}, legend),
    all.map(({ label, note, description }, at) =>
      h(
        "label",
        { class: "wb-option" },
        inputs[at],
        h(
          "span",
          {},
          description ? h("span", { id: `${name}-${at}` }, label) : label,
          note ? h("small", {}, note) : null,
          description ? h("small", { id: `${name}-${at}-more` }, description) : null,
        ),
      ),
    ),
  );
}

/**
 * @param {...string} texts
 * @returns {string} One after the other to be heard, each with one mark at its end.
 */
export function sentences(...texts) {
  return texts.map((text) => (/[.!?:…]$/.test(text) ? text : `${text}.`)).join(" ");
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
 * @param {Child | Child[]} summary
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
  return typeof cell === "number" ? cell.toLocaleString(locales()) : cell;
}

/**
 * Prints one part of the page and nothing else, with everything in it unfolded.
 * @param {HTMLElement} part
 */
export function printAlone(part) {
  readyToPrint(part);
  window.print();
}

/**
 * Leaves one part of the page for the next print, with everything in it unfolded.
 * @param {HTMLElement} part
 */
export function readyToPrint(part) {
  const folded = [...part.querySelectorAll("details")].filter((one) => !one.open);
  for (const one of folded) one.open = true;
  /** @type {Element[]} */
  const around = [];
  for (let one = part.parentElement; one; one = one.parentElement) around.push(one);
  part.classList.add("wb-printing");
  for (const one of around) one.classList.add("wb-printing-around");
  const after = () => {
    part.classList.remove("wb-printing");
    for (const one of around) one.classList.remove("wb-printing-around");
    for (const one of folded) one.open = false;
  };
  window.addEventListener("afterprint", after, { once: true });
}

/**
 * Has the browser's own command print what a button prints: one part of the page and nothing else.
 * @param {HTMLElement} part
 * @param {() => boolean} isReady Whether there is anything in it; else the page is printed as it is.
 * @returns {() => void} Leaves it to the browser again.
 */
export function printsAlone(part, isReady) {
  const begin = () => {
    // A part that a button prints alone goes first.
    if (!document.querySelector(".wb-printing") && isReady()) readyToPrint(part);
  };
  window.addEventListener("beforeprint", begin);
  return () => window.removeEventListener("beforeprint", begin);
}

/**
 * @param {string} label
 * @returns {HTMLElement | null} The way to the page for help, or null where the course has none.
 */
export function helpLink(label) {
  const there = /** @type {HTMLAnchorElement | null} */ (document.querySelector('a[rel="help"]'));
  return there && h("p", {}, h("a", { href: there.href }, label));
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
