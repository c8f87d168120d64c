/** An uncompressed ZIP file, which a Word file is, made without a library. */

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** Names are in UTF-8. */
const FLAGS = 0x0800;
/** 1 January 1980, the format's first day: so the same document has the same bytes. */
const DATE = 0x0021;

/** @param {Record<string, string>} files Texts by path. @returns {Uint8Array<ArrayBuffer>} */
export function zip(files) {
  const encoder = new TextEncoder();
  /** @type {Uint8Array[]} */
  const parts = [];
  /** @type {Uint8Array[]} */
  const heads = [];
  let at = 0;
  for (const [path, text] of Object.entries(files)) {
    const name = encoder.encode(path);
    const data = encoder.encode(text);
    // Version 2.0, flags, stored, time, date, sum, size twice, length of the name, no more.
    const about = [
      [20, 2],
      [FLAGS, 2],
      [0, 2],
      [0, 2],
      [DATE, 2],
      [crc32(data), 4],
    ];
    const sizes = [
      [data.length, 4],
      [data.length, 4],
      [name.length, 2],
      [0, 2],
    ];
    parts.push(bytes([[LOCAL, 4], ...about, ...sizes]), name, data);
    const rest = [
      [0, 2],
      [0, 2],
      [0, 2],
      [0, 4],
      [at, 4],
    ];
    heads.push(bytes([[CENTRAL, 4], [20, 2], ...about, ...sizes, ...rest]), name);
    at += 30 + name.length + data.length;
  }
  const size = heads.reduce((sum, one) => sum + one.length, 0);
  const count = heads.length / 2;
  const end = bytes([
    [END, 4],
    [0, 2],
    [0, 2],
    [count, 2],
    [count, 2],
    [size, 4],
    [at, 4],
    [0, 2],
  ]);
  return joined([...parts, ...heads, end]);
}

/** @param {number[][]} fields Each a number and its size in bytes. @returns {Uint8Array} */
function bytes(fields) {
  const all = fields.flatMap(([value = 0, width = 0]) =>
    Array.from({ length: width }, (_, place) => (value >>> (8 * place)) & 0xff),
  );
  return Uint8Array.from(all);
}

/** @param {Uint8Array[]} parts @returns {Uint8Array<ArrayBuffer>} */
function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, one) => sum + one.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The checksum for ZIP (CRC-32, ISO 3309). @param {Uint8Array} data @returns {number} */
export function crc32(data) {
  let sum = 0xffffffff;
  for (const byte of data) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}
