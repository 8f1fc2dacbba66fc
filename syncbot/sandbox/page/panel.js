// Beside the workspace: what Polytomic stores, buttons that make trouble, and what Polytomic was asked.

import { h } from "./tree.js";
import { shownSync, stored } from "./stored.js";
import { trouble } from "./trouble.js";
import { calls } from "./calls.js";

/** The panel. */
export function panel() {
  const sync = shownSync();
  return h(
    "aside", { class: "panel", "aria-label": "Behind the scenes", key: "panel" },
    h("div", { class: "panel-head" }, h("h2", null, "Behind the scenes"), h("span", { class: "about keys" }, h("kbd", null, "F6"), " goes from part to part")),
    h("p", { class: "about" }, "What Polytomic keeps, and what it is asked."),
    stored(sync),
    trouble(sync),
    calls(),
  );
}
