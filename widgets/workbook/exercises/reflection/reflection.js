/** The exercise Reflection: three questions, space to write, and a line that says whether it is saved. */

import { exercise, h, heading, paragraphs } from "../../front/kit.js";
import { addLink } from "../../front/link_here.js";
import { followDone } from "../../front/patterns/done.js";
import { savedField } from "../../record/ui/saving.js";

/**
 * The record's names for the frames in the table of prompts.
 * @type {Record<string, "what" | "so_what" | "now_what">}
 */
const FRAMES = { what: "what", "so what": "so_what", "now what": "now_what" };

/**
 * @typedef {{id: string, frame: string, prompt: string, hint: string}} Prompt
 * @typedef {{id: string, title: string, intro: string, standard: string, prompts: Prompt[]}} Reflection
 */

export default exercise("reflection", (context) => {
  const { root, t } = context;
  /** @type {Reflection} */
  const reflection = context.content;
  const title = heading(t("reflection.kicker"), reflection.title);
  addLink(context, title, reflection.title, `reflection-${reflection.id}`);
  root.append(
    title,
    ...paragraphs(reflection.intro),
    h("p", { class: "wb-small wb-muted" }, t("reflection.private")),
    ...reflection.prompts.map((prompt) =>
      h(
        "div",
        { class: "wb-prompt" },
        h(
          "p",
          { class: "wb-frame", "data-frame": prompt.frame },
          t(`reflection.frame.${prompt.frame}`),
        ),
        savedField({
          context,
          key: `reflection/${prompt.id}`,
          label: prompt.prompt,
          hint: prompt.hint,
          about: {
            kind: "reflection",
            title: reflection.title,
            standard: reflection.standard,
            question: prompt.prompt,
            frame: FRAMES[prompt.frame],
          },
        }),
      ),
    ),
    followDone(
      context,
      reflection.prompts.map(({ id }) => `reflection/${id}`),
    ),
  );
});
