// What Slack itself says, and what went wrong on the page: between the bar and the workspace, where it covers nothing.

import { h } from "./tree.js";
import { here, know, redraw, shown } from "./store.js";
import { restartButton } from "./trouble.js";

const GONE = "The demo is not there any more. Start it again, and this page goes on.";
const UNANSWERED = "syncbot did not answer. If it does not run, restart it; then do the same again.";
const SHOWN = 2;

/** The names of those that were put away. */
const dismissed = new Set();

/** The newest of them. */
export function notices() {
  const said = shown.slack.notices.map((one) => ({ text: one.text, name: `${here.person}/${one.revision}` }));
  if (here.complaint) said.push({ text: here.complaint.text, name: `here/${here.complaint.at}` });
  const fresh = said.filter((one) => !dismissed.has(one.name)).slice(-SHOWN).map(notice);
  if (here.unanswered) fresh.push(notice({ text: UNANSWERED, name: "unanswered", button: restartButton() }));
  if (!here.connected) fresh.push(notice({ text: GONE, name: "gone" }));
  return h("div", { class: "notices", role: "status", key: "notices" }, fresh);
}

function notice({ text, name, button }) {
  const dismiss = () => {
    dismissed.add(name);
    if (name === "unanswered") know({ unanswered: false });
    redraw();
  };
  return h(
    "div", { class: "notice", key: name },
    h("span", null, text),
    button,
    h("button", { type: "button", class: "icon", "aria-label": "Dismiss", onclick: dismiss }, "×"),
  );
}
