/** Binary values in a widget's state: removed before it is sent as JSON, and restored on arrival. */

/** @typedef {(string | number)[]} Path Keys of objects and indices of lists, from the state inwards. */

/**
 * Puts buffers into a state, at their paths, as DataViews.
 * @param {any} state
 * @param {Path[]} paths
 * @param {(DataView | ArrayBuffer)[]} buffers
 */
export function putBuffers(state, paths, buffers) {
  paths.forEach((path, at) => {
    const buffer = buffers[at];
    const inside = path.slice(0, -1).reduce((value, key) => value[key], state);
    inside[path[path.length - 1]] = buffer instanceof DataView ? buffer : new DataView(buffer);
  });
}

/**
 * Returns a copy of a state without its buffers; in lists they are replaced by null.
 * @param {any} state
 * @returns {{state: any, paths: Path[], buffers: (ArrayBuffer | ArrayBufferView)[]}}
 */
export function takeBuffers(state) {
  /** @type {Path[]} */
  const paths = [];
  /** @type {(ArrayBuffer | ArrayBufferView)[]} */
  const buffers = [];
  /** @param {any} value @param {Path} path @returns {any} */
  const taken = (value, path) => {
    if (typeof value?.toJSON === "function") return value.toJSON();
    if (isBinary(value)) {
      paths.push(path);
      buffers.push(value);
      return null;
    }
    if (Array.isArray(value)) return value.map((one, at) => taken(one, [...path, at]));
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(([key, one]) => [
      key,
      taken(one, [...path, key]),
      one,
    ]);
    return Object.fromEntries(entries.filter(([, , one]) => !isBinary(one)));
  };
  return { state: taken(state, []), paths, buffers };
}

/** @param {string} text Base64. @returns {DataView} */
export function fromBase64(text) {
  const characters = atob(text);
  const bytes = Uint8Array.from(characters, (character) => character.charCodeAt(0));
  return new DataView(bytes.buffer);
}

/** @param {any} value */
function isBinary(value) {
  return value instanceof ArrayBuffer || ArrayBuffer.isView(value);
}
