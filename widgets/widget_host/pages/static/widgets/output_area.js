/**
 * Draws outputs of code while a page is open: text, pictures, tables, widgets, one below the other.
 *
 * The cells' own outputs are already in the page; this is for Output widgets.
 */

import { fragment, rendered } from "./rendering.js";
import { t } from "../common/words.js";

/**
 * @typedef {Record<string, any>} Output In the format of nbformat 4.
 * @typedef {{node: HTMLElement, output: Output, remove?: () => void}} Drawn
 * @typedef {(id: string, el: HTMLElement, signal: AbortSignal) => Promise<void>} DrawWidget
 */

const VIEW = "application/vnd.jupyter.widget-view+json";
const PICTURES = ["image/png", "image/jpeg", "image/gif", "image/webp"];
// Terminal escape codes, such as colours.
const ESCAPES = /\u001b\[[0-9;?]*[A-Za-z]/g;

export class OutputArea {
  /** @param {HTMLElement} el @param {DrawWidget} drawWidget */
  constructor(el, drawWidget) {
    this.el = el;
    this.drawWidget = drawWidget;
    /** @type {Drawn[]} */
    this.drawn = [];
  }

  /** @param {Output[]} outputs Outputs that are already drawn stay as they are. */
  show(outputs) {
    outputs.forEach((output, at) => {
      const before = this.drawn[at];
      if (before && isSame(before.output, output)) return;
      if (before && extend(before, output)) return;
      const drawn = this.draw(output);
      if (before) {
        // A view is removed while it is still in the page.
        before.remove?.();
        before.node.replaceWith(drawn.node);
      } else this.el.append(drawn.node);
      this.drawn[at] = drawn;
    });
    for (const { node, remove } of this.drawn.splice(outputs.length)) {
      remove?.();
      node.remove();
    }
  }

  /** @param {Output} output @returns {Drawn} */
  draw(output) {
    const node = document.createElement("div");
    node.className = "wb-output";
    const id = output.data?.[VIEW]?.model_id;
    if (!id) {
      const content = drawContent(output);
      if (content) node.append(content);
      return { node, output };
    }
    const gone = new AbortController();
    // A view can be drawn only once it is in the page, which will be in a moment.
    queueMicrotask(() =>
      this.drawWidget(id, node, gone.signal).catch((error) => fail(node, error)),
    );
    return { node, output, remove: () => gone.abort() };
  }
}

/** @param {Output} output @returns {HTMLElement | null} */
function drawContent(output) {
  // The error stream is for the code's author: it names the server's folders.
  if (output.output_type === "stream") return output.name === "stderr" ? null : text(output.text);
  if (output.output_type === "error") return note("serve.cell.broken");
  const data = output.data ?? {};
  if (data["text/html"]) return html(joined(data["text/html"]));
  if (data["image/svg+xml"]) {
    const address = `data:image/svg+xml,${encodeURIComponent(joined(data["image/svg+xml"]))}`;
    return picture(address, output.metadata?.["image/svg+xml"]);
  }
  const kind = PICTURES.find((one) => data[one]);
  if (kind) {
    const body = joined(data[kind]).replace(/\s/g, "");
    return picture(`data:${kind};base64,${body}`, output.metadata?.[kind]);
  }
  if (data["text/markdown"]) return later("markdown", joined(data["text/markdown"]));
  if (data["text/latex"]) return later("latex", joined(data["text/latex"]));
  if (data["application/json"] !== undefined) {
    return text(JSON.stringify(data["application/json"], null, 2));
  }
  return data["text/plain"] === undefined ? null : text(data["text/plain"]);
}

/**
 * Shows a text as it was written until the server has rendered it.
 * @param {import("./rendering.js").Kind} kind
 * @param {string} source
 */
function later(kind, source) {
  const element = document.createElement("div");
  element.className = "wb-text";
  element.append(text(source));
  void rendered(kind, source).then((html) => {
    if (html === null) return;
    const holder = kind === "latex" ? document.createElement("p") : element;
    holder.replaceChildren(fragment(html));
    if (holder !== element) element.replaceChildren(holder);
  });
  return element;
}

/**
 * HTML from the notebook's author, such as a pandas table: the only place where HTML is taken from data. It
 * is the author's own, like the page's text, and no script in it can run: the browser runs none that is
 * inserted this way, and the page's security policy forbids the rest.
 * @param {string} source
 */
function html(source) {
  const element = document.createElement("div");
  element.className = "jp-RenderedHTML";
  element.innerHTML = source;
  return element;
}

/** @param {string} address @param {any} about */
function picture(address, about) {
  const image = document.createElement("img");
  image.src = address;
  image.alt = about?.alt ?? t("serve.picture");
  for (const side of ["width", "height"]) {
    if (about?.[side]) image.setAttribute(side, String(about[side]));
  }
  const frame = document.createElement("div");
  frame.className = "wb-picture";
  frame.append(image);
  return frame;
}

/** @param {any} content */
function text(content) {
  const element = document.createElement("pre");
  element.className = "wb-cell-text";
  element.textContent = readable(joined(content));
  return element;
}

/** @param {string} content @returns {string} As a terminal would finally show it, without overwritten text. */
function readable(content) {
  return content.replace(ESCAPES, "").replace(/\r\n/g, "\n").replace(/^.*\r/gm, "");
}

/** @param {Drawn} drawn @param {Output} output @returns {boolean} Whether it was the same text, but longer. */
function extend(drawn, output) {
  if (output.output_type !== "stream" || drawn.output.output_type !== "stream") return false;
  if (output.name !== drawn.output.name) return false;
  const element = drawn.node.querySelector("pre");
  if (!element) return false;
  element.textContent = readable(joined(output.text));
  drawn.output = output;
  return true;
}

/** @param {any} value A text in one piece, or in lines. @returns {string} */
function joined(value) {
  return Array.isArray(value) ? value.join("") : String(value ?? "");
}

/** @param {Output} one @param {Output} other */
function isSame(one, other) {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** @param {HTMLElement} node @param {unknown} error */
function fail(node, error) {
  console.error(error);
  node.replaceChildren(note("serve.cell.failed"));
}

/** @param {string} word @returns {HTMLElement} The replacement for an error message, which is for the author. */
function note(word) {
  const element = document.createElement("p");
  element.className = "wb-cell-failed";
  element.textContent = t(word);
  return element;
}
