/** @returns {string} Works even without `crypto.randomUUID`, as on a plain http address. */
export function newId() {
  const numbers = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(numbers, (number) => number.toString(16).padStart(2, "0")).join("");
}
