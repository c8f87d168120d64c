/**
 * Says what the oldest browsers lack of what pages send. Reads the file that it is given, and answers in JSON.
 *
 *   oldest      the oldest version of each browser, by MDN's name for it
 *   targets     the same as esbuild names them
 *   modules     the paths of the scripts' source files
 *   scripts     {name: text}, as they are sent
 *   styles      {name: text}, as they are sent
 *   tags        {name: [[element, {attribute: value}], ...]}
 */

import { readFileSync } from "node:fs";

const {
  oldest,
  targets,
  modules = [],
  scripts = {},
  styles = {},
  tags = {},
} = JSON.parse(readFileSync(process.argv[2], "utf8"));
/** @type {{feature: string, lacking: string[], where: string}[]} */
const found = [];
// Each of them is imported where it has something to do: the parsers and the data take a second each.
if (modules.length) {
  const { missingInterfaces } = await import("./interfaces.mjs");
  found.push(...missingInterfaces(modules, oldest));
}
if (Object.keys(scripts).length) {
  const { unreadable } = await import("./syntax.mjs");
  for (const [where, text] of Object.entries(scripts)) {
    const feature = await unreadable(text, targets);
    if (feature) found.push({ feature, lacking: targets, where });
  }
}
if (Object.keys(styles).length) {
  const { missingStyles } = await import("./styles.mjs");
  for (const [where, text] of Object.entries(styles))
    found.push(...missingStyles(text, oldest).map((one) => ({ ...one, where })));
}
if (Object.keys(tags).length) {
  const { missingMarkup } = await import("./markup.mjs");
  for (const [where, some] of Object.entries(tags))
    found.push(...missingMarkup(some, oldest).map((one) => ({ ...one, where })));
}
process.stdout.write(JSON.stringify(found));
