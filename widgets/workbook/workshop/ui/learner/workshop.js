/**
 * A workshop on a learner's page: joins, and shows the workshop. Loaded on demand by entry.js, with its
 * styles and its words.
 *
 * It needs no kernel: the page has its own connection to the server.
 */

import { translator } from "../../../front/kit.js";
import { openRecord } from "../../../record/ui/record.js";
import { Room } from "../common/participation.js";
import { RoomLine, roomAddress } from "../common/websocket.js";
import { RoomStore } from "../common/store.js";
import { WorkshopBand } from "./band.js";
import { HomeForm } from "./join.js";

/** How long the page waits for its styles, in ms: without them it is plain, and works. */
const STYLED_WITHIN = 4_000;

/**
 * @param {Record<string, string>} words
 * @returns {Promise<{enter: (code?: string, form?: HTMLFormElement) => void}>}
 */
export async function openWorkshop(words) {
  await style();
  const t = translator(words);
  const base = document.body.dataset.baseUrl ?? "/";
  const room = new Room(new RoomLine(roomAddress(base)), new RoomStore());
  const home = new HomeForm(room, t);
  const band = new WorkshopBand(room, t);
  room.onChange = () => {
    home.draw();
    band.draw();
  };
  // Clearing this device also leaves the workshop.
  openRecord().watch((key) => key === null && room.stage !== "out" && room.leave());
  return {
    enter(code, form) {
      if (code === undefined) return void room.resume();
      if (!form || !home.isOurs(form)) return band.join(code);
      band.isFor = false;
      band.expected = true;
      home.join(code);
    },
  };
}

/** @returns {Promise<void>} When the styles are loaded, or have failed to load. */
function style() {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL("./workshop.css", import.meta.url).href;
  return new Promise((resolve) => {
    link.onload = link.onerror = () => resolve();
    setTimeout(resolve, STYLED_WITHIN);
    document.head.append(link);
  });
}
