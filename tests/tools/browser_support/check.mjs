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
import { missingMarkup } from "./markup.mjs";
import { missingInterfaces, unreadable } from "./scripts.mjs";
import { missingStyles } from "./styles.mjs";

const {
  oldest,
  targets,
  modules = [],
  scripts = {},
  styles = {},
  tags = {},
} = JSON.parse(readFileSync(process.argv[2], "utf8"));
const found = missingInterfaces(modules, oldest);
for (const [where, text] of Object.entries(scripts)) {
  const feature = await unreadable(text, targets);
  if (feature) found.push({ feature, lacking: targets, where });
}
for (const [where, text] of Object.entries(styles))
  found.push(...missingStyles(text, oldest).map((one) => ({ ...one, where })));
for (const [where, some] of Object.entries(tags))
  found.push(...missingMarkup(some, oldest).map((one) => ({ ...one, where })));
process.stdout.write(JSON.stringify(found));
