/**
 * How long a page was in use: whole minutes in which it was visible and used. Reading counts for two minutes
 * after the last key press, touch or scroll.
 */

const TICK = 15_000;
const MINUTE = 60_000;
const READING = 120_000;
const SIGNS = ["pointerdown", "keydown", "scroll", "touchstart"];

/**
 * Counts, and adds each full minute to the record.
 * @param {(minutes: number) => Promise<unknown>} add
 * @returns {() => void} Stops it.
 */
export function countMinutes(add) {
  let counted = 0;
  let lastSign = performance.now();
  const sign = () => (lastSign = performance.now());
  const tick = () => {
    const inUse = document.visibilityState === "visible" && performance.now() - lastSign < READING;
    if (inUse) counted += TICK;
    if (counted < MINUTE) return;
    counted -= MINUTE;
    void add(1).catch(() => undefined);
  };
  const timer = setInterval(tick, TICK);
  const how = { capture: true, passive: true };
  for (const name of SIGNS) document.addEventListener(name, sign, how);
  return () => {
    clearInterval(timer);
    for (const name of SIGNS) document.removeEventListener(name, sign, how);
  };
}
