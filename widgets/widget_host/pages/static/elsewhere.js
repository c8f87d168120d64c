/**
 * Says on the page which parts of it are at other websites: a widget, such as a map, may ask for some, and the
 * page's security policy lets it have none.
 */

import { t } from "./words.js";

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
