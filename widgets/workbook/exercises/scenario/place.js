/**
 * Where somebody is in a scenario, for the browser's Back and Forward and for links from elsewhere.
 *
 * Each entry of the browser's history holds the step and the number of the scene, for every scenario of the page
 * that has been moved in. It holds no choice and no word, and the address stays as it is. A link says
 * `#friday-show/2`. JupyterLab has a history of its own: there it is left alone.
 */

/** @typedef {{step: string, scene: number}} Where */

const NAME = "workbookPlaces";

/** Where somebody is in one scenario. */
export class Place {
  /**
   * @param {HTMLElement} root The scenario.
   * @param {string} id
   * @param {(where: Where) => void} onTurn Called when Back or Forward lead to another place in it.
   */
  constructor(root, id, onTurn) {
    this.root = root;
    this.id = id;
    this.onTurn = onTurn;
    /** @type {Where} Where it opened. */
    this.home = { step: "", scene: 1 };
    this.here = this.home;
    this.turn = this.turn.bind(this);
    window.addEventListener("popstate", this.turn);
  }

  leave() {
    window.removeEventListener("popstate", this.turn);
  }

  /** @param {Where} where Where the scenario opens. */
  start(where) {
    this.home = where;
    this.here = where;
  }

  /** @returns {Where | null} Where somebody was in it when they left this page, in this entry of the history. */
  get kept() {
    return placesOf(history.state)?.[this.id] ?? null;
  }

  get isHome() {
    return same(this.here, this.home);
  }

  /** @returns {number} The number of the scene that the address asks for; 0 if it is about something else. */
  get linked() {
    const [id, scene = "1"] = fragment().split("/");
    return id === this.id && /^[1-9]\d?$/.test(scene) ? Number(scene) : 0;
  }

  /** @param {Where} where Somebody has moved there. */
  move(where) {
    if (same(where, this.here)) return;
    this.#note();
    this.here = where;
    write("pushState", { ...placesOf(history.state), [this.id]: where }, this.root);
  }

  /** Adds where somebody is to the entry of the history that is about to be left. */
  #note() {
    write("replaceState", { ...placesOf(history.state), [this.id]: this.here }, this.root);
  }

  /** @param {PopStateEvent} event */
  turn({ state }) {
    const places = placesOf(state);
    // Somebody followed a link within the page: nothing has moved here.
    if (!places) {
      const scene = this.linked;
      if (scene) this.onTurn((this.here = { step: "", scene }));
      else if (!this.isHome) this.#note();
      return;
    }
    const where = places[this.id] ?? this.home;
    if (same(where, this.here)) return;
    this.here = where;
    this.onTurn(where);
  }
}

/** @param {any} state @returns {Record<string, Where> | undefined} */
function placesOf(state) {
  return state?.[NAME];
}

/** @returns {string} */
function fragment() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}

/** @param {Where} one @param {Where} other */
function same(one, other) {
  return one.step === other.step && one.scene === other.scene;
}

/** @param {"pushState" | "replaceState"} how @param {Record<string, Where>} places @param {HTMLElement} root */
function write(how, places, root) {
  if (root.closest(".jp-NotebookPanel")) return;
  try {
    history[how]({ ...history.state, [NAME]: places }, "");
  } catch {
    // A frame may have no history of its own, and a browser refuses too many entries in a short time.
  }
}
