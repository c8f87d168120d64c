/**
 * Replaces the kernel on a page without a server. A widget's change counts as done, since nobody else needs
 * it; the record's requests are answered here (see rpc_handler.js); anything else gets no answer.
 */

import { newId } from "../../../../widget_host/pages/static/common/ids.js";

/**
 * @typedef {import("../../../../widget_host/pages/static/kernel/kernel.js").Callbacks} Callbacks
 * @typedef {import("../../../../widget_host/pages/static/kernel/wire.js").Message} Message
 * @typedef {(message: Record<string, any>) => Promise<{answer: Record<string, any>, files: DataView[]}>} Answerer
 */

export class SiteKernel {
  /** @param {Answerer} answerer */
  constructor(answerer) {
    this.answerer = answerer;
    /** @type {(message: Message) => void | Promise<void>} */
    this.onMessage = () => {};
  }

  /** Nothing to connect. */
  open() {}

  /**
   * @param {string} _type
   * @param {any} content
   * @param {{callbacks?: Callbacks}} [more]
   * @returns {string} The message's id.
   */
  send(_type, content, { callbacks } = {}) {
    const id = newId();
    // Later, as from a kernel: the sender may not be ready for an answer yet.
    setTimeout(() => {
      callbacks?.iopub?.status?.(message("status", { execution_state: "idle" }, id));
    });
    if (content.data?.method === "custom") void this.#answer(content.comm_id, content.data.content);
    return id;
  }

  /** @param {string} comm @param {Record<string, any>} asked */
  async #answer(comm, asked) {
    if (asked?.type !== "record") return;
    const { answer, files } = await this.answerer(asked);
    const data = { method: "custom", content: { type: "record", id: asked.id, ...answer } };
    void this.onMessage({ ...message("comm_msg", { comm_id: comm, data }), buffers: files });
  }
}

/** @param {string} type @param {any} content @param {string} [parent] @returns {Message} */
function message(type, content, parent) {
  return /** @type {Message} */ (
    /** @type {unknown} */ ({
      channel: "iopub",
      header: { msg_id: newId(), msg_type: type },
      parent_header: parent ? { msg_id: parent } : {},
      metadata: {},
      content,
      buffers: [],
    })
  );
}
