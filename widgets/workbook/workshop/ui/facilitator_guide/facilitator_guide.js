/** The exercise Facilitator's guide: how to lead a session, and the whole guide as a PDF to print. */

import { askKernel, momentHere, saveHere } from "../../../record/ui/kernel.js";
import { button, exercise, h, heading, paragraphs, replace } from "../../../front/kit.js";

/** @typedef {{title: string, text: string}} LeadingPoint */

/** Reasons with their own words; all others share one text. */
const GUIDE_REASONS = ["silent", "content"];

export default exercise("facilitator_guide", ({ root, content, model, t }) => {
  /** @type {LeadingPoint[]} */
  const points = content.points;
  const told = h("p", { role: "status" });
  const save = button(t("facilitator_guide.save"), () => void make(), { primary: true });

  async function make() {
    if (save.getAttribute("aria-disabled")) return;
    save.setAttribute("aria-disabled", "true");
    replace(told, t("facilitator_guide.making"));
    try {
      const asked = { type: "facilitator_guide", made: momentHere(new Date()) };
      const { file, buffers } = await askKernel(model, asked, () =>
        replace(told, t("common.away")),
      );
      saveHere(file.name, buffers[0], file.media);
      replace(told, t("facilitator_guide.saved", { name: file.name }));
    } catch (error) {
      const { reason = "" } = /** @type {{reason?: string}} */ (error);
      const known = GUIDE_REASONS.includes(reason) ? reason : "other";
      replace(told, t(`facilitator_guide.trouble.${known}`));
    }
    save.removeAttribute("aria-disabled");
  }

  root.append(
    heading(t("facilitator_guide.kicker"), t("facilitator_guide.heading")),
    h(
      "div",
      { class: "wb-stack-tight wb-no-print" },
      h("p", {}, t("facilitator_guide.save_what")),
      h("div", { class: "wb-buttons" }, save),
      told,
    ),
    ...points.map(({ title, text }) =>
      h(
        "section",
        { class: "wb-guide-point wb-stack-tight" },
        h("h4", {}, title),
        ...paragraphs(text),
      ),
    ),
  );
});
