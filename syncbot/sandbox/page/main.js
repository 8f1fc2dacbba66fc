// The page: bar, conversations, the one that is looked at, the panel, and what lies over them.

import { h, patch } from "./tree.js";
import { here, know, shown, start } from "./store.js";
import { sidebar, topbar } from "./sidebar.js";
import { conversation, readNow } from "./channel.js";
import { home } from "./home.js";
import { panel } from "./panel.js";
import { dialogs, keepFocus } from "./modal.js";
import { closeOutside } from "./menu.js";

const app = document.getElementById("app");
const seen = new Set();

function paint() {
  if (!shown.slack || !shown.polytomic) {
    patch(app, h("p", { class: "opening", role: "status" }, "Opening the workspace…"));
    return;
  }
  const places = shown.slack.channels.map((one) => one.id);
  if (here.place !== "home" && !places.includes(here.place)) here.place = places[0];
  patch(app, [
    topbar(),
    h("div", { class: "columns" }, sidebar(), here.place === "home" ? home() : conversation(), panel()),
    notices(),
    dialogs(),
  ]);
  readNow();
  keepFocus();
}

/** What Slack itself says, and what went wrong on the page. */
function notices() {
  const said = shown.slack.notices.map((one) => ({ text: one.text, name: `${here.person}/${one.revision}` }));
  if (here.complaint) said.push({ text: here.complaint.text, name: `here/${here.complaint.at}` });
  if (!here.connected) said.push({ text: "The demo is not there any more. Start it again, and this page goes on.", name: "gone" });
  const fresh = said.filter((one) => !seen.has(one.name)).slice(-2);
  const dismiss = (name) => {
    seen.add(name);
    know({});
  };
  return h(
    "div", { class: "notices", role: "status", key: "notices" },
    fresh.map((one) =>
      h("div", { class: "notice", key: one.name }, h("span", null, one.text), h("button", { type: "button", class: "icon", "aria-label": "Dismiss", onclick: () => dismiss(one.name) }, "×")),
    ),
  );
}

document.addEventListener("pointerdown", closeOutside);
start(paint);
