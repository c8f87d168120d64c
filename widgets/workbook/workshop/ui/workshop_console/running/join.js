/** How to join: the code in large type, the QR code, the address, and how many have joined. */

import { button, h, replace, svg } from "../../../../front/kit.js";
import { joinLink, roomAddresses, spokenAddress } from "./address.js";
import { groupedCode } from "./clock.js";
import { consoleField, whenChanged } from "../parts.js";

/**
 * @typedef {import("../parts.js").ConsoleContext} ConsoleContext
 * @typedef {import("../room.js").TrainerRoom} TrainerRoom
 * @typedef {import("../room.js").ConsoleState} ConsoleState
 */

/** The publisher's command that lets phones reach the workbook. */
const OPEN_TO_PHONES = 'make serve ARGS="--host 0.0.0.0"';
/** The channel between the trainer's windows: which address the wall shows, and whether it shows how to join. */
export const WALL_CHANNEL = "workbook/wall";

/** @param {TrainerRoom} room @returns {{addresses: string[], isReachable: boolean, chosen: string}} */
export function addressesOf(room) {
  const known = room.welcome?.addresses ?? { listed: [], only_here: true };
  const found = roomAddresses(known, location, room.baseUrl);
  const kept = room.kept.get("address");
  return { ...found, chosen: found.addresses.includes(kept) ? kept : found.addresses[0] };
}

/**
 * A QR code that is requested when its address changes.
 * @param {ConsoleContext} context
 * @param {TrainerRoom} room
 * @returns {{element: HTMLElement, draw: (link: string) => void}}
 */
export function qrCode({ t }, room) {
  const element = h("div", { class: "wb-workshop_console-qr" });
  let shown = "";
  /** @param {string} link */
  async function draw(link) {
    if (link === shown) return;
    shown = link;
    const code = await room.ask({ type: "qr", address: link }).catch(() => null);
    // Without an answer it is requested again at the next state.
    if (!code) return void (shown = shown === link ? "" : shown);
    if (shown !== link) return;
    const picture = svg("path", { d: code.path });
    const frame = {
      viewBox: `0 0 ${code.size} ${code.size}`,
      role: "img",
      "shape-rendering": "crispEdges",
    };
    replace(
      element,
      svg("svg", { ...frame, "aria-label": t("workshop_console.join.qr") }, picture),
    );
  }
  return { element, draw: (link) => void draw(link) };
}

/**
 * @param {ConsoleContext} context
 * @param {TrainerRoom} room
 * @param {(told: {address: string}) => void} tellWall
 * @returns {{element: HTMLElement, draw: (state: ConsoleState) => void}}
 */
export function joinPart(context, room, tellWall) {
  const { t } = context;
  const code = h("p", { class: "wb-workshop_console-code" });
  const link = h("p", { class: "wb-workshop_console-link" });
  const where = h("div", { class: "wb-stack-tight" });
  let whole = "";
  const copy = copyPart(context, () => whole);
  const qr = qrCode(context, room);

  const drawWhere = whenChanged(
    (/** @type {{addresses: string[], isReachable: boolean}} */ found) => {
      const select = h(
        "select",
        {
          on: {
            change: () => {
              room.kept.put("address", select.value);
              tellWall({ address: select.value });
              if (room.state) draw(room.state);
            },
          },
        },
        found.addresses.map((one) =>
          h(
            "option",
            { value: one, selected: one === addressesOf(room).chosen },
            spokenAddress(one),
          ),
        ),
      );
      const field = consoleField({
        label: t("workshop_console.join.which"),
        input: select,
        hint: t("workshop_console.join.which_hint"),
      });
      replace(
        where,
        found.isReachable ? null : onlyHere(context),
        found.addresses.length > 1 ? field : null,
      );
    },
  );

  /** @param {ConsoleState} state */
  function draw(state) {
    const { addresses, isReachable, chosen } = addressesOf(room);
    drawWhere({ addresses, isReachable });
    const grouped = groupedCode(state.code);
    if (code.textContent !== grouped) replace(code, grouped);
    const spoken = t("workshop_console.join.at", { address: spokenAddress(chosen) });
    if (link.textContent !== spoken) replace(link, spoken);
    whole = joinLink(chosen, state.code);
    qr.draw(whole);
  }

  return {
    draw,
    element: h(
      "div",
      { class: "wb-workshop_console-join" },
      h(
        "div",
        { class: "wb-stack-tight" },
        h("p", { class: "wb-label" }, t("workshop_console.join.code")),
        code,
        link,
        copy,
        where,
      ),
      qr.element,
    ),
  };
}

/**
 * A button that copies the link to join, for people in Teams or Zoom.
 * @param {ConsoleContext} context @param {() => string} link
 * @returns {HTMLElement}
 */
function copyPart({ t }, link) {
  const told = h("div", { class: "wb-small", role: "status" });
  async function copy() {
    try {
      await navigator.clipboard.writeText(link());
      replace(told, h("p", {}, t("workshop_console.join.copied")));
    } catch {
      // Without permission, or over plain HTTP: the link is there to be copied by hand.
      const field = h("input", { type: "text", readonly: true, value: link() });
      const label = t("workshop_console.join.copy_yourself");
      replace(told, consoleField({ label, input: field }));
      field.select();
      field.focus();
    }
  }
  return h(
    "div",
    { class: "wb-stack-tight" },
    h(
      "div",
      { class: "wb-buttons" },
      button(t("workshop_console.join.copy"), () => void copy()),
    ),
    told,
  );
}

/** @param {ConsoleContext} context @returns {HTMLElement} */
function onlyHere({ t }) {
  const [before = "", after = ""] = t("workshop_console.join.only_here").split("{command}");
  return h(
    "div",
    { class: "wb-panel", "data-grade": "caution" },
    h("p", {}, before, h("code", {}, OPEN_TO_PHONES), after),
  );
}
