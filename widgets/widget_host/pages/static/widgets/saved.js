/** The models of a page's widgets, from the page's data and from a kernel's comm messages. */

import { fromBase64, putBuffers } from "../kernel/buffers.js";

/**
 * @typedef {{name: string, module: string, version: string, state: Record<string, any>,
 *   esm?: string | (() => any), css?: string, buffers?: {path: import("../kernel/buffers.js").Path, data: string}[]}} Saved
 * @typedef {{parts: string, models: Record<string, Saved>}} Data
 * @typedef {import("../kernel/wire.js").Message} Message
 */

/** @param {Saved} saved @returns {Saved} With its buffers in their places. */
export function restored(saved) {
  const { buffers = [], ...rest } = saved;
  const paths = buffers.map(({ path }) => path);
  putBuffers(
    rest.state,
    paths,
    buffers.map(({ data }) => fromBase64(data)),
  );
  return rest;
}

/** @param {Message} message The kernel's message that opens a comm. @returns {Saved} */
export function savedFrom({ content: { data }, buffers }) {
  const state = data.state;
  putBuffers(state, data.buffer_paths ?? [], buffers);
  return {
    name: state._model_name,
    module: state._model_module,
    version: state._model_module_version,
    state,
    esm: state._esm ?? "",
    css: state._css ?? "",
  };
}
