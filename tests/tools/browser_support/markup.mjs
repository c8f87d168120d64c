/** The features of HTML: elements, attributes and the values that are features of their own. */

import { data, lacking } from "./support.mjs";

const { elements, global_attributes: everywhere } = data.html;

/**
 * @param {[string, Record<string, string>][]} tags Each element's name, with its attributes.
 * @param {Record<string, string>} oldest
 * @returns {{feature: string, lacking: string[]}[]}
 */
export function missingMarkup(tags, oldest) {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  const note = (/** @type {string} */ feature, /** @type {any} */ node) => {
    const without = lacking(node, oldest);
    if (without.length) found.set(feature, without);
  };
  for (const [name, attributes] of tags) {
    const element = elements[name];
    note(`<${name}>`, element);
    for (const [attribute, value] of Object.entries(attributes)) {
      const known = element?.[attribute] ?? everywhere[attribute];
      note(`<${name} ${attribute}>`, known);
      note(
        `<${name} ${attribute}="${value}">`,
        known?.[value] ?? element?.[`${attribute}_${value}`],
      );
    }
  }
  return [...found].map(([feature, without]) => ({ feature, lacking: without }));
}
