/** The addresses by which phones can reach the workbook. Nothing is drawn here. */

/** @typedef {import("../room.js").RoomAddresses} RoomAddresses */

/**
 * @param {RoomAddresses} known The server's own addresses.
 * @param {{origin: string, hostname: string}} here Where this page was opened.
 * @param {string} baseUrl
 * @returns {{addresses: string[], isReachable: boolean}} The likeliest first; whether phones can reach any.
 */
export function roomAddresses({ listed, only_here: onlyHere }, { origin, hostname }, baseUrl) {
  const own = `${origin}${baseUrl}`;
  // A page opened under a public name was reached through a proxy.
  const first = isThisMachine(hostname) ? [] : [own];
  const others = onlyHere ? [] : listed;
  const addresses = [...new Set([...first, ...others])];
  return addresses.length
    ? { addresses, isReachable: true }
    : { addresses: [own], isReachable: false };
}

/** @param {string} hostname @returns {boolean} Whether a name refers to the local machine. */
export function isThisMachine(hostname) {
  const plain = hostname.replace(/^\[|\]$/g, "");
  return plain === "localhost" || plain === "::1" || /^127\./.test(plain);
}

/** @param {string} address @param {string} code @returns {string} The link for joining, with the code in a place that is not logged. */
export function joinLink(address, code) {
  return `${address}#join=${code}`;
}

/** @param {string} address @returns {string} In the form in which people type it. */
export function spokenAddress(address) {
  return address.replace(/^https?:\/\//, "").replace(/\/$/, "");
}
