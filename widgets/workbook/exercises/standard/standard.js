/** The exercise Standard: what one Standard of Conduct asks, whose words say so, and what it means online. */

import { tellWhenFinished } from "../../record/ui/finished.js";
import { addLink } from "../../front/link_here.js";
import { exercise, h, heading, outsideLink, paragraphs } from "../../front/kit.js";

/**
 * @typedef {{id: string, number: string, title: string, text_kind: "summary" | "wording", text: string,
 *   online: string}} Provision
 * @typedef {{id: string, number: number, title: string, summary: string, wording: string, online: string,
 *   address: string, provisions: Provision[], counted: boolean}} Standard
 */

export default exercise("standard", (context) => {
  const { root, t } = context;
  /** @type {Standard} */
  const standard = context.content;
  if (standard.counted) tellWhenFinished(context, standard.id);
  const quoted = standard.provisions.filter((part) => part.text_kind === "wording");
  const summed = standard.provisions.filter((part) => part.text_kind === "summary");
  const title = heading(t("standard.kicker", { number: standard.number }), standard.title);
  addLink(context, title, standard.title, standard.id);
  root.append(
    h(
      "div",
      { class: "wb-standard-head" },
      h("span", { class: "wb-numeral", "aria-hidden": "true" }, standard.number),
      title,
    ),
    ...(standard.wording ? [quotation(standard.wording)] : []),
    ownWords(standard.summary),
    ...quoted.map(quotedProvision),
    h("h4", {}, t("standard.online")),
    h("div", { class: "wb-stack-tight" }, paragraphs(standard.online)),
    ...(summed.length ? summedProvisions() : []),
    h("p", {}, outsideLink(t("standard.official"), standard.address, t("standard.official_opens"))),
  );

  /** @param {"summary" | "wording"} kind Says whose words follow. */
  function whose(kind) {
    return h("p", { class: "wb-whose", "data-kind": kind }, t(`standard.whose.${kind}`));
  }

  /** @param {string} text */
  function quotation(text) {
    return h(
      "div",
      { class: "wb-quotation wb-stack-tight" },
      whose("wording"),
      h("blockquote", { cite: standard.address }, paragraphs(text)),
    );
  }

  /** @param {string} text */
  function ownWords(text) {
    return h("div", { class: "wb-stack-tight" }, whose("summary"), paragraphs(text));
  }

  /** @param {Provision} part */
  function quotedProvision(part) {
    const title = part.number
      ? t("standard.provision", { number: part.number, title: part.title })
      : part.title;
    return h(
      "section",
      { class: "wb-panel wb-provision wb-stack-tight" },
      h("h4", {}, title),
      quotation(part.text),
      h("p", { class: "wb-label" }, t("standard.example")),
      paragraphs(part.online),
    );
  }

  function summedProvisions() {
    return [
      h("h4", {}, t("standard.parts")),
      whose("summary"),
      h(
        "ul",
        { class: "wb-provisions" },
        summed.map((part) =>
          h(
            "li",
            { class: "wb-stack-tight" },
            h("p", { class: "wb-label" }, part.title),
            paragraphs(part.text),
            h(
              "p",
              { class: "wb-example" },
              h("span", { class: "wb-label" }, t("standard.example")),
              part.online,
            ),
          ),
        ),
      ),
    ];
  }
});
