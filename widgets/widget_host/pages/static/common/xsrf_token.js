/** The token without which the server takes nothing from a page. */

import { namespace } from "./storage_namespace.js";

/** @returns {string} It stands in a cookie of the course's own; "" where the browser keeps cookies back. */
export function xsrfToken() {
  const course = namespace();
  const name = course ? `_xsrf-${course}` : "_xsrf";
  return new RegExp(`(?:^|; )${name}=([^;]*)`).exec(document.cookie)?.[1] ?? "";
}
