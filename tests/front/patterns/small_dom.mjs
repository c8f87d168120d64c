// As much of a document as the patterns of exercises use: elements with attributes, children, events and focus.

class Text {
  constructor(text) {
    this.textContent = text;
  }
}

class Element extends EventTarget {
  constructor(name) {
    super();
    this.name = name;
    this.attributes = new Map();
    this.children = [];
    this.parent = null;
    this.dataset = {};
  }

  getAttribute(name) {
    return this.attributes.get(name) ?? null;
  }

  setAttribute(name, value) {
    this.attributes.set(name, String(value));
  }

  removeAttribute(name) {
    this.attributes.delete(name);
  }

  toggleAttribute(name, isOn) {
    if (isOn) this.attributes.set(name, "");
    else this.attributes.delete(name);
  }

  append(...made) {
    for (const one of made) this.place(this.children.length, one);
  }

  place(at, made) {
    const one = made instanceof Element || made instanceof Text ? made : new Text(made);
    if (one instanceof Element) one.remove();
    one.parent = this;
    this.children.splice(at, 0, one);
  }

  after(made) {
    this.parent.place(this.parent.children.indexOf(this) + 1, made);
  }

  before(made) {
    this.parent.place(this.parent.children.indexOf(this), made);
  }

  remove() {
    if (this.parent) this.parent.children.splice(this.parent.children.indexOf(this), 1);
    this.parent = null;
  }

  replaceChildren() {
    for (const one of [...this.children]) one.parent = null;
    this.children = [];
  }

  get parentElement() {
    return this.parent;
  }

  get textContent() {
    return this.children.map((one) => one.textContent).join("");
  }

  // By name, or by name and one attribute: `input[type="radio"]`.
  querySelector(selector) {
    const [, name, key, value] = /^(\w+)(?:\[(\w+)="(\w+)"\])?$/.exec(selector);
    for (const one of this.children.filter((child) => child instanceof Element)) {
      if (one.name === name && (!key || one.getAttribute(key) === value)) return one;
      const within = one.querySelector(selector);
      if (within) return within;
    }
    return null;
  }

  focus() {
    document.activeElement = this;
  }

  press() {
    this.dispatchEvent(new Event("click"));
  }

  getBoundingClientRect() {
    return { top: 0, bottom: 0 };
  }

  scrollIntoView() {
    this.scrolled = true;
  }

  // What a person has of it, in short: for the answers of tests.
  get shown() {
    const own = [...this.attributes].filter(([key]) => key !== "class" && key !== "id");
    return { ...Object.fromEntries(own), ...this.dataset, text: this.textContent };
  }
}

class Fieldset extends Element {}
const KINDS = { fieldset: Fieldset };

Object.assign(globalThis, {
  Node: class {
    static [Symbol.hasInstance](one) {
      return one instanceof Element || one instanceof Text;
    }
  },
  HTMLElement: Element,
  HTMLOptionElement: class {},
  HTMLFieldSetElement: Fieldset,
  innerHeight: 800,
  getComputedStyle: () => ({}),
  matchMedia: () => ({ matches: true }),
  document: {
    activeElement: null,
    documentElement: { lang: "en", dataset: {} },
    body: { dataset: {} },
    visibilityState: "visible",
    createElement: (name) => new (KINDS[name] ?? Element)(name),
    createElementNS: (_, name) => new Element(name),
    addEventListener: () => undefined,
  },
});
globalThis.window ??= globalThis;
