/**
 * The form for ranking items: they are pressed one after the other, the riskiest first. No item has a rank at
 * first, so that no order is suggested.
 */

import { button, h, replace } from "../../../front/kit.js";
import { sendRow } from "./texts.js";

/** @typedef {import("./texts.js").FormSettings} FormSettings */
/** @typedef {import("./texts.js").Translate} Translate */
/** @typedef {{id: string, text: string}} OrderItem */

/** The items, each a button with its rank. */
class PlacedItems {
  /**
   * @param {OrderItem[]} items @param {string[]} placed @param {Translate} t
   * @param {(item: OrderItem) => void} onPress
   */
  constructor(items, placed, t, onPress) {
    this.t = t;
    /** The ranked items, riskiest first. */
    this.placed = placed;
    this.rows = items.map((item) => {
      const place = h("span", { class: "wb-room-place", "aria-hidden": "true" });
      const row = h(
        "button",
        { type: "button", class: "wb-option wb-room-item", on: { click: () => onPress(item) } },
        place,
        h("span", {}, item.text),
      );
      return { ...item, row, place };
    });
    this.draw();
  }

  /**
   * Gives an item the next rank, or removes its rank.
   * @param {OrderItem} item
   * @returns {string} The announcement.
   */
  press({ id, text }) {
    const had = this.placed.includes(id);
    this.placed = had ? this.placed.filter((one) => one !== id) : [...this.placed, id];
    this.draw();
    const where = { text, place: this.placed.length, of: this.rows.length };
    return this.t(had ? "workshop.order.out" : "workshop.order.placed", where);
  }

  clear() {
    this.placed = [];
    this.draw();
  }

  draw() {
    const of = this.rows.length;
    for (const { id, row, place, text } of this.rows) {
      const at = this.placed.indexOf(id) + 1;
      row.setAttribute("aria-pressed", String(at > 0));
      replace(place, at || "");
      const said = at ? `, ${this.t("workshop.order.place", { place: at, of })}` : "";
      row.setAttribute("aria-label", text + said);
    }
  }
}

/** @param {FormSettings} settings @returns {HTMLElement[]} */
export function orderForm({ step, t, answer, give, say }) {
  /** @type {OrderItem[]} */
  const all = step.activity.items;
  const items = new PlacedItems(all, [...(answer ?? [])], t, (item) => {
    replace(told);
    say(items.press(item));
  });
  const { told, send } = sendRow(t("workshop.order.send"), () => {
    const left = all.length - items.placed.length;
    return left ? t("workshop.order.missing", { left }) : give(items.placed);
  });
  const again = button(t("workshop.order.again"), () => {
    replace(told);
    items.clear();
    say(t("workshop.order.cleared"));
  });
  send.append(again);
  return [
    h("p", { class: "wb-label" }, step.activity.question),
    h("p", { class: "wb-small wb-muted" }, t("workshop.order.how")),
    h(
      "ul",
      { class: "wb-room-items" },
      items.rows.map(({ row }) => h("li", {}, row)),
    ),
    told,
    send,
  ];
}
