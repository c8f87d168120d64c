/** The exercise Voices: what people on the other side of a post say, as text and as a recording. */

import { details, exercise, h, heading, helpLink, paragraphs } from "../../front/kit.js";

/**
 * @typedef {{id: string, who: string, text: string, content_note: string, sound: string, transcript: string}} Voice
 */

/** @type {Map<string, string>} Where recordings are in a page of one file, which contains them. */
const contained = new Map();

export default exercise("voices", ({ root, content, t, say }) => {
  /** @type {Voice[]} */
  const voices = content.voices;
  root.append(
    heading(t("voices.kicker"), t("voices.title")),
    voices.length > 0
      ? h("p", { class: "wb-small wb-muted" }, t("voices.made_up"))
      : h("p", { class: "wb-muted" }, t("voices.none")),
    ...voices.map(figure),
  );

  /** @param {Voice} voice */
  function figure(voice) {
    const words = [
      h("blockquote", {}, paragraphs(voice.text)),
      ...(voice.sound ? recording(voice) : []),
    ];
    return h(
      "figure",
      { class: "wb-voice" },
      h("figcaption", {}, voice.who),
      ...(voice.content_note ? afterNote(voice.content_note, words) : words),
    );
  }

  /** @param {string} note What may hurt to read. @param {HTMLElement[]} words Folded, until they are wanted. */
  function afterNote(note, words) {
    return [...paragraphs(note), helpLink(t("voices.help")), details(t("voices.read"), ...words)];
  }

  /** @param {Voice} voice */
  function recording(voice) {
    const label = t("voices.listen", { who: voice.who });
    const failed = h("p", { class: "wb-small wb-no-print", hidden: true }, t("voices.failed"));
    const tell = () => {
      failed.hidden = false;
      say(t("voices.failed"));
    };
    return [
      h("audio", {
        class: "wb-no-print",
        controls: true,
        preload: "none",
        src: addressOf(voice.sound, label),
        "aria-label": label,
        on: { error: tell },
      }),
      failed,
      voice.transcript
        ? details(t("voices.transcript"), ...paragraphs(voice.transcript))
        : h("p", { class: "wb-small wb-muted wb-no-print" }, t("voices.same_words")),
    ];
  }

  /**
   * The readable content, which is there until this is drawn, has a player with the same label.
   * @param {string} sound @param {string} label
   */
  function addressOf(sound, label) {
    const readable = [...(root.closest(".wb-widget")?.querySelectorAll("audio") ?? [])];
    const player = readable.find((one) => one.getAttribute("aria-label") === label);
    const address = player?.getAttribute("src") ?? "";
    if (address.startsWith("data:")) contained.set(sound, address);
    return contained.get(sound) ?? sound;
  }
});
