"""What can be distinguished when the system replaces a page's colours."""

# What is current, pressed or selected and looks as one of its kind that is not; and how many there are.
MARKED = """() => {
  const sign = "[aria-current]:not([aria-current=false]), [aria-pressed=true], [aria-selected=true]";
  const edges = ["Top", "Right", "Bottom", "Left"].flatMap((side) =>
    ["Width", "Style", "Color"].map((what) => `border${side}${what}`));
  const look = (one) => {
    const style = getComputedStyle(one);
    return JSON.stringify([...edges, "textDecorationLine", "backgroundColor"].map((name) => style[name]));
  };
  const kin = (one) => {
    for (let above = one.parentElement; above && above !== document.body; above = above.parentElement) {
      const found = [...above.querySelectorAll(one.tagName)]
        .find((other) => other !== one && !other.matches(sign) && other.className === one.className);
      if (found) return found;
    }
    return null;
  };
  const seen = [...document.querySelectorAll(sign)].filter((one) => one.getClientRects().length);
  const same = seen.filter((one) => kin(one) && look(kin(one)) === look(one));
  return { seen: seen.length, same: same.map((one) => one.outerHTML.slice(0, 200)) };
}"""
