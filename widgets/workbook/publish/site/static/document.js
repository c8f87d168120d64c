/**
 * A learning record as blocks in reading order, made in the browser for Word, web pages and Markdown.
 *
 * It replaces the server's documents (see `record/documents` in Python), and takes the same request and
 * labels, so that a record looks the same wherever it was made.
 */

import { isBlank } from "../../../record/ui/entries.js";

/**
 * @typedef {{kind: "heading", level: number, text: string}
 *   | {kind: "facts", rows: [string, string][]}
 *   | {kind: "notice" | "hint", text: string}
 *   | {kind: "said", question: string, text: string, about: string}
 *   | {kind: "table", caption: string, columns: string[], rows: string[][]}} Block
 * @typedef {{title: string, name: string, language: string, made: string, blocks: Block[]}} Paper
 * @typedef {Record<string, any>} Request What `requestFor` in record/ui/your_record/request.js gives.
 * @typedef {{entry: any, key: string, page: string, standard: string, frame: string, text: string, day: string,
 *   others: {text: string, day: string}[]}} Answer
 */

const RATING = /^confidence\/(.+)\/(before|after)$/s;
const PLAN = /^plan\/(\d{1,9})\/(change|by|know|difference)$/;
const PARTS = /** @type {const} */ (["change", "by", "know", "difference"]);
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
/** What no document can contain: most control characters, unpaired surrogates, and noncharacters. */
const IMPOSSIBLE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufdd0-\ufdef\ufffe\uffff]|\p{Surrogate}/gu;

/** @param {Request} request @returns {Paper} */
export function paperOf(request) {
  const words = wordsOf(request.labels);
  const sorted = sort(request);
  const days = daysIn(words);
  const title = clean(request.title || words("documents.title"));
  const parts = {
    activity: () => activities(request, sorted, words, days),
    answers: () => answersByStandard(request, sorted, words, days),
    ratings: () => ratings(request, sorted, words, days),
    plan: () => plan(sorted, words, days),
  };
  const filled = Object.entries(parts)
    .filter(([name]) => !request.include || request.include.includes(name))
    .flatMap(([, make]) => make());
  const made = String(request.made).slice(0, 10);
  const first = sorted.days[0] ?? "";
  const last = sorted.days.at(-1) ?? "";
  /** @type {[string, string][]} */
  const cover = [
    [words("documents.name"), clean(request.name ?? "").slice(0, 120)],
    [words("documents.made"), days.day(made)],
    [words("documents.period"), first ? days.span(first, last) : ""],
    [words("documents.time_total"), total(sorted, words)],
  ];
  /** @type {Block[]} */
  const notices = ["made", "regulator", "identity"].map((name) => ({
    kind: "notice",
    text: words(`documents.notice.${name}`),
  }));
  /** @type {Block} */
  const nothing = { kind: "hint", text: words("documents.nothing_at_all") };
  return {
    title,
    name: clean(request.name ?? "").slice(0, 120),
    language: request.language || "en-GB",
    made: String(request.made),
    blocks: [
      { kind: "heading", level: 0, text: title },
      { kind: "facts", rows: cover.filter(([, text]) => text) },
      ...notices,
      ...(filled.length ? filled : [nothing]),
    ],
  };
}

/** @param {string} text @returns {string} With one kind of line break, and only permitted characters. */
export function clean(text) {
  return String(text)
    .replace(/\r\n|[\r\u0085\u2028\u2029]/g, "\n")
    .replace(IMPOSSIBLE, "\ufffd");
}

/** @typedef {(name: string, gaps?: Record<string, string | number>) => string} Words */

/** @param {Record<string, string>} labels @returns {Words} */
function wordsOf(labels) {
  return (name, gaps = {}) =>
    clean(labels[name] ?? name).replace(/\{(\w+)\}/g, (gap, key) => String(gaps[key] ?? gap));
}

/** @param {Words} words */
function daysIn(words) {
  /** @param {string} iso @returns {string} */
  const day = (iso) => {
    const [, year, month, number] = DAY.exec(iso) ?? [];
    if (!year || !month || !number) return iso || words("documents.day_unknown");
    const name = words(`documents.month.${Number(month)}`);
    return words("documents.day", { day: Number(number), month: name, year });
  };
  /** @param {string} first @param {string} last @returns {string} */
  const span = (first, last) => {
    if (first === last) return day(first);
    if (first && first.slice(0, 7) === last.slice(0, 7))
      return words("documents.span_month", { first: Number(first.slice(8)), last: day(last) });
    return words("documents.span", { first: day(first), last: day(last) });
  };
  /** A text that is only a date is written in words; dates within a text stay. @param {string} text */
  const worded = (text) =>
    text
      .split("\n")
      .map((line) => (DAY.test(line) ? day(line) : line))
      .join("\n");
  return { day, span, worded };
}

/** @typedef {ReturnType<typeof daysIn>} Days */
/** @typedef {ReturnType<typeof sort>} Sorted */

/** @param {Request} request The entries of a request, sorted by kind. */
function sort(request) {
  /** @type {Answer[]} */
  const answers = [];
  /** @type {Map<string, {statement: Answer, before?: any, after?: any}>} */
  const rated = new Map();
  /** @type {Map<number, Record<string, Answer>>} */
  const plans = new Map();
  const times = new Times();
  for (const entry of request.entries) {
    if (times.take(entry)) continue;
    const answer = answerOf(entry, request.zone);
    if (!answer) continue;
    const [, name, when] = RATING.exec(entry.key) ?? [];
    const [, number, part] = PLAN.exec(entry.key) ?? [];
    if (name && when && isRating(entry.value)) {
      const both = rated.get(name) ?? { statement: answer };
      const others = (entry.others ?? []).map((/** @type {any} */ one) => one.value);
      const open = others.filter((/** @type {any} */ one) => isRating(one) && one !== entry.value);
      rated.set(name, { ...both, [when]: { value: entry.value, day: answer.day, others: open } });
    } else if (number && part) {
      plans.set(Number(number), { ...plans.get(Number(number)), [part]: answer });
    } else {
      answers.push(answer);
    }
  }
  const hasPlan = !request.include || request.include.includes("plan");
  const lines = hasPlan ? [...plans].sort(([a], [b]) => a - b).map(([, line]) => line) : [];
  const pages = [...new Set([...answers.map(({ page }) => page), ...times.pages()])].map((id) =>
    activity(id, request, answers, times, lines),
  );
  pages.sort((a, b) => ((a.first || "9") < (b.first || "9") ? -1 : a.first === b.first ? 0 : 1));
  const days = [
    ...answers.flatMap(({ day, others }) => [day, ...others.map((one) => one.day)]),
    ...pages.flatMap(({ first, last }) => [first, last]),
  ];
  return { answers, rated, plans, pages, days: [...new Set(days)].filter(Boolean).sort() };
}

/** @param {any} value @returns {boolean} Whether it is on the scale, 1 to 5. */
function isRating(value) {
  return Number.isInteger(value) && value >= 1 && value <= 5;
}

/**
 * @param {string} id @param {Request} request @param {Answer[]} answers @param {Times} times
 * @param {Record<string, Answer>[]} lines The lines of the plan; some were written for a standard.
 */
function activity(id, request, answers, times, lines) {
  const page = request.pages.find((/** @type {any} */ one) => one.id === id);
  const mine = answers.filter((one) => one.page === id);
  const days = [...new Set([...times.days(id), ...mine.map(({ day }) => day)])].filter(Boolean);
  days.sort();
  const own = page?.standard ?? "";
  const isMine = (/** @type {Record<string, Answer>} */ line) =>
    own && Object.values(line).some((one) => one.standard === own);
  const planned = (/** @type {string} */ part) =>
    lines.filter(isMine).flatMap((line) => line[part] ?? []);
  const standards = page?.standard ? [page.standard] : mine.map((one) => one.standard);
  return {
    id,
    title: clean(page?.title ?? times.titles.get(id) ?? ""),
    standards: [...new Set(standards.filter(Boolean))],
    first: days[0] ?? "",
    last: days.at(-1) ?? "",
    ...times.minutes(id),
    learned: mine.filter(({ frame }) => frame !== "now_what"),
    change: [...mine.filter(({ frame }) => frame === "now_what"), ...planned("change")],
    difference: planned("difference"),
  };
}

/** The time spent on each page: measured, by device and day, and as the learner corrected it. */
class Times {
  constructor() {
    /** @type {Map<string, string>} */
    this.titles = new Map();
    /** @type {Map<string, Map<string, number>>} */
    this.measured = new Map();
    /** @type {Map<string, number>} */
    this.given = new Map();
  }

  /** @param {any} entry @returns {boolean} Whether it is about time. */
  take(entry) {
    const [kind, ...rest] = String(entry.key).split("/");
    if (kind === "minutes") {
      if (isMinutes(entry.value, 100_000)) this.given.set(rest.join("/"), entry.value);
      return true;
    }
    if (kind !== "time") return false;
    const page = rest.slice(0, -1).join("/");
    if (!this.titles.has(page)) this.titles.set(page, entry.title ?? "");
    const days = this.measured.get(page) ?? new Map();
    /** @type {Map<string, number>} */
    const longest = new Map();
    // If two tabs counted at the same time, the longer count is used.
    for (const version of [entry, ...(entry.others ?? [])])
      for (const [day, minutes] of Object.entries(version.value ?? {}))
        if (DAY.test(day) && isMinutes(minutes, 24 * 60))
          longest.set(day, Math.max(minutes, longest.get(day) ?? 0));
    for (const [day, minutes] of longest) days.set(day, (days.get(day) ?? 0) + minutes);
    this.measured.set(page, days);
    return true;
  }

  /** @returns {string[]} */
  pages() {
    return [...this.measured.keys()]
      .filter((page) => this.#sum(page) > 0)
      .concat(...this.given.keys());
  }

  /** @param {string} page @returns {string[]} */
  days(page) {
    return [...(this.measured.get(page) ?? [])].filter(([, one]) => one > 0).map(([day]) => day);
  }

  /** @param {string} page @returns {{minutes: number | null, isGiven: boolean}} */
  minutes(page) {
    const given = this.given.get(page);
    if (given !== undefined) return { minutes: Math.round(given), isGiven: true };
    const sum = this.#sum(page);
    return { minutes: sum > 0 ? Math.max(1, Math.round(sum)) : null, isGiven: false };
  }

  /** @param {string} page @returns {number} */
  #sum(page) {
    return [...(this.measured.get(page)?.values() ?? [])].reduce((sum, one) => sum + one, 0);
  }
}

/** @param {any} value @param {number} most @returns {value is number} */
function isMinutes(value, most) {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 && value <= most;
}

/** @param {any} entry @param {string} zone @returns {Answer | null} Null if there is no text. */
function answerOf(entry, zone) {
  const text = textOf(entry);
  /** @type {{text: string, day: string}[]} */
  const others = (entry.others ?? [])
    .map((/** @type {any} */ one) => ({ text: textOf(one), day: dayOf(one, zone) }))
    .filter((/** @type {{text: string}} */ one) => one.text && one.text !== text);
  if (!text && !others.length) return null;
  return {
    entry,
    key: entry.key,
    page: entry.page ?? "",
    standard: entry.standard ?? "",
    frame: entry.frame ?? "",
    text,
    day: dayOf(entry, zone),
    others,
  };
}

/** @param {any} version @returns {string} As a person reads it. */
function textOf(version) {
  if (isBlank(version.value)) return "";
  const said =
    typeof version.words === "string" && version.words.trim() ? version.words : version.value;
  return clean(linesOf(said).join("\n")).replace(/^\n+|\n+$/g, "");
}

/** @param {any} value @returns {string[]} */
function linesOf(value) {
  if (isBlank(value)) return [];
  if (Array.isArray(value)) return value.flatMap(linesOf);
  if (typeof value === "object") return Object.values(value).flatMap(linesOf);
  return [typeof value === "string" ? value : JSON.stringify(value)];
}

/** @param {any} version @param {string} zone @returns {string} Its day where the learner is (ISO), or "". */
function dayOf(version, zone) {
  const moment = new Date(version.updated);
  if (Number.isNaN(moment.getTime())) return "";
  // Swedish dates are ISO's.
  return new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone || undefined,
    dateStyle: "short",
  }).format(moment);
}

/** @param {Request} request @param {Sorted} sorted @param {Words} words @param {Days} days @returns {Block[]} */
function activities(request, sorted, words, days) {
  if (!sorted.pages.length) return [];
  const name = (/** @type {string} */ id, isShort = false) => standard(request, words, id, isShort);
  const none = words("documents.standard_none");
  const title = (/** @type {any} */ one) =>
    one.title || words(one.id ? "documents.page_gone" : "documents.page_unknown", { id: one.id });
  const time = (/** @type {any} */ one, /** @type {string} */ end) =>
    one.minutes === null
      ? words("documents.time_unknown")
      : words(`documents.time_${one.isGiven ? "given" : "measured"}${end}`, {
          time: minutes(words, one.minutes),
        });
  /** @type {Block[]} */
  const blocks = [
    { kind: "heading", level: 1, text: words("documents.activities") },
    {
      kind: "table",
      caption: words("documents.overview"),
      columns: ["date", "activity", "standard", "time"].map((one) => words(`documents.${one}`)),
      rows: sorted.pages.map((one) => [
        days.span(one.first, one.last),
        title(one),
        one.standards.map((id) => name(id, true)).join("\n") || none,
        time(one, "_short"),
      ]),
    },
  ];
  const isPlanned = (!request.include || request.include.includes("plan")) && sorted.plans.size;
  if (isPlanned) blocks.push({ kind: "hint", text: words("documents.see_plan") });
  for (const one of sorted.pages) {
    blocks.push({ kind: "heading", level: 2, text: title(one) });
    blocks.push({
      kind: "facts",
      rows: [
        [words("documents.date"), days.span(one.first, one.last)],
        [words("documents.standard"), one.standards.map((id) => name(id)).join("\n") || none],
        [words("documents.time"), time(one, "")],
      ],
    });
    for (const [word, mine] of /** @type {const} */ ([
      ["learned", one.learned],
      ["change", one.change],
      ["difference", one.difference],
    ])) {
      if (mine.length) blocks.push({ kind: "heading", level: 3, text: words(`documents.${word}`) });
      for (const answer of mine)
        blocks.push(...said(answer, words, days, { question: asked(answer), isDated: false }));
    }
  }
  return blocks;
}

/** @param {Request} request @param {Sorted} sorted @param {Words} words @param {Days} days @returns {Block[]} */
function answersByStandard(request, sorted, words, days) {
  if (!sorted.answers.length) return [];
  const known = request.standards.map((/** @type {any} */ one) => one.id);
  const gone = sorted.answers.map((one) => one.standard).filter((id) => id && !known.includes(id));
  /** @type {Block[]} */
  const blocks = [{ kind: "heading", level: 1, text: words("documents.answers") }];
  for (const id of [...known, ...new Set(gone), ""]) {
    const mine = sorted.answers.filter((one) => one.standard === id);
    if (!mine.length) continue;
    const title = id ? standard(request, words, id) : words("documents.rest");
    blocks.push({ kind: "heading", level: 2, text: title });
    /** @type {Map<string, Answer[]>} */
    const groups = new Map();
    for (const answer of mine) {
      const name = JSON.stringify([answer.entry.kind, answer.entry.title]);
      groups.set(name, [...(groups.get(name) ?? []), answer]);
    }
    for (const answers of groups.values()) {
      const name = clean(answers[0]?.entry.title ?? "") || words("documents.untitled");
      blocks.push({ kind: "heading", level: 3, text: name });
      for (const answer of answers) blocks.push(...said(answer, words, days));
    }
  }
  return blocks;
}

/** @param {Request} request @param {Sorted} sorted @param {Words} words @param {Days} days @returns {Block[]} */
function ratings(request, sorted, words, days) {
  if (!sorted.rated.size) return [];
  const order = request.standards.map((/** @type {any} */ one) => one.id);
  const place = (/** @type {string} */ id) => (order.indexOf(id) + 1 || order.length + 1) - 1;
  const scale = (/** @type {number} */ value) =>
    words("documents.rated", { value, words: words(`documents.scale.${value}`) });
  const rated = (/** @type {any} */ one) => {
    if (!one) return words("documents.rated_not");
    const others = one.others.map((/** @type {number} */ value) =>
      words("documents.rated_other", { rating: scale(value) }),
    );
    return [scale(one.value), days.day(one.day), ...others].join("\n");
  };
  const rows = [...sorted.rated].sort(
    ([, a], [, b]) => place(a.statement.standard) - place(b.statement.standard),
  );
  return [
    { kind: "heading", level: 1, text: words("documents.ratings") },
    { kind: "hint", text: words("documents.ratings_hint") },
    {
      kind: "table",
      caption: words("documents.ratings"),
      columns: ["standard", "statement", "before", "after"].map((one) => words(`documents.${one}`)),
      rows: rows.map(([name, { statement, before, after }]) => [
        statement.standard
          ? standard(request, words, statement.standard, true)
          : words("documents.standard_none"),
        clean(statement.entry.question || name),
        rated(before),
        rated(after),
      ]),
    },
  ];
}

/** @param {Sorted} sorted @param {Words} words @param {Days} days @returns {Block[]} */
function plan(sorted, words, days) {
  if (!sorted.plans.size) return [];
  /** @type {Block[]} */
  const blocks = [{ kind: "heading", level: 1, text: words("documents.plan") }];
  const lines = [...sorted.plans].sort(([a], [b]) => a - b).map(([, line]) => line);
  for (const [at, line] of lines.entries()) {
    blocks.push({
      kind: "heading",
      level: 2,
      text: words("documents.plan_line", { number: at + 1 }),
    });
    for (const part of PARTS) {
      const word = part === "change" ? "documents.change" : `documents.plan_${part}`;
      const answer = line[part];
      if (answer) blocks.push(...said(answer, words, days, { question: words(word) }));
    }
  }
  return blocks;
}

/**
 * An answer, followed by its unresolved versions.
 * @param {Answer} answer @param {Words} words @param {Days} days
 * @param {{question?: string, isDated?: boolean}} [more]
 * @returns {Block[]}
 */
function said(answer, words, days, { question, isDated = true } = {}) {
  const dated = isDated ? words("documents.on", { date: days.day(answer.day) }) : "";
  const about = answer.text ? [dated] : [words("documents.no_words"), dated];
  const label = question || answer.entry.question || answer.entry.title || "";
  return [
    {
      kind: "said",
      question: clean(label),
      text: days.worded(answer.text),
      about: about.filter(Boolean).join(" "),
    },
    ...answer.others.map(
      (other) =>
        /** @type {Block} */ ({
          kind: "said",
          question: words("documents.other", { date: days.day(other.day) }),
          text: days.worded(other.text),
          about: "",
        }),
    ),
  ];
}

/** @param {Answer} answer @returns {string} Its question after its exercise's title: scenarios ask the same. */
function asked({ entry }) {
  const [title, question] = [(entry.title ?? "").trim(), (entry.question ?? "").trim()];
  if (!question || question === title) return title;
  if (!title) return question;
  return /[.:?!]$/.test(title) ? `${title} ${question}` : `${title}: ${question}`;
}

/** @param {Request} request @param {Words} words @param {string} id @param {boolean} [isShort] @returns {string} */
function standard(request, words, id, isShort = false) {
  const one = request.standards.find((/** @type {any} */ it) => it.id === id);
  const end = isShort ? "short" : "full";
  if (one)
    return words(`documents.standard_${end}`, { number: one.number, title: clean(one.title) });
  return words(`documents.standard_gone${isShort ? "_short" : ""}`, { id });
}

/** @param {Words} words @param {number} count @returns {string} */
function minutes(words, count) {
  const hours = Math.floor(count / 60);
  const rest = count % 60;
  if (!hours) return words("documents.minutes", { minutes: rest });
  return words(rest ? "documents.hours" : "documents.hours_only", { hours, minutes: rest });
}

/** @param {Sorted} sorted @param {Words} words @returns {string} */
function total({ pages }, words) {
  const known = pages.filter((one) => one.minutes !== null);
  if (!known.length) return pages.length ? words("documents.time_unknown") : "";
  const time = minutes(
    words,
    known.reduce((sum, one) => sum + (one.minutes ?? 0), 0),
  );
  if (known.length === pages.length) return time;
  return words("documents.time_of", { time, known: known.length, count: pages.length });
}
