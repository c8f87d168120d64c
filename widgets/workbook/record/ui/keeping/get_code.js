/** Getting a recovery code: created in this browser, shown once, saved by the learner before it is used. */

import { newCode, showCode } from "../code.js";
import { button, h, printAlone, replace, svg } from "../../../front/kit.js";
import { notice, retention, showEnd, whyNot, workbookIsThere, working } from "./dialog.js";
import { whenReachable } from "../../../../widget_host/pages/static/offline/reach.js";

/**
 * @typedef {import("../../../front/kit.js").Context} Context
 * @typedef {import("./dialog.js").Frame} Frame
 */

/**
 * @typedef {object} Purpose The purpose of a code: the first one, or a replacement.
 * @property {string} use What the button says that puts it to use.
 * @property {(code: string) => Promise<void>} work
 * @property {(error: unknown) => boolean} isDone Whether it succeeded despite the error.
 * @property {string} leave What is said to somebody who stops before.
 * @property {string} endTitle
 * @property {string} end
 */

/**
 * @param {Context} context
 * @param {Frame} frame
 * @returns {{why: (back: () => void) => void, get: () => void, change: () => void}} Steps of the dialog.
 */
export function codeSteps(context, frame) {
  const { t, record, content } = context;

  function get() {
    showNewCode(context, frame, {
      use: t("keeping.get.use"),
      work: (code) => record.chooseCode(code),
      isDone: () => record.keeping.mode === "code",
      leave: t("keeping.get.leave"),
      endTitle: t("keeping.get.done_title"),
      end: t("keeping.get.done"),
    });
  }

  return {
    get,
    why(back) {
      frame.show(
        t("keeping.code.title"),
        h("p", {}, t("keeping.get.why")),
        h("p", {}, `${t("keeping.code.honest")} ${retention(t, content.retention_months)}`),
        h(
          "div",
          { class: "wb-buttons" },
          button(t("keeping.get.make"), get, { primary: true }),
          button(t("common.back"), back),
        ),
      );
    },
    change() {
      showNewCode(context, frame, {
        use: t("keeping.change.use"),
        work: (code) => record.changeCode(code),
        isDone: () => false,
        leave: t("keeping.get.leave_change"),
        endTitle: t("keeping.change.done_title"),
        end: t("keeping.change.done"),
      });
    },
  };
}

/**
 * @param {Context} context
 * @param {Frame} frame
 * @param {Purpose} purpose
 */
function showNewCode(context, frame, purpose) {
  const { t } = context;
  const code = newCode();
  const shown = showCode(code);
  const sheet = codeSheet(context, shown);
  const said = notice(frame);
  const tick = h("input", { type: "checkbox", on: { change: () => said.clear() } });
  const use = button(purpose.use, () => void put(), { primary: true });

  async function put() {
    if (!tick.checked) return said.tell(t("keeping.get.tick"));
    said.clear();
    if (!(await workbookIsThere(t, said, use))) return;
    try {
      await working(frame, use, t("keeping.working"), () => purpose.work(code));
    } catch (error) {
      if (!purpose.isDone(error)) {
        frame.guard(leave);
        const safe = `${t("keeping.failed.safe")} ${t("keeping.get.not_used")}`;
        return said.tell(`${whyNot(t, error)} ${safe}`);
      }
    }
    showEnd(frame, t, purpose.endTitle, [purpose.end]);
  }

  // Somebody may already have a copy of the code: warn that it opens nothing before it is discarded.
  function leave() {
    frame.show(
      t("keeping.get.leave_title"),
      h("p", {}, purpose.leave),
      h(
        "div",
        { class: "wb-buttons" },
        button(t("keeping.get.leave_back"), draw, { primary: true }),
        button(t("keeping.get.leave_stop"), frame.close),
      ),
    );
  }

  function draw() {
    frame.show(
      t("keeping.get.title"),
      h("p", {}, t("keeping.get.once")),
      sheet,
      copies(context, frame, shown, sheet),
      h(
        "div",
        { class: "wb-options" },
        h("label", { class: "wb-option" }, tick, h("span", {}, t("keeping.get.kept"))),
      ),
      said.place,
      h("div", { class: "wb-buttons" }, use, button(t("keeping.cancel"), leave)),
    );
    frame.guard(leave);
  }

  draw();
}

/**
 * The code and its QR code, as they are shown and printed.
 * @param {Context} context
 * @param {string} shown
 * @returns {HTMLElement}
 */
function codeSheet({ t, record }, shown) {
  // Without a kernel there is no picture; the code is complete without it.
  const picture = h("div", { class: record.rpc ? "wb-keeping-qr" : "" });
  void record.rpc
    ?.ask({ ask: "qr", text: shown })
    .then(({ rows }) => replace(picture, qrPicture(rows, t("keeping.get.qr"))))
    .catch(() => undefined);
  return h(
    "div",
    { class: "wb-keeping-sheet" },
    h("p", { class: "wb-keeping-paper wb-label" }, t("documents.card.what")),
    h(
      "p",
      { class: "wb-keeping-code", translate: "no" },
      // In two halves, so that it wraps in the middle if space is narrow.
      [shown.slice(0, 15), shown.slice(15)].map((half) => h("span", {}, half)),
    ),
    picture,
    h("p", { class: "wb-keeping-paper" }, t("documents.card.keep_text")),
  );
}

/**
 * @param {string[]} rows "1" is dark.
 * @param {string} name
 * @returns {SVGElement}
 */
function qrPicture(rows, name) {
  const size = rows.length + 8;
  const path = rows
    .flatMap((row, y) =>
      [...row.matchAll(/1+/g)].map(({ 0: run, index }) => {
        return `M${(index ?? 0) + 4} ${y + 4}h${run.length}v1h-${run.length}z`;
      }),
    )
    .join("");
  return svg(
    "svg",
    { viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": name },
    svg("rect", { class: "wb-keeping-light", width: size, height: size }),
    svg("path", { class: "wb-keeping-dark", d: path }),
  );
}

/**
 * @param {Context} context
 * @param {Frame} frame
 * @param {string} shown
 * @param {HTMLElement} sheet
 * @returns {HTMLElement} Ways to keep the code.
 */
function copies({ t, record, model }, frame, shown, sheet) {
  const told = h("p", { class: "wb-small" });
  const tell = (/** @type {string} */ text) => {
    replace(told, text);
    frame.tell(text);
  };

  async function copy() {
    try {
      await navigator.clipboard.writeText(shown);
      tell(t("keeping.get.copied"));
    } catch {
      getSelection()?.selectAllChildren(sheet.querySelector(".wb-keeping-code") ?? sheet);
      tell(t("keeping.get.selected"));
    }
  }

  async function saveCard() {
    const tellAway = () => tell(t("common.away"));
    if (!(await whenReachable({ tell: tellAway, isLeft: () => !told.isConnected }))) return;
    const card = await record.rpc
      ?.ask({ ask: "card", code: shown, labels: cardLabels(model) })
      .catch(() => undefined);
    if (!card) return tell(t("keeping.get.card_failed"));
    handOver(card.name, card.media, card.buffers[0]);
    tell(t("keeping.get.card_saved", { name: card.name }));
  }

  return h(
    "div",
    { class: "wb-stack-tight" },
    h(
      "div",
      { class: "wb-buttons" },
      button(t("keeping.get.copy"), () => void copy()),
      button(t("keeping.get.print"), () => printAlone(sheet)),
      button(t("keeping.get.card"), () => void saveCard()),
    ),
    told,
  );
}

/** @param {Context["model"]} model @returns {Record<string, string>} The words of the card. */
function cardLabels(model) {
  const words = /** @type {Record<string, string>} */ (model.get("words"));
  const ofCard = (/** @type {[string, string]} */ [name]) => name.startsWith("documents.card.");
  return Object.fromEntries(Object.entries(words).filter(ofCard));
}

/**
 * Makes the browser save a generated file.
 * @param {string} name
 * @param {string} media
 * @param {DataView} file
 */
function handOver(name, media, file) {
  const part = /** @type {DataView<ArrayBuffer>} */ (file);
  const address = URL.createObjectURL(new Blob([part], { type: media }));
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
