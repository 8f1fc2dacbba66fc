// Tells what on the page cannot be reached: of each control that is shown, or of those of a selector, whether it comes
// into sight where a pointer finds it; and which text is cut off.
(controlled) => {
  const EVERY_CONTROL = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const said = (node) => node.getAttribute("aria-label") ?? (node.innerText || node.value || node.outerHTML).slice(0, 80);
  const isThere = (node) => node.checkVisibility() && !node.closest("[inert], .unseen") && !node.disabled;

  /** Whether it came into sight by a scroll that a person cannot make. */
  function isForced(node) {
    for (let one = node.parentElement; one; one = one.parentElement) {
      if (one.scrollTop > 0 && getComputedStyle(one).overflowY === "hidden") return true;
    }
    return false;
  }

  function isReached(node) {
    node.scrollIntoView({ block: "center", inline: "center" });
    const { left, right, top, bottom } = node.getClientRects()[0];
    const found = document.elementFromPoint((left + right) / 2, (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2);
    const isUnder = Boolean(found) && (node.contains(found) || found.closest("label")?.control === node);
    return isUnder && !isForced(node) && left >= 0 && right <= innerWidth;
  }

  function isCut(node) {
    const { overflowX, textOverflow } = getComputedStyle(node);
    return overflowX === "hidden" && textOverflow === "clip" && node.scrollWidth > node.clientWidth;
  }

  const controls = [...document.querySelectorAll(controlled ?? EVERY_CONTROL)].filter(isThere);
  const all = [...document.querySelectorAll("#app *")].filter(isThere);
  return {
    controls: controls.length,
    hidden: controls.filter((node) => !isReached(node)).map(said),
    cut: all.filter(isCut).map(said),
    sideways: document.documentElement.scrollWidth - innerWidth,
  };
}
