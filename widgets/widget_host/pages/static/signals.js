/** Signals to stop that depend on others or on time: browsers' own ways came later than the oldest that we serve. */

/**
 * @param {AbortSignal[]} signals
 * @returns {AbortSignal} Given as soon as one of them is; it lets go of the others then.
 */
export function whenAny(...signals) {
  const any = new AbortController();
  for (const one of signals) {
    if (one.aborted) any.abort(one.reason);
    else one.addEventListener("abort", () => any.abort(one.reason), { signal: any.signal });
  }
  return any.signal;
}

/** @param {number} ms @returns {AbortSignal} Given after that time, with the reason that browsers give. */
export function after(ms) {
  const late = new AbortController();
  setTimeout(() => late.abort(new DOMException("The time is over.", "TimeoutError")), ms);
  return late.signal;
}
