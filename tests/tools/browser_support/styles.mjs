/** The features of style sheets: rules, what media are asked for, properties, values, units and selectors. */

import * as css from "css-tree";
import { data, lacking } from "./support.mjs";

const { properties, types, selectors, "at-rules": rules } = data.css;
const UNITS = /^(?:[sld]v(?:w|h|i|b|min|max)|cq(?:w|h|i|b|min|max)|cap|ric|rex|rch|rlh|lh|ic)$/;

/**
 * @param {string} text @param {Record<string, string>} oldest
 * @returns {{feature: string, lacking: string[]}[]}
 */
export function missingStyles(text, oldest) {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  const note = (/** @type {string} */ feature, /** @type {any} */ node) => {
    const without = lacking(node, oldest);
    if (without.length) found.set(feature, without);
  };
  // Rules within rules are no error to browsers that know them, and are one to this parser.
  const onParseError = () => note("nested rules", selectors.nesting);
  css.walk(css.parse(text, { onParseError }), function (node) {
    if (node.type === "Atrule") note(`@${node.name}`, rules[node.name]);
    if (node.type === "FeatureRange") note("a range of a media feature", rules.media.range_syntax);
    if (node.type === "Feature") note(`@media (${node.name})`, rules.media[node.name]);
    if (node.type === "NestingSelector") note("nested rules", selectors.nesting);
    if (node.type === "Rule" && this.rule) note("nested rules", selectors.nesting);
    if (node.type === "PseudoClassSelector" || node.type === "PseudoElementSelector")
      note(`:${node.name}`, selectors[node.name]);
    if (node.type === "Declaration") note(node.property, properties[node.property]);
    if (node.type === "Dimension" && UNITS.test(node.unit)) note(node.unit, unit(node.unit));
    if (node.type === "Identifier" && this.declaration) {
      const property = properties[this.declaration.property];
      note(`${this.declaration.property}: ${node.name}`, property?.[node.name]);
    }
    if (node.type === "Function")
      note(
        `${node.name}()`,
        types.color[node.name] ?? types[node.name] ?? types.image?.[node.name],
      );
  });
  return [...found].map(([feature, without]) => ({ feature, lacking: without }));
}

/** @param {string} name */
function unit(name) {
  const { length } = types;
  if (name.startsWith("cq")) return length.container_query_length_units;
  const kind = { s: "small", l: "large", d: "dynamic" }[name[0]];
  return /^[sld]v/.test(name) ? length[`viewport_percentage_units_${kind}`] : length[name];
}
