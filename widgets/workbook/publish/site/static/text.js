/** A record as a separate web page, to print or to save as PDF, and as Markdown. */

/** @typedef {import("./document.js").Paper} Paper */
/** @typedef {import("./document.js").Block} Block */

const STYLE = [
  "body{font:1rem/1.55 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1a2226;background:#fff;overflow-wrap:anywhere}",
  "h1,h2,h3,h4{line-height:1.25;color:#0b4f5c;break-after:avoid}h2{margin-top:2.2em}",
  "table{border-collapse:collapse;width:100%;margin:1em 0}caption{text-align:start;color:#44525a}",
  "th,td{text-align:start;vertical-align:top;padding:.4em .6em;border-bottom:1px solid #c9d3d6;white-space:pre-line;overflow-wrap:normal}.t{overflow-x:auto}",
  "dl{display:grid;grid-template-columns:minmax(6rem,auto) 1fr;gap:.3em 1em}dt{font-weight:700}dd{margin:0;white-space:pre-line}",
  "blockquote{margin:.3em 0 .3em 1rem;white-space:pre-line}.note{color:#44525a;font-size:.92rem}",
  ".q{font-weight:700;margin:1.2em 0 .2em;break-after:avoid}@media print{body{margin:0;max-width:none}}",
].join("\n");

/** @param {Paper} paper @returns {string} */
export function htmlOf({ title, language, blocks }) {
  const policy = "default-src 'none'; style-src 'unsafe-inline'";
  return [
    "<!doctype html>",
    `<html lang="${html(language)}">`,
    "<head>",
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${html(title)}</title>`,
    `<style>${STYLE}</style>`,
    "</head>",
    "<body>",
    "<main>",
    ...blocks.map(inHtml),
    "</main>",
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

/** @param {Block} it @returns {string} */
function inHtml(it) {
  switch (it.kind) {
    case "heading":
      return `<h${it.level + 1} dir="auto">${html(it.text)}</h${it.level + 1}>`;
    case "notice":
    case "hint":
      return `<p class="note">${html(it.text)}</p>`;
    case "facts":
      return `<dl>${it.rows.map(([name, text]) => `<dt>${html(name)}</dt><dd dir="auto">${html(text)}</dd>`).join("")}</dl>`;
    case "said": {
      const text = it.text ? `<blockquote dir="auto">${html(it.text)}</blockquote>` : "";
      const about = it.about ? `<p class="note">${html(it.about)}</p>` : "";
      return `<p class="q" dir="auto">${html(it.question)}</p>${text}${about}`;
    }
    case "table": {
      const head = it.columns.map((one) => `<th scope="col">${html(one)}</th>`).join("");
      const rows = it.rows.map((row) =>
        row.map((one) => `<td dir="auto">${html(one)}</td>`).join(""),
      );
      return `<div class="t" tabindex="0" role="group" aria-label="${html(it.caption)}"><table><caption>${html(it.caption)}</caption><thead><tr>${head}</tr></thead><tbody>${rows.map((row) => `<tr>${row}</tr>`).join("")}</tbody></table></div>`;
    }
  }
}

/** @param {string} text @returns {string} */
function html(text) {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** @param {Paper} paper @returns {string} */
export function markdownOf({ blocks }) {
  return `${blocks.map(inMarkdown).filter(Boolean).join("\n\n")}\n`;
}

/** @param {Block} it @returns {string} */
function inMarkdown(it) {
  switch (it.kind) {
    case "heading":
      return `${"#".repeat(it.level + 1)} ${joined(it.text).replace(/#(?=#*$)/g, "\\#")}`;
    case "notice":
      return `*${joined(it.text)}*`;
    case "hint":
      return joined(it.text);
    case "facts":
      return it.rows.map(([name, text]) => `- **${joined(name)}:** ${joined(text)}`).join("\n");
    case "said": {
      const lines = it.text.split("\n").filter((line) => line.trim());
      const text = lines.map((line) => `> ${plain(line)}`).join("\n>\n");
      const about = it.about ? `*${joined(it.about)}*` : "";
      return [`**${joined(it.question)}**`, text, about].filter(Boolean).join("\n\n");
    }
    case "table": {
      const row = (/** @type {string[]} */ cells) => `| ${cells.map(joined).join(" | ")} |`;
      const rule = `|${" --- |".repeat(it.columns.length)}`;
      return [row(it.columns), rule, ...it.rows.map(row)].join("\n");
    }
  }
}

/** @param {string} text @returns {string} One line, with semicolons in place of line breaks. */
function joined(text) {
  return plain(
    text
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean)
      .join("; "),
  );
}

/** @param {string} line @returns {string} Escaped, so that Markdown shows it literally: no markup, no HTML. */
export function plain(line) {
  return line
    .trim()
    .replace(/&(?=#|\w+;)/g, "&amp;")
    .replace(/[\\\x60*_[\]~|$]/g, "\\$&")
    .replaceAll("<", "&lt;")
    .replace(/^(?:(\d+)(?=[.)])|(?=[#+=>:-]))/, "$1\\");
}
