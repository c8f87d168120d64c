/** The exercise Law: the law in plain words, each piece below its title. Nothing here is stored or sent. */

import { details, exercise, h, heading } from "../../front/kit.js";
import { lawText } from "../../front/law.js";

/** @typedef {import("../../front/law.js").Law} Law */

export default exercise("law", ({ root, content, t }) => {
  /** @type {Law[]} */
  const laws = content.law;
  root.append(
    heading(t("law.kicker"), t("law.title")),
    h("p", {}, t("common.law.no_advice")),
    ...laws.map((one) => details(one.title, ...lawText(t, one))),
  );
});
