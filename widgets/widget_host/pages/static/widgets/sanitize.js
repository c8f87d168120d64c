/** Sanitises a short HTML text, such as a widget's label: keeps only bold words, links and the like. */

const TAGS = ["A", "ABBR", "B", "CODE", "EM", "I", "IMG", "LI", "OL", "SPAN", "STRONG", "UL"];
const ATTRIBUTES = ["class", "style", "title"];
const ADDRESSES = new Map([
  ["A", "href"],
  ["IMG", "src"],
]);
const SAFE_ADDRESS = /^(?:https?:|mailto:|tel:|data:image\/|[^:]*$)/i;

/** @param {string} source @returns {string} */
export function sanitized(source) {
  // A separate document, in which nothing is loaded or run.
  const { body } = new DOMParser().parseFromString(source, "text/html");
  clean(body);
  return body.innerHTML;
}

/** @param {Element} parent */
function clean(parent) {
  for (const element of [...parent.children]) {
    clean(element);
    if (!TAGS.includes(element.tagName)) {
      const words = /^(?:SCRIPT|STYLE|TEMPLATE)$/.test(element.tagName)
        ? []
        : [...element.childNodes];
      element.replaceWith(...words);
      continue;
    }
    for (const { name, value } of [...element.attributes]) {
      const address = ADDRESSES.get(element.tagName) === name && SAFE_ADDRESS.test(value.trim());
      if (!address && !ATTRIBUTES.includes(name) && !name.startsWith("aria-"))
        element.removeAttribute(name);
    }
  }
}
