// The JSON that Polytomic keeps of a sync, with what the last write changed marked.

import { h } from "./tree.js";
import { ask, redraw, shown } from "./store.js";
import { difference } from "./diff.js";

const TAGS = { " ": "span", "-": "del", "+": "ins" };

/** The sync that was picked, and which one syncbot had been at last then: when it is at another one, that is shown. */
let picked = { id: null, latest: null };
let drawn = { id: null, revision: null, parts: [] };

/** The sync that is shown: the one that was picked, else the one that was read or written last. */
export function shownSync() {
  const { syncs, latest } = shown.polytomic;
  const id = picked.latest === latest ? picked.id : latest;
  return syncs.find((one) => one.id === id) ?? syncs[0];
}

/** Its JSON, after the menu that picks it. */
export function stored(sync) {
  look(sync);
  return h(
    "section", { class: "stored" },
    h("div", { class: "panel-head" }, h("h3", null, "Stored sync"), drawn.parts.length > 1 && legend()),
    h(
      "label", { class: "picked" },
      h("span", { class: "unseen" }, "Which sync to show"),
      h(
        "select",
        {
          value: sync.id,
          onchange: (event) => {
            picked = { id: event.target.value, latest: shown.polytomic.latest };
            redraw();
          },
        },
        shown.polytomic.syncs.map((one) => h("option", { value: one.id, key: one.id }, one.name)),
      ),
    ),
    h(
      "pre", { class: "json", tabindex: "0", role: "region", "aria-label": `JSON of ${sync.name}`, key: "json", ref: () => queueMicrotask(showMark) },
      drawn.parts.map(([sign, lines]) => h(TAGS[sign], { textContent: lines.map((line) => `${sign} ${line}\n`).join("") })),
    ),
  );
}

/** What the marks mean. */
function legend() {
  return h(
    "span", { class: "about" },
    h("span", { class: "legend" }, "Last write: "), h("del", null, "− before"), " ", h("ins", null, "+ since"),
  );
}

async function look(sync) {
  if (drawn.id === sync.id && drawn.revision === sync.revision) return;
  drawn = { id: sync.id, revision: sync.revision, parts: drawn.id === sync.id ? drawn.parts : [] };
  const found = await ask("look", { sync: sync.id });
  if (!found || drawn.id !== sync.id) return;
  drawn = { id: sync.id, revision: sync.revision, parts: difference(found.before, found.now) };
  redraw();
  queueMicrotask(showMark);
}

/** Bring what just changed into sight, without moving anything else. */
function showMark() {
  const json = document.querySelector(".json");
  const mark = json?.querySelector("ins, del");
  if (mark) json.scrollTop = mark.offsetTop - json.offsetTop - json.clientHeight / 3;
}
