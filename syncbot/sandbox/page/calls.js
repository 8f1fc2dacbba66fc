// Each call to the stand-in for Polytomic, with what was sent and answered.

import { h } from "./tree.js";
import { ask, redraw, shown } from "./store.js";

const ID = /[0-9a-f]{8}-[0-9a-f-]{27}/g;

/** By number of the call: titles and texts of what was looked at. */
const bodies = new Map();

/** The calls, the newest first. */
export function calls() {
  const list = [...shown.polytomic.calls].reverse();
  return h(
    "section", { class: "calls" },
    h("div", { class: "panel-head" }, h("h3", null, "Calls to Polytomic"), list.length > 0 && h("span", { class: "about" }, "newest first; press one to read it")),
    list.length === 0
      ? h("p", { class: "none" }, "None yet. Type a command, and each one stands here with its answer.")
      : h("div", { class: "call-list", tabindex: "0", role: "region", "aria-label": "Calls to Polytomic, the newest first" }, list.map(call)),
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
  redraw();
}

/** A path with the sync's name in the place of its id. */
function named(path) {
  const names = new Map(shown.polytomic.syncs.map((one) => [one.id, one.name]));
  return path.replace(/^\/api/, "").replace(ID, (id) => names.get(id) ?? `${id.slice(0, 8)}…`);
}
