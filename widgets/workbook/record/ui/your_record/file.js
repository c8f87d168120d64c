/** Files between the browser and the learner's device. */

import { h } from "../../../front/kit.js";

/**
 * Makes the browser save a file, without any network access.
 * @param {string} name
 * @param {string | DataView} content
 * @param {string} media Its type, such as text/plain.
 */
export function saveAsFile(name, content, media) {
  const part = typeof content === "string" ? content : new Uint8Array(bytesOf(content));
  const address = URL.createObjectURL(new Blob([part], { type: media }));
  const link = h("a", { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** @param {DataView} view @returns {ArrayBuffer} */
function bytesOf({ buffer, byteOffset, byteLength }) {
  return /** @type {ArrayBuffer} */ (buffer.slice(byteOffset, byteOffset + byteLength));
}
