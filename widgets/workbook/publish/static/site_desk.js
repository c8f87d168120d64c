/**
 * Answers what the record asks of the workbook, on a page without a server: documents are made in the browser,
 * and a saved record is read there. Nothing is sent anywhere.
 */

/**
 * @param {Record<string, any>} _message
 * @returns {Promise<{answer: Record<string, any>, files: DataView[]}>}
 */
export async function answerHere(_message) {
  return { answer: { ok: false, reason: "off" }, files: [] };
}
