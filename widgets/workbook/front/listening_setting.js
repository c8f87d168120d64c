/** Whether the pages show the buttons that read aloud: a setting at their foot, which this browser keeps. */

import { own } from "../../widget_host/pages/static/common/storage_namespace.js";
import { whenVoiced } from "./listening.js";

const LISTENING = "workbook-listening";

/** Hides the buttons where the learner wanted it, and shows the setting where there is a voice. */
export function useListeningSetting() {
  const place = document.getElementById("wb-listening");
  const box = place?.querySelector("input");
  if (!place || !box) return;
  const show = () => {
    if (box.checked) delete document.documentElement.dataset.listening;
    else document.documentElement.dataset.listening = "hidden";
  };
  try {
    box.checked = localStorage.getItem(own(LISTENING)) !== "hidden";
  } catch {
    // This browser keeps nothing: the setting is for this page.
  }
  show();
  box.addEventListener("change", () => {
    show();
    try {
      if (box.checked) localStorage.removeItem(own(LISTENING));
      else localStorage.setItem(own(LISTENING), "hidden");
    } catch {
      // See above.
    }
  });
  whenVoiced(() => (place.hidden = false));
}
