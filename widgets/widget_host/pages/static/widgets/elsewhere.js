/**
 * Shows which parts of the page are on other websites: a widget, such as a map, may request some, which the
 * page's security policy blocks.
 */

import { t } from "../common/words.js";

export function watchElsewhere() {
  /** @type {Set<string>} */
  const known = new Set();
  document.addEventListener("securitypolicyviolation", ({ blockedURI }) => {
    if (!/^https?:/.test(blockedURI)) return;
    const { origin } = new URL(blockedURI);
    if (known.has(origin)) return;
    known.add(origin);
    const asking = document.querySelector(
      `.wb-widget :is([src^="${origin}"], [href^="${origin}"])`,
    );
    const note = document.createElement("p");
    note.className = "wb-elsewhere";
    note.textContent = `${t("serve.elsewhere")} ${origin}`;
    const place = asking?.closest(".wb-widget");
    if (place) place.before(note);
    else document.getElementById("content")?.prepend(note);
  });
}
