// Runs in every page before anything else: notes when the page's text can be seen, when its controls are
// there, and when a click on one of them is answered. Looks once a frame; times are milliseconds since 1970.
(() => {
  const CLICK_AGAIN_MS = 250;

  /** Every root that elements may stand in; shadow roots only where the server's front end has them. */
  function roots(deep) {
    const found = [document];
    for (let at = 0; deep && at < found.length; at += 1)
      for (const element of found[at].querySelectorAll("*"))
        if (element.shadowRoot) found.push(element.shadowRoot);
    return found;
  }

  function all(selector, deep) {
    return roots(deep).flatMap((root) => [...root.querySelectorAll(selector)]);
  }

  function seen(element) {
    return (
      element.getClientRects().length > 0 &&
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    );
  }

  function says(selector, test, deep) {
    return all(selector, deep).some((element) => test(element.textContent.trim()) && seen(element));
  }

  const stages = {
    text: (spec) => says("p, .paragraph", (text) => text.includes(spec.sentence), spec.deep),
    widgets: (spec) =>
      Object.entries(spec.controls).every(
        ([selector, count]) => all(selector, spec.deep).filter(seen).length >= count,
      ),
    usable: (spec, state) => {
      if (
        spec.answer
          ? says(spec.answer, (text) => /^Answered \d/.test(text), spec.deep)
          : marked(spec)
      )
        return true;
      const pressed = target(spec);
      if (pressed !== state.pressed || performance.now() > state.clickAgain) {
        state.clickAgain = performance.now() + CLICK_AGAIN_MS;
        state.pressed = pressed;
        pressed?.click();
      }
      return false;
    },
  };

  function target(spec) {
    const found = all(spec.click, spec.deep).filter(seen);
    if (spec.label) return found.find((one) => one.textContent.trim() === spec.label);
    return found[spec.at] ?? all(spec.opens, spec.deep).find(seen);
  }

  function marked(spec) {
    return target(spec)?.getAttribute("aria-current") === "step";
  }

  window.benchWatch = (spec) => {
    const times = { page: spec.page };
    const state = { clickAgain: 0 };
    const names = Object.keys(stages);
    window.bench = times;
    const look = () => {
      if (window.bench !== times) return;
      try {
        while (names.length && document.body && stages[names[0]](spec, state))
          times[names.shift()] = performance.timeOrigin + performance.now();
      } catch (problem) {
        times.problem = String(problem);
      }
      if (names.length) requestAnimationFrame(look);
    };
    look();
  };

  window.benchTurn = (spec) => {
    sessionStorage.setItem("bench", JSON.stringify(spec));
    const link = all(`a[href*="${spec.page}"]`, spec.deep).find(seen);
    const began = performance.timeOrigin + performance.now();
    window.benchWatch(spec);
    link.click();
    return began;
  };

  if (window.top === window && location.protocol !== "about:") {
    const kept = sessionStorage.getItem("bench");
    window.benchWatch(kept ? JSON.parse(kept) : window.benchSpec);
  }
})();
