// Buttons that make trouble, so that one sees syncbot keep its promises.

import { h } from "./tree.js";
import { ask, know, redraw, shown } from "./store.js";

const EDITS = { name: "renames it", mapping: "re-maps its first field", schedule: "changes its schedule", active: "turns it on or off" };
const TOLD = {
  outside: "While you edit it: other fields are merged, a clash is yours to settle.",
  fail: "syncbot reads the sync to learn whether it was written.",
  slow: "You see a screen at once, and the truth when it is known.",
  restart: "Drafts, requests and what was confirmed are still there.",
};
const KILLED = "The bot was killed at whatever it did, and starts again…";
const BACK = "The bot runs again, and knows all that it knew.";

let edit = "name";
let isRestarting = false;
let said = "";

/** The buttons; `sync` is the one that somebody else edits. */
export function trouble(sync) {
  return h(
    "section", { class: "trouble" },
    h("h3", null, "Make trouble"),
    h(
      "div", { class: "troubles" },
      button("Someone else edits this sync now", () => make("outside", { sync: sync.id, edit }), about("outside")),
      h("div", { class: "outsider" }, edits(), told("outside")),
      order("Polytomic answers 500 after saving", "fail", shown.polytomic.failing && "at the next write"),
      told("fail"),
      order("Polytomic is slow", "slow", shown.polytomic.slow && "now: 3 s a call"),
      told("slow"),
      restartButton(about("restart")),
      told("restart"),
    ),
    h("p", { class: "state", role: "status" }, said),
  );
}

/** Kills the bot and starts it again. */
export function restartButton(more = {}) {
  return button("Restart the bot", restart, { "aria-busy": isRestarting ? "true" : undefined, ...more });
}

/** What a button shows of syncbot, said beside it. */
function told(what) {
  return h("p", { class: "told", id: `told-${what}` }, TOLD[what]);
}

function about(what) {
  return { "aria-describedby": `told-${what}`, title: TOLD[what] };
}

function make(what, more = {}) {
  return ask("trouble", { what, ...more });
}

async function restart() {
  if (isRestarting) return;
  isRestarting = true;
  said = KILLED;
  redraw();
  const isBack = await make("restart");
  isRestarting = false;
  said = isBack ? BACK : "";
  know(isBack ? { unanswered: false } : {});
}

function edits() {
  const taken = (event) => {
    edit = event.target.value;
  };
  return h(
    "label", null,
    h("span", { class: "unseen" }, "What somebody else does"),
    h("select", { value: edit, onchange: taken }, Object.entries(EDITS).map(([name, text]) => h("option", { value: name, key: name }, text))),
  );
}

/** A button for what is to come, pressed again to have it not; `when` says that it is ordered. */
function order(text, what, when) {
  const words = [text, when && h("span", { class: "ordered" }, when)];
  const look = { class: when ? "button plain on" : "button plain", "aria-pressed": when ? "true" : "false" };
  return button(words, () => make(what), { ...look, ...about(what) });
}

function button(words, press, more = {}) {
  return h("button", { type: "button", class: "button plain", onclick: press, ...more }, words);
}
