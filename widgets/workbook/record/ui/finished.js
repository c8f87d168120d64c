/**
 * Reports to the server that a standard was finished, for an anonymous count: once for each record, with only
 * the standard's id. Not here: when a page counts as done (see entries.js).
 */

import { answer } from "./device.js";
import { xsrfToken } from "../../../widget_host/pages/static/common/xsrf_token.js";

/** @typedef {import("../../front/kit.js").Context} Context */

/**
 * Waits until everything on a standard's page is answered.
 *
 * A standard finished on another device comes with the record, and was reported there. So only an answer
 * given on this page is reported; a standard that is already finished is marked as known.
 * @param {Pick<Context, "record" | "onLeave">} context
 * @param {string} standard Its id, which is also the name of its page.
 */
export function tellWhenFinished({ record, onLeave }, standard) {
  const { baseUrl } = document.body.dataset;
  if (baseUrl === undefined || asksNotToBeCounted()) return;
  const id = `finished/${standard}`;
  // One after another: the last answer may come while the page is still being checked.
  let turn = look(() => Promise.resolve(false));
  onLeave(
    record.watch((key) => {
      if (key !== null) turn = turn.then(() => look(() => isOwn(key)));
    }),
  );

  /** @param {() => Promise<boolean>} isFromHere */
  async function look(isFromHere) {
    try {
      const fromHere = await isFromHere();
      const { done, total } = (await record.progress()).get(standard) ?? { done: 0, total: 0 };
      const waits = await record.device.change(["settings"], async ({ settings }) => {
        const known = await answer(settings.get(id));
        if (known || total === 0 || done < total) return known?.told === false;
        settings.put({ id, told: !fromHere });
        return fromHere;
      });
      if (waits && (await tell(baseUrl ?? "", standard)))
        await record.device.change(["settings"], async ({ settings }) => {
          // A device that was cleared meanwhile stores nothing about it.
          if (await answer(settings.get(id))) settings.put({ id, told: true });
        });
    } catch {
      // Errors are not shown, since it is only a count; it is reported when the page is next opened.
    }
  }

  /** @param {string} key @returns {Promise<boolean>} Whether an answer was given on this page. */
  async function isOwn(key) {
    return (await record.read(key))?.client === record.client;
  }
}

/** @returns {boolean} Whether this browser sends Do Not Track or Global Privacy Control. */
export function asksNotToBeCounted() {
  const { doNotTrack, globalPrivacyControl } =
    /** @type {Navigator & {doNotTrack?: string | null, globalPrivacyControl?: boolean}} */ (
      navigator
    );
  return globalPrivacyControl === true || doNotTrack === "1" || doNotTrack === "yes";
}

/**
 * @param {string} baseUrl
 * @param {string} standard
 * @returns {Promise<boolean>} Whether it has been accepted, or never will be.
 */
async function tell(baseUrl, standard) {
  const response = await fetch(`${baseUrl}workbook/finished`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-XSRFToken": xsrfToken() },
    body: JSON.stringify({ standard }),
    keepalive: true,
  });
  return response.ok || response.status === 400;
}
