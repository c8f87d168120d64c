/** A learner's path through a scenario: the open scene, and the choices on the way there. */

/**
 * @typedef {{id: string, choice: string, judgement: string, consequence: string, rationale: string,
 *   standards: string[], next_scene: string}} Choice
 * @typedef {{id: string, number: number, situation: string, question: string, choices: Choice[]}} Scene
 * @typedef {{id: string, number: number, title: string, short_title: string}} Standard
 * @typedef {{id: string, title: string, minutes: number, steps: string, facts: string, unknown: string, people: string,
 *   standard: string, others: string[], why_standard: string, content_note: string, law: import("../../front/law.js").Law[],
 *   reasonings: {who: string, reasoning: string}[], standards: Standard[], scenes: Scene[]}} Scenario
 */

/** One learner's path through one scenario: the choices, scene by scene. */
export class Walk {
  /** @param {Scenario} scenario */
  constructor(scenario) {
    this.scenario = scenario;
    this.scene = scenario.scenes[0];
    /** @type {Choice[]} */
    this.path = [];
    this.standard = "";
    /** @type {Set<string>} The choices that were tried, on this path and on others before it. */
    this.tried = new Set();
  }

  /** The choice made in the scene that is open, if one was. */
  get chosen() {
    return this.path.find((choice) => this.scene.choices.includes(choice));
  }

  /** Whether the path has reached one of the scenario's ends. */
  get ended() {
    return this.path.length > 0 && !this.path[this.path.length - 1].next_scene;
  }

  /** @param {Choice} choice Made in the open scene; later choices are discarded. */
  choose(choice) {
    const at = this.path.findIndex((made) => this.scene.choices.includes(made));
    if (at >= 0) this.path.length = at;
    else if (this.path[this.path.length - 1]?.next_scene !== this.scene.id) this.path = [];
    this.path.push(choice);
    this.tried.add(choice.id);
  }

  /** @param {Scene} scene @returns {boolean} Whether the path leads there. */
  reaches(scene) {
    return (
      scene === this.scenario.scenes[0] ||
      this.path.some(({ next_scene }) => next_scene === scene.id) ||
      this.path.some((choice) => scene.choices.includes(choice))
    );
  }

  /** @param {string} id Opens a scene. @returns {Scene} */
  open(id) {
    this.scene = this.scenario.scenes.find((scene) => scene.id === id) ?? this.scene;
    return this.scene;
  }

  /** @returns {Scene | undefined} The scene before the open one, on the path that was taken. */
  get before() {
    const into = this.path.find((choice) => choice.next_scene === this.scene.id);
    return this.scenario.scenes.find((scene) => into && scene.choices.includes(into));
  }

  /** @param {Choice} choice @returns {Scene | undefined} The scene in which it is offered. */
  sceneOf(choice) {
    return this.scenario.scenes.find((scene) => scene.choices.includes(choice));
  }

  /** The open scene's place on the longest way through it, and how many scenes that way has. */
  get place() {
    const at = this.#before(this.scene);
    return { at, of: at + this.#after(this.scene) };
  }

  /** How many choices were not tried, and how many scenes no choice was tried in. */
  get left() {
    const { scenes } = this.scenario;
    const untried = (/** @type {Scene} */ { choices }) =>
      choices.filter((choice) => !this.tried.has(choice.id)).length;
    return {
      choices: scenes.reduce((sum, scene) => sum + untried(scene), 0),
      scenes: scenes.filter((scene) => untried(scene) === scene.choices.length).length,
    };
  }

  /** @param {Scene} scene @param {Scene[]} seen @returns {number} Its place on the longest way to it. */
  #before(scene, seen = []) {
    const into = this.scenario.scenes.filter((one) => leadsTo(one, scene) && !seen.includes(one));
    return 1 + Math.max(0, ...into.map((one) => this.#before(one, [...seen, scene])));
  }

  /** @param {Scene} scene @param {Scene[]} seen @returns {number} How many scenes can still follow. */
  #after(scene, seen = []) {
    const next = this.scenario.scenes.filter((one) => leadsTo(scene, one) && !seen.includes(one));
    return Math.max(0, ...next.map((one) => 1 + this.#after(one, [...seen, scene])));
  }

  /** @param {{path?: string[], standard?: string}} kept Restores a stored path, which may begin at a later scene. */
  restore({ path = [], standard = "" }) {
    this.standard = standard;
    for (const id of path) {
      const scene = this.scenario.scenes.find(({ choices }) =>
        choices.some((one) => one.id === id),
      );
      const choice = scene?.choices.find((one) => one.id === id);
      if (!scene || !choice) return;
      this.scene = scene;
      this.path.push(choice);
      this.tried.add(id);
    }
  }
}

/** @param {Scene} scene @param {Scene} next */
function leadsTo(scene, next) {
  return scene.choices.some((choice) => choice.next_scene === next.id);
}
