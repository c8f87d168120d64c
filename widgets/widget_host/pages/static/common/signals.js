/** Abort signals that depend on others or on time: the oldest supported browsers lack their own. */

/**
 * @param {AbortSignal[]} signals
 * @returns {AbortSignal} Aborted as soon as one of them is; then it stops listening to the others.
 */
export function whenAny(...signals) {
  const any = new AbortController();
  for (const one of signals) {
    if (one.aborted) any.abort(one.reason);
    else one.addEventListener("abort", () => any.abort(one.reason), { signal: any.signal });
  }
  return any.signal;
}

/** @param {number} ms @returns {AbortSignal} Aborted after that time, with the reason that browsers use. */
export function after(ms) {
  const late = new AbortController();
  setTimeout(() => late.abort(new DOMException("The time is over.", "TimeoutError")), ms);
  return late.signal;
}
