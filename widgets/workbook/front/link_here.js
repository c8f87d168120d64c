/** A small link to one exercise, which is copied where it can be. */

import { h, replace, svg } from "./kit.js";

/**
 * Adds a link that copies its own address. Where the browser does not let it, it goes there, and the address stands
 * in the browser's bar. In a frame (a learning platform) and in JupyterLab, an address leads nobody else here.
 * @param {import("./kit.js").Context} context
 * @param {HTMLElement} heading What the kit's `heading` made.
 * @param {string} title
 * @param {string} id The exercise's name on its page.
 * @param {() => string} [more] What it adds to its name now: `/2`.
 */
export function addLink({ t, say, root }, heading, title, id, more = () => "") {
  if (!document.getElementById(id)) root.id = id;
  if (window.top !== window || document.querySelector(".jp-NotebookPanel")) return;
  const fragment = () => `${id}${more()}`;
  const label = t("common.link");
  const name = t("common.link_of", { title });
  const copied = t("common.link_copied");
  const told = h("span", { class: "wb-link-told", "aria-hidden": "true" });
  const address = () => `${location.href.split("#")[0]}#${fragment()}`;
  const link = h(
    "a",
    {
      class: "wb-link-here",
      href: `#${fragment()}`,
      "aria-label": name,
      title: label,
      on: {
        click: (/** @type {MouseEvent} */ event) => {
          link.href = `#${fragment()}`;
          if (!navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          void copy();
        },
        blur: () => replace(told),
      },
    },
    svg(
      "svg",
      { class: "wb-link-sign", viewBox: "0 0 16 16", "aria-hidden": "true" },
      svg("path", { d: "M6.5 9.5 9.5 6.5M7 4.5l1.2-1.2a3.2 3.2 0 0 1 4.5 4.5L11.5 9" }),
      svg("path", { d: "M9 11.5l-1.2 1.2a3.2 3.2 0 0 1-4.5-4.5L4.5 7" }),
    ),
    h("span", { class: "wb-link-word" }, label),
  );

  async function copy() {
    try {
      await navigator.clipboard.writeText(address());
    } catch {
      location.hash = fragment();
      return;
    }
    replace(told, copied);
    say(copied);
  }

  heading.classList.add("wb-linked-heading");
  heading.append(h("p", { class: "wb-small wb-link-line wb-no-print" }, link, told));
}
