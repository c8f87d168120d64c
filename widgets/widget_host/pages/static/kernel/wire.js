/**
 * Encodes and decodes Jupyter's messages for a WebSocket: the protocol v1.kernel.websocket.jupyter.org, and
 * the older JSON format that a server may still use.
 */

import { newId } from "../common/ids.js";

/** The subprotocol to request. */
export const PROTOCOL = "v1.kernel.websocket.jupyter.org";

/**
 * @typedef {{msg_id: string, msg_type: string, session: string, username: string, version: string,
 *   date?: string}} Header
 * @typedef {{channel: string, header: Header, parent_header: Partial<Header>, metadata: Record<string, any>,
 *   content: any, buffers: DataView[]}} Message
 * @typedef {ArrayBuffer | ArrayBufferView} Bytes
 */

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * Creates a message to the kernel.
 * @param {string} session The page's session id.
 * @param {string} type
 * @param {any} content
 * @param {Record<string, any>} [metadata]
 * @param {Bytes[]} [buffers]
 */
export function compose(session, type, content, metadata = {}, buffers = []) {
  const header = {
    msg_id: newId(),
    msg_type: type,
    session,
    username: "",
    version: "5.3",
    date: new Date().toISOString(),
  };
  return { channel: "shell", header, parent_header: {}, metadata, content, buffers };
}

/**
 * @param {Omit<Message, "buffers"> & {buffers?: Bytes[]}} message
 * @param {string} protocol The one that the server chose; empty for the older format.
 * @returns {string | ArrayBuffer}
 */
export function encode(message, protocol) {
  const { buffers = [], ...rest } = message;
  if (protocol === PROTOCOL) {
    const { channel, header, parent_header, metadata, content } = message;
    const parts = [header, parent_header, metadata, content].map((part) =>
      encoder.encode(JSON.stringify(part)),
    );
    return joined([encoder.encode(channel), ...parts, ...buffers.map(bytes)]);
  }
  const text = JSON.stringify(rest);
  return buffers.length ? older([encoder.encode(text), ...buffers.map(bytes)]) : text;
}

/**
 * @param {Omit<Message, "buffers"> & {buffers: Bytes[]}} message
 * @returns {number} Its size in bytes, except for the few with the offsets of its parts.
 */
export function weigh(message) {
  const { buffers, ...rest } = message;
  const sizes = buffers.map((part) => part.byteLength);
  return sizes.reduce((sum, size) => sum + size, encoder.encode(JSON.stringify(rest)).length);
}

/**
 * @param {string | ArrayBuffer} data
 * @param {string} protocol
 * @returns {Message}
 */
export function decode(data, protocol) {
  if (typeof data === "string") return { buffers: [], ...JSON.parse(data) };
  const parts = protocol === PROTOCOL ? parted(data) : olderParted(data);
  const buffers = (/** @type {Uint8Array[]} */ some) =>
    // Copied, so that they are aligned: otherwise no typed array could be created over them.
    some.map((part) => new DataView(part.slice().buffer));
  const json = (/** @type {Uint8Array} */ part) => JSON.parse(decoder.decode(part));
  if (protocol !== PROTOCOL) return { ...json(parts[0]), buffers: buffers(parts.slice(1)) };
  const [channel, header, parent_header, metadata, content, ...more] = parts;
  return {
    channel: decoder.decode(channel),
    header: json(header),
    parent_header: json(parent_header),
    metadata: json(metadata),
    content: json(content),
    buffers: buffers(more),
  };
}

/** @param {Bytes} part @returns {Uint8Array} The bytes of a buffer, or of the part of it that a view shows. */
export function bytes(part) {
  return part instanceof ArrayBuffer
    ? new Uint8Array(part)
    : new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
}

/**
 * The number of offsets, the offsets of the parts and of the end (64 bits each, little-endian), the parts.
 * @param {Uint8Array[]} parts
 */
function joined(parts) {
  const head = 8 * (parts.length + 2);
  const { whole, view, offsets } = laidOut(parts, head);
  view.setBigUint64(0, BigInt(parts.length + 1), true);
  [...offsets, whole.length].forEach((offset, at) =>
    view.setBigUint64(8 * (at + 1), BigInt(offset), true),
  );
  return /** @type {ArrayBuffer} */ (whole.buffer);
}

/** @param {ArrayBuffer} data */
function parted(data) {
  const view = new DataView(data);
  const offset = (/** @type {number} */ at) => Number(view.getBigUint64(8 * at, true));
  const count = offset(0);
  return Array.from({ length: count - 1 }, (_, at) =>
    between(data, offset(at + 1), offset(at + 2)),
  );
}

/**
 * The number of parts, their offsets (32 bits each, big-endian), the parts, of which the first is JSON.
 * @param {Uint8Array[]} parts
 */
function older(parts) {
  const { whole, view, offsets } = laidOut(parts, 4 * (parts.length + 1));
  view.setUint32(0, parts.length);
  offsets.forEach((offset, at) => view.setUint32(4 * (at + 1), offset));
  return /** @type {ArrayBuffer} */ (whole.buffer);
}

/** @param {ArrayBuffer} data */
function olderParted(data) {
  const view = new DataView(data);
  const count = view.getUint32(0);
  const offset = (/** @type {number} */ at) =>
    at < count ? view.getUint32(4 * (at + 1)) : data.byteLength;
  return Array.from({ length: count }, (_, at) => between(data, offset(at), offset(at + 1)));
}

/** @param {ArrayBuffer} data @param {number} from @param {number} to */
function between(data, from, to) {
  return new Uint8Array(data, from, to - from);
}

/**
 * @param {Uint8Array[]} parts
 * @param {number} head How many bytes to leave free before them.
 */
function laidOut(parts, head) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, head));
  let at = head;
  const offsets = parts.map((part) => {
    whole.set(part, at);
    at += part.length;
    return at - part.length;
  });
  return { whole, view: new DataView(whole.buffer), offsets };
}
