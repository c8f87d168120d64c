// One browser for the tests of the record: its stores, and as many tabs as are asked for, each with the page's
// own modules. It is told what to do in lines of JSON, and says what its tabs send to their kernels.
import { createInterface } from "node:readline";

const [, , modules, indexedDb] = process.argv;
await import(indexedDb);
const { openRecord } = await import(`${modules}/record.mjs`);
const { attachKernel } = await import(`${modules}/sync.mjs`);

class Storage {
  setItem(name, value) {
    this[name] = String(value);
  }
  getItem(name) {
    return Object.hasOwn(this, name) ? this[name] : null;
  }
  removeItem(name) {
    delete this[name];
  }
}

// Nothing here waits for time to pass: whoever waits for an answer is told that none will come, and nothing is
// tried again by itself.
const ANSWER_WITHIN = [15_000, 30_000];
const { setTimeout: later, clearTimeout: never } = globalThis;
const missed = new Set();
globalThis.setTimeout = (work, ms = 0) => {
  if (ms < 1000) return later(work, ms);
  if (ANSWER_WITHIN.includes(ms)) missed.add(work);
  return work;
};
globalThis.clearTimeout = (timer) => (missed.delete(timer) ? undefined : never(timer));
globalThis.setInterval = () => 0;
globalThis.localStorage = new Storage();
globalThis.window = { addEventListener() {}, removeEventListener() {} };
Object.defineProperty(globalThis.navigator, "onLine", { value: true });
globalThis.document = {
  ...globalThis.window,
  visibilityState: "visible",
  title: "Standard 1",
  documentElement: { dataset: { namespace: "" } },
  body: { dataset: { page: "standard-1" } },
  querySelector: () => null,
};

const say = (told) => process.stdout.write(`${JSON.stringify(told)}\n`);
const tabs = [];

/** A tab with a record of its own: the pages of a browser share nothing but its stores. */
function tab(at) {
  if (!tabs[at]) {
    delete globalThis[Symbol.for("workbook.record")];
    const heard = [];
    const model = {
      on: (_type, callback) => heard.push(callback),
      off: () => undefined,
      send: (message) => say({ tab: at, sent: message }),
    };
    const record = openRecord();
    tabs[at] = { record, heard, leave: attachKernel(model, record) };
  }
  return tabs[at];
}

const doing = {
  async write({ record }, key, value) {
    record.draft(key, value, null);
    const about = { kind: "reflection", title: "Looking back", question: `Question ${key}` };
    const before = await record.read(key);
    const base = before ? { client: before.client, seq: before.seq } : null;
    await record.save(key, value, about, base);
    record.settle(key, value);
  },
  async state({ record }) {
    await record.ready;
    const entries = (await record.all()).filter(({ kind }) => kind === "reflection");
    const values = entries.map(({ key, value, others }) => [
      key,
      [value, ...others.map((o) => o.value)],
    ]);
    const drafts = Object.keys(localStorage);
    return { ...record.keeping, entries: Object.fromEntries(values), drafts };
  },
  async look({ record }) {
    await record.ready;
    await record.syncNow();
  },
};

async function run({ tab: at = 0, do: name, args = [] }) {
  const one = tab(at);
  return doing[name] ? doing[name](one, ...args) : one.record[name](...args);
}

for await (const line of createInterface({ input: process.stdin })) {
  const told = JSON.parse(line);
  if (told.lost) for (const work of [...missed]) work();
  else if (told.reply) for (const hear of tab(told.tab).heard) hear(told.reply, []);
  else
    void Promise.allSettled(told.all.map(run)).then((ends) =>
      say({
        id: told.id,
        ends: ends.map(({ value, reason }) =>
          reason ? { refused: reason.reason ?? String(reason.stack) } : { result: value ?? null },
        ),
      }),
    );
}
process.exit(0);
