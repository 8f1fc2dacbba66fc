// Beside the workspace: what Polytomic stores, what it was asked, and buttons that make trouble.

import { h } from "./tree.js";
import { ask, here, know, redraw, shown } from "./store.js";
import { difference } from "./diff.js";

const EDITS = { name: "renames it", mapping: "re-maps its first field", schedule: "changes its schedule", active: "turns it on or off" };

let chosen = null; // a sync's id; null follows the one that was written last
let held = { id: null, revision: null, parts: [] };
let edit = "name";
let isRestarting = false;
const bodies = new Map();

/** The panel. */
export function panel() {
  const { syncs } = shown.polytomic;
  const id = chosen ?? (shown.polytomic.latest || syncs[0].id);
  const sync = syncs.find((one) => one.id === id);
  fetched(sync);
  return h(
    "aside", { class: "panel", "aria-label": "Behind the scenes" },
    h("h2", null, "Behind the scenes"),
    h("p", { class: "about" }, "The stand-in for Polytomic that syncbot works on."),
    stored(syncs, sync),
    trouble(sync),
    calls(),
  );
}

async function fetched(sync) {
  if (held.id === sync.id && held.revision === sync.revision) return;
  held = { id: sync.id, revision: sync.revision, parts: held.id === sync.id ? held.parts : [] };
  const found = await ask("look", { sync: sync.id });
  if (!found || held.id !== sync.id) return;
  held = { id: sync.id, revision: sync.revision, parts: difference(found.before, found.now) };
  redraw();
  queueMicrotask(showMark);
}

/** Bring what just changed into sight, without moving anything else. */
function showMark() {
  const json = document.querySelector(".json");
  const mark = json?.querySelector("ins, del");
  if (mark) json.scrollTop = mark.offsetTop - json.offsetTop - json.clientHeight / 3;
}

function stored(syncs, sync) {
  return h(
    "section", { class: "stored" },
    h("h3", null, "Stored sync"),
    h(
      "label", { class: "picked" },
      h("span", { class: "unseen" }, "Which sync to show"),
      h(
        "select",
        {
          value: sync.id,
          onchange: (event) => {
            chosen = event.target.value;
            redraw();
          },
        },
        syncs.map((one) => h("option", { value: one.id, key: one.id }, one.name)),
      ),
    ),
    h(
      "pre", { class: "json", tabindex: "0", role: "region", "aria-label": `JSON of ${sync.name}`, key: "json", ref: () => queueMicrotask(showMark) },
      held.parts.map(([sign, lines]) => h(TAGS[sign], { textContent: lines.map((line) => `${sign} ${line}\n`).join("") })),
    ),
  );
}

const TAGS = { " ": "span", "-": "del", "+": "ins" };

function trouble(sync) {
  const make = (what, more = {}) => ask("trouble", { what, ...more });
  const restart = async () => {
    isRestarting = true;
    redraw();
    await make("restart");
    isRestarting = false;
    redraw();
  };
  return h(
    "section", { class: "trouble" },
    h("h3", null, "Make trouble"),
    h(
      "div", { class: "troubles" },
      h("button", { type: "button", class: "button plain", onclick: () => make("outside", { sync: sync.id, edit }) }, "Someone else edits this sync now"),
      h(
        "label", null,
        h("span", { class: "unseen" }, "What somebody else does"),
        h(
          "select", { value: edit, onchange: (event) => { edit = event.target.value; } },
          Object.entries(EDITS).map(([name, text]) => h("option", { value: name, key: name }, text)),
        ),
      ),
      order("Polytomic answers 500 after saving", shown.polytomic.failing, "at the next write", () => make("fail")),
      order("Polytomic is slow", shown.polytomic.slow, "now: 3 s a call", () => make("slow")),
      h("button", { type: "button", class: "button plain", "aria-busy": isRestarting ? "true" : undefined, onclick: () => isRestarting || restart() }, "Restart the bot"),
    ),
    h("p", { class: "state", role: "status" }, isRestarting ? "The bot was killed at whatever it did, and starts again…" : ""),
  );
}

function order(text, isOn, what, press) {
  return h(
    "button",
    { type: "button", class: isOn ? "button plain on" : "button plain", "aria-pressed": isOn ? "true" : "false", onclick: press },
    text,
    isOn && h("span", { class: "ordered" }, what),
  );
}

function calls() {
  const list = [...shown.polytomic.calls].reverse();
  return h(
    "section", { class: "calls" },
    h("h3", null, "Calls"),
    list.length === 0 && h("p", { class: "about" }, "None yet."),
    h("div", { class: "call-list", tabindex: "0", role: "region", "aria-label": "Calls to Polytomic, the newest first" }, list.map(call)),
  );
}

function call(one) {
  const opened = (event) => event.target.open && look(one);
  const status = one.status ?? "…";
  return h(
    "details", { key: one.number, class: one.method === "GET" ? "call" : "call writes", ontoggle: opened },
    h(
      "summary", null,
      h("span", { class: "method" }, one.method),
      h("span", { class: "path", title: one.path }, named(one.path)),
      h("span", { class: Number(one.status) < 400 ? "status good" : "status" }, status),
      h("span", { class: "ms" }, one.ms === null ? "" : `${one.ms} ms`),
    ),
    bodies.has(one.number) && bodies.get(one.number).map(([title, text]) => [h("h4", null, title), h("pre", { textContent: text, tabindex: "0" })]),
  );
}

async function look(one) {
  if (one.status === null) return;
  const found = await ask("look", { call: one.number });
  const pretty = (value) => JSON.stringify(value, null, 2);
  const sent = found?.sent ? [["Sent", pretty(found.sent)]] : [];
  bodies.set(one.number, [...sent, ["Answered", pretty(found?.answered ?? null)]]);
  know({});
}

/** A path with the sync's name in the place of its id. */
function named(path) {
  const sync = shown.polytomic.syncs.find((one) => path.includes(one.id));
  const short = path.replace(/^\/api/, "").replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, (id) => (sync && id === sync.id ? sync.name : `${id.slice(0, 8)}…`));
  return short;
}
