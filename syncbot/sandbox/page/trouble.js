// Buttons that make trouble, so that one sees syncbot keep its promises.

import { h } from "./tree.js";
import { ask, know, redraw, shown } from "./store.js";

const EDITS = { name: "renames it", mapping: "re-maps its first field", schedule: "changes its schedule", active: "turns it on or off" };
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
      button("Someone else edits this sync now", () => make("outside", { sync: sync.id, edit })),
      edits(),
      order("Polytomic answers 500 after saving", shown.polytomic.failing, "at the next write", () => make("fail")),
      order("Polytomic is slow", shown.polytomic.slow, "now: 3 s a call", () => make("slow")),
      restartButton(),
    ),
    h("p", { class: "state", role: "status" }, said),
  );
}

/** Kills the bot and starts it again. */
export function restartButton() {
  return button("Restart the bot", restart, { "aria-busy": isRestarting ? "true" : undefined });
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

function order(text, isOn, what, press) {
  const words = [text, isOn && h("span", { class: "ordered" }, what)];
  return button(words, press, { class: isOn ? "button plain on" : "button plain", "aria-pressed": isOn ? "true" : "false" });
}

function button(words, press, more = {}) {
  return h("button", { type: "button", class: "button plain", onclick: press, ...more }, words);
}
