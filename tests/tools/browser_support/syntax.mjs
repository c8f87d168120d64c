/** The syntax of scripts, as esbuild knows it of each browser. */

import { transform } from "esbuild";

/**
 * What esbuild writes otherwise though it can be read: \p{...}, of whose names it knows none for sure, and
 * parentheses around a function that Safari once needed for speed.
 */
const KNOWN = {
  "regexp-unicode-property-escapes": true,
  "function-or-class-property-access": true,
};

/**
 * @param {string} text @param {string[]} targets As esbuild names them: `safari15.4`, or `es5`.
 * @returns {Promise<string>} The first line that they can't read: one that esbuild would write otherwise for them.
 */
export async function unreadable(text, targets) {
  /** @type {import("esbuild").TransformOptions} */
  const options = { loader: "js", logLevel: "silent", charset: "utf8", supported: KNOWN };
  try {
    const [plain, lowered] = await Promise.all(
      ["esnext", targets].map(async (target) =>
        (await transform(text, { ...options, target })).code.split("\n"),
      ),
    );
    const differs = plain.findIndex((line, number) => line !== lowered[number]);
    return differs < 0 ? "" : `can't be read: ${plain[differs]?.trim().slice(0, 200)}`;
  } catch (error) {
    return String(/** @type {Error} */ (error).message).slice(0, 500);
  }
}
