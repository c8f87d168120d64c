/** An exercise's requests to its kernel: for documents and comparisons, which a browser can't create. */

import { whenReachable } from "../../../widget_host/pages/static/offline/reach.js";

/** @typedef {import("../../front/kit.js").Model} Model */
/** @typedef {Record<string, any> & {buffers: DataView[]}} KernelReply */

/** How long a document may take, in ms; the kernel may have to start first. */
const MADE_WITHIN = 90_000;

let asked = 0;

/**
 * @param {Model} model
 * @param {Record<string, any>} message With its `type`, which the answer repeats, and further fields.
 * @param {() => void} tellAway Says that it waits for the network.
 * @returns {Promise<KernelReply>} Rejects with {reason}: the workbook's, or `silent`.
 */
export async function askKernel(model, message, tellAway) {
  await whenReachable({ tell: tellAway });
  asked += 1;
  const id = asked;
  return new Promise((resolve, reject) => {
    const done = () => {
      clearTimeout(timer);
      model.off("msg:custom", receive);
    };
    const timer = setTimeout(() => {
      done();
      reject({ reason: "silent" });
    }, MADE_WITHIN);
    const receive = (/** @type {any} */ reply, /** @type {DataView[]} */ buffers) => {
      if (reply?.type !== message.type || reply.id !== id) return;
      done();
      if (reply.ok) resolve({ ...reply, buffers: buffers ?? [] });
      else reject({ reason: reply.reason ?? "other", text: reply.text });
    };
    model.on("msg:custom", receive);
    try {
      model.send({ ...message, id });
    } catch {
      done();
      reject({ reason: "silent" });
    }
  });
}

/** @param {Date} now @returns {string} The reader's local time with its offset from UTC, in ISO 8601 format. */
export function momentHere(now) {
  const away = -now.getTimezoneOffset();
  const local = new Date(now.getTime() + away * 60_000).toISOString().slice(0, 19);
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  const size = Math.abs(away);
  return `${local}${away < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/**
 * Makes the browser save a file, without any network access.
 * @param {string} name @param {DataView} data @param {string} media Its type, such as text/csv.
 */
export function saveHere(name, data, media) {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
  const address = URL.createObjectURL(new Blob([bytes], { type: media }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
