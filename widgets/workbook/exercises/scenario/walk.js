/** A learner's path through a scenario: the open scene, and the choices on the way there. */

/**
 * @typedef {{id: string, choice: string, judgement: string, consequence: string, rationale: string,
 *   standards: string[], next_scene: string}} Choice
 * @typedef {{id: string, number: number, situation: string, question: string, choices: Choice[]}} Scene
 * @typedef {{id: string, number: number, title: string, short_title: string}} Standard
 * @typedef {{id: string, title: string, minutes: number, steps: string, facts: string, unknown: string, people: string,
 *   standard: string, why_standard: string, content_note: string, law: import("../../front/law.js").Law[],
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
    this.path.push(choice);
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

  /** @param {{path?: string[], standard?: string}} kept Restores a stored path. */
  restore({ path = [], standard = "" }) {
    this.standard = standard;
    for (const id of path) {
      const choice = this.scene.choices.find((one) => one.id === id);
      if (!choice) return;
      this.path.push(choice);
      if (choice.next_scene && id !== path[path.length - 1]) this.open(choice.next_scene);
    }
  }
}
