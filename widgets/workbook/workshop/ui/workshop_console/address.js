/** Which addresses phones can reach the workbook by. Nothing is drawn here. */

/** @typedef {import("./room.js").RoomAddresses} RoomAddresses */

/**
 * @param {RoomAddresses} known What the server knows of itself.
 * @param {{origin: string, hostname: string}} here Where this page was opened.
 * @param {string} baseUrl
 * @returns {{addresses: string[], isReachable: boolean}} The likeliest first; whether phones can reach any.
 */
export function roomAddresses({ listed, only_here: onlyHere }, { origin, hostname }, baseUrl) {
  const own = `${origin}${baseUrl}`;
  // A page that was opened by a name that others know was reached through something that passes it on.
  const first = isThisMachine(hostname) ? [] : [own];
  const others = onlyHere ? [] : listed;
  const addresses = [...new Set([...first, ...others])];
  return addresses.length
    ? { addresses, isReachable: true }
    : { addresses: [own], isReachable: false };
}

/** @param {string} hostname @returns {boolean} Whether a name leads back to the machine that asks for it. */
export function isThisMachine(hostname) {
  const plain = hostname.replace(/^\[|\]$/g, "");
  return plain === "localhost" || plain === "::1" || /^127\./.test(plain);
}

/** @param {string} address @param {string} code @returns {string} The link that joins; the code stays out of every log. */
export function joinLink(address, code) {
  return `${address}#join=${code}`;
}

/** @param {string} address @returns {string} As people type it. */
export function spokenAddress(address) {
  return address.replace(/^https?:\/\//, "").replace(/\/$/, "");
}
