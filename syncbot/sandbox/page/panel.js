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
    h("h2", null, "Behind the scenes"),
    h("p", { class: "about" }, "The stand-in for Polytomic that syncbot works on. The key F6 leads here and on."),
    stored(sync),
    trouble(sync),
    calls(),
  );
}
