/** A record as a Word file (ECMA-376), made in the browser: headings, tables with header rows, its language. */

import { zip } from "./zip.js";

/** @typedef {import("./document.js").Paper} Paper */
/** @typedef {import("./document.js").Block} Block */

const MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const RIGHT_TO_LEFT =
  /^[^\p{L}]*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;
/** The text's width between the margins of an A4 page, in twentieths of a point. */
const WIDTH = 9070;

/** @param {Paper} paper @returns {Uint8Array<ArrayBuffer>} */
export function docxOf(paper) {
  return zip({
    "[Content_Types].xml": `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${TYPES}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="${TYPES}.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`,
    "_rels/.rels": `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="word/document.xml"/><Relationship Id="r2" Type="${PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
    "docProps/core.xml": core(paper),
    "word/_rels/document.xml.rels": `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    "word/document.xml": `${HEAD}<w:document xmlns:w="${MAIN}"><w:body>${paper.blocks.map(block).join("")}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1418" w:bottom="1418" w:left="1418" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr></w:body></w:document>`,
    "word/styles.xml": styles(paper.language),
  });
}

/** @param {Paper} paper @returns {string} */
function core({ title, name, language, made }) {
  const moment = new Date(made);
  const time = Number.isNaN(moment.getTime()) ? "" : moment.toISOString().replace(/\.\d+/, "");
  const created = time
    ? `<dcterms:created xsi:type="dcterms:W3CDTF">${time}</dcterms:created>`
    : "";
  return `${HEAD}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${xml(title)}</dc:title><dc:creator>${xml(name)}</dc:creator><dc:language>${xml(language)}</dc:language>${created}</cp:coreProperties>`;
}

/** @param {Block} it @returns {string} */
function block(it) {
  switch (it.kind) {
    case "heading":
      return paragraph(it.text, it.level ? `Heading${it.level}` : "Title");
    case "notice":
      return paragraph(it.text, "Notice");
    case "hint":
      return paragraph(it.text, "Hint");
    case "facts":
      return table("", it.rows, { isHead: false, widths: [3, 7] });
    case "said":
      return [
        paragraph(it.question, "Question"),
        ...(it.text ? [paragraph(it.text, "Answer")] : []),
        ...(it.about ? [paragraph(it.about, "Hint")] : []),
      ].join("");
    case "table":
      return `${paragraph(it.caption, "Caption")}${table(it.caption, [it.columns, ...it.rows], {
        isHead: true,
        widths: it.columns.map(() => 1),
      })}`;
  }
}

/** @param {string} text @param {string} style @returns {string} A paragraph that keeps its line breaks. */
function paragraph(text, style) {
  const bidi = RIGHT_TO_LEFT.test(text) ? "<w:bidi/>" : "";
  const rtl = bidi ? "<w:rPr><w:rtl/></w:rPr>" : "";
  const lines = text
    .split("\n")
    .map((line) => `<w:t xml:space="preserve">${xml(line)}</w:t>`)
    .join("<w:br/>");
  return `<w:p><w:pPr><w:pStyle w:val="${style}"/>${bidi}</w:pPr><w:r>${rtl}${lines}</w:r></w:p>`;
}

/**
 * @param {string} about
 * @param {string[][]} rows
 * @param {{isHead: boolean, widths: number[]}} how Whether the first row is a header, and column widths.
 * @returns {string}
 */
function table(about, rows, { isHead, widths }) {
  const sum = widths.reduce((all, one) => all + one, 0);
  const wide = widths.map((one) => Math.round((WIDTH * one) / sum));
  const cell = (
    /** @type {string} */ text,
    /** @type {number} */ at,
    /** @type {boolean} */ isBold,
  ) =>
    `<w:tc><w:tcPr><w:tcW w:w="${wide[at] ?? 0}" w:type="dxa"/></w:tcPr>${paragraph(text, isBold ? "CellHead" : "Cell")}</w:tc>`;
  const body = rows.map((row, number) => {
    const isFirst = isHead && number === 0;
    const head = isFirst ? "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" : "";
    return `<w:tr>${head}${row.map((text, at) => cell(text, at, isFirst || (!isHead && at === 0))).join("")}</w:tr>`;
  });
  const look = `<w:tblLook w:firstRow="${isHead ? 1 : 0}" w:firstColumn="${isHead ? 0 : 1}"/>`;
  const caption = about ? `<w:tblCaption w:val="${xml(about)}"/>` : "";
  return `<w:tbl><w:tblPr><w:tblStyle w:val="Lines"/><w:tblW w:w="${WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/>${look}${caption}</w:tblPr><w:tblGrid>${wide.map((one) => `<w:gridCol w:w="${one}"/>`).join("")}</w:tblGrid>${body.join("")}</w:tbl>${paragraph("", "Cell")}`;
}

/** @param {string} language @returns {string} */
function styles(language) {
  const style = (
    /** @type {string} */ id,
    /** @type {string} */ name,
    /** @type {string} */ about,
    /** @type {string} */ text,
  ) =>
    `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>${about}</w:pPr><w:rPr>${text}</w:rPr></w:style>`;
  const heading = (/** @type {number} */ level, /** @type {number} */ size) =>
    style(
      `Heading${level}`,
      `heading ${level}`,
      `<w:keepNext/><w:spacing w:before="${400 - 60 * level}" w:after="100"/><w:outlineLvl w:val="${level - 1}"/>`,
      `<w:b/><w:color w:val="0B4F5C"/><w:sz w:val="${size}"/>`,
    );
  const line = (/** @type {string} */ side) =>
    `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="C9D3D6"/>`;
  return `${HEAD}<w:styles xmlns:w="${MAIN}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Arial" w:eastAsia="Calibri"/><w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="${xml(language)}"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>${style("Title", "Title", '<w:spacing w:after="200"/>', '<w:b/><w:color w:val="0B4F5C"/><w:sz w:val="48"/>')}${heading(1, 32)}${heading(2, 27)}${heading(3, 23)}${style("Notice", "Notice", '<w:ind w:left="284"/>', '<w:color w:val="44525A"/><w:sz w:val="20"/>')}${style("Hint", "Hint", "", '<w:color w:val="55636B"/><w:sz w:val="20"/>')}${style("Question", "Question", '<w:keepNext/><w:spacing w:before="160" w:after="60"/>', "<w:b/>")}${style("Answer", "Answer", '<w:ind w:left="284"/>', "")}${style("Caption", "caption", '<w:keepNext/><w:spacing w:before="120" w:after="80"/>', '<w:color w:val="44525A"/><w:sz w:val="20"/>')}${style("Cell", "Cell", '<w:spacing w:after="40"/>', '<w:sz w:val="20"/>')}${style("CellHead", "Cell head", '<w:keepNext/><w:spacing w:after="40"/>', '<w:b/><w:sz w:val="20"/>')}<w:style w:type="table" w:styleId="Lines"><w:name w:val="Lines"/><w:tblPr><w:tblBorders>${["top", "bottom", "insideH"].map(line).join("")}</w:tblBorders><w:tblCellMar><w:top w:w="60" w:type="dxa"/><w:left w:w="100" w:type="dxa"/><w:bottom w:w="60" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>`;
}

/** @param {string} text @returns {string} */
function xml(text) {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
