// The page: bar, notices, conversations, the one that is looked at, the modal over it, the panel, and a question.

import { h, patch } from "./tree.js";
import { here, shown, start } from "./store.js";
import { sidebar, topbar } from "./sidebar.js";
import { conversation, readNow } from "./channel.js";
import { home } from "./home.js";
import { panel } from "./panel.js";
import { notices } from "./notices.js";
import { question, stage } from "./modal.js";
import { leaveAtEscape, topView, turnTo } from "./views.js";
import { focused, keepFocus, stepOn } from "./focus.js";
import { closeOutside } from "./menu.js";

const app = document.getElementById("app");

function paint() {
  if (!shown.slack || !shown.polytomic) {
    patch(app, h("p", { class: "opening", role: "status" }, "Opening the workspace…"));
    return;
  }
  const places = shown.slack.channels.map((one) => one.id);
  if (here.place !== "home" && !places.includes(here.place)) here.place = places[0];
  const before = focused();
  const view = topView();
  patch(app, [topbar(), notices(), h("div", { class: "columns" }, workspace(Boolean(view)), panel(), stage()), question()]);
  readNow();
  keepFocus(before, view?.id ?? null);
  turnTo(view);
  if (here.isArriving) document.querySelector(".cast :checked").focus();
  here.isArriving = false;
}

/** What a modal covers. */
function workspace(isCovered) {
  const place = here.place === "home" ? home() : conversation();
  return h("div", { class: "workspace", inert: isCovered, key: "workspace" }, sidebar(), place);
}

document.addEventListener("pointerdown", closeOutside);
document.addEventListener("keydown", leaveAtEscape);
document.addEventListener("keydown", stepOn);
start(paint);
