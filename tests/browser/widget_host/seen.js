/**
 * What a person sees of a part of a page, in order: each word, and each thing that is not a word in angle brackets.
 *
 * It is one expression, evaluated with the selector of the part and the address that pages are below.
 */
([selector, below]) => {
  /** What both servers add around a notebook's own content: numbers of cells, links to headings. */
  const AROUND =
    ".jp-InputPrompt, .jp-OutputPrompt, .anchor-link, .wb-where, .wb-around, script, style";
  const ANYWHERE = /[\u2061-\u2064\u200b\s]/g;
  const seen = [];

  const say = (text) => seen.push(...text.split(/\s+/).filter(Boolean));

  const isHidden = (element) => {
    const style = getComputedStyle(element);
    if (style.display === "contents") return false;
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return true;
    const { width, height } = element.getBoundingClientRect();
    return style.overflow === "hidden" && (width <= 1 || height <= 1);
  };

  const letters = (element) => (element?.textContent ?? "").normalize("NFKC").replace(ANYWHERE, "");
  const place = (address) =>
    decodeURI(address.replace(new RegExp(`^${RegExp.escape?.(below) ?? below}`), ""));
  const size = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return `${Math.round(width)}x${Math.round(height)}`;
  };
  const length = ({ duration }) =>
    Number.isFinite(duration) ? `${duration.toFixed(1)} s` : "nothing";

  /** Each thing's name, from which on nothing within is looked at if it is among `whole`. */
  const named = {
    A: (a) => (a.href ? `a ${place(a.href)}` : ""),
    AUDIO: (audio) => `audio ${length(audio)}`,
    CANVAS: () => "canvas",
    DETAILS: (details) => `details ${details.open ? "open" : "shut"}`,
    IFRAME: (frame) => `iframe ${frame.src}`,
    IMG: (image) => `picture ${image.naturalWidth ? size(image) : "missing"}`,
    INPUT: (input) =>
      ["checkbox", "radio"].includes(input.type)
        ? `${input.type} ${input.checked ? "on" : "off"}`
        : `${input.type} ${input.value}`,
    MATH: (math) => `formula ${letters(math)}`,
    "MJX-CONTAINER": (drawn) => `formula ${letters(drawn.querySelector("math"))}`,
    SELECT: (list) =>
      `select ${[...list.options].map((one) => one.text + (one.selected ? "*" : ""))}`,
    SVG: (drawing) => `picture ${size(drawing)}`,
    TEXTAREA: (area) => `textarea ${area.value}`,
    VIDEO: (video) => `video ${length(video)}`,
  };
  const whole = new Set(Object.keys(named));
  for (const tag of ["A", "DETAILS"]) whole.delete(tag);
  const plain = new Set(
    "BLOCKQUOTE BUTTON CODE EM H1 H2 H3 H4 H5 H6 KBD LI PRE STRONG SUB SUP TABLE TR".split(" "),
  );

  const kindOf = (element) => {
    const tag = element.tagName.toUpperCase();
    if (named[tag]) return named[tag](element);
    if (element.matches('[role="slider"]')) return `slider ${Number(element.ariaValueNow)}`;
    if (element.matches(".progress-bar")) return `progress ${element.style.width}`;
    return plain.has(tag) ? tag.toLowerCase() : "";
  };

  const visit = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return say(node.data);
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches(AROUND) || isHidden(node)) return;
    const kind = kindOf(node);
    if (kind) seen.push(`<${kind}>`);
    const tag = node.tagName.toUpperCase();
    // Colours divide a program's text into parts that are no words of their own.
    if (tag === "PRE") say(node.innerText);
    else if (!whole.has(tag)) node.childNodes.forEach(visit);
  };

  const part = document.querySelector(selector);
  if (part) visit(part);
  return seen;
};
