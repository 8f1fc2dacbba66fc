// A menu of options that one types into: filtered here when the options are known, asked for when they are not.

import { h } from "./tree.js";
import { text, words } from "./mrkdwn.js";
import { here, know, redraw } from "./store.js";

const LEAST_TYPED = 3; // what Slack takes where the app says nothing

/** By name of the spot: what is typed, what is offered, which one is at hand. */
const states = new Map();

function stateOf(spot) {
  if (!states.has(spot.name)) states.set(spot.name, { query: "", offered: [], at: -1, asking: 0, answered: 0 });
  return states.get(spot.name);
}

/** A select of any kind. */
export function combobox(spot, label) {
  const state = stateOf(spot);
  const isOpen = here.menu === spot.name;
  const several = spot.element.type.startsWith("multi_");
  const chosen = several ? (spot.value ?? []) : [];
  const one = several ? null : spot.value;
  const rows = isOpen ? offered(spot, state) : [];
  return h(
    "div",
    {
      class: several ? "combobox several" : "combobox",
      key: `box-${spot.name}`,
      onfocusout: (event) => isOpen && !event.currentTarget.contains(event.relatedTarget) && know({ menu: null }),
    },
    chosen.map((option) => chip(spot, option, chosen)),
    h("input", {
      type: "text",
      id: spot.id,
      class: "text-input",
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      placeholder: one ? words(one.text) : words(spot.element.placeholder) || "Choose",
      "aria-label": spot.block.type === "input" ? undefined : label,
      "aria-autocomplete": "list",
      "aria-expanded": isOpen ? "true" : "false",
      "aria-controls": isOpen ? `${spot.id}-list` : undefined,
      "aria-activedescendant": isOpen && rows[state.at] ? `${spot.id}-${state.at}` : undefined,
      "aria-required": spot.block.type === "input" && !spot.block.optional ? "true" : undefined,
      "aria-invalid": spot.error ? "true" : undefined,
      "aria-describedby": spot.describedBy,
      value: isOpen ? state.query : one ? words(one.text) : "",
      onfocus: (event) => event.target.select(), // what is typed now takes the place of what is chosen
      onclick: () => !isOpen && open(spot, state, ""),
      oninput: (event) => open(spot, state, event.target.value),
      onkeydown: (event) => pressed(event, spot, state, rows),
    }),
    h("span", { class: "arrow", "aria-hidden": "true" }),
    one && spot.block.optional && !isOpen && cleared(spot, label),
    isOpen && list(spot, state, rows, label),
  );
}

function chip(spot, option, chosen) {
  const rest = chosen.filter((one) => one !== option).map((one) => one.value);
  return h(
    "span", { class: "chip" },
    text(option.text),
    h("button", { type: "button", "aria-label": `Take away ${words(option.text)}`, onclick: () => spot.hold(rest) }, "×"),
  );
}

function cleared(spot, label) {
  return h("button", { type: "button", class: "clear", "aria-label": `Empty ${label}`, onclick: () => spot.hold(null) }, "×");
}

function list(spot, state, rows, label) {
  const least = spot.element.min_query_length ?? LEAST_TYPED;
  const isWaiting = state.asking !== state.answered;
  const said = isExternal(spot) && state.query.length < least
    ? `Type at least ${least} ${least === 1 ? "character" : "characters"}`
    : isWaiting ? "Loading…" : "No result";
  return h(
    "div", { class: "listbox-holder" },
    rows.length === 0 && h("div", { class: "nothing", role: "status" }, said),
    h(
      "ul", { role: "listbox", id: `${spot.id}-list`, "aria-label": label || "Options", class: isWaiting ? "waiting" : "" },
      rows.map((option, at) =>
        h(
          "li",
          {
            role: "option",
            key: option.value, // an option that moves is the same one, also under a pointer that is about to press
            id: `${spot.id}-${at}`,
            class: `${at === state.at ? "at" : ""} ${option.value === spot.value?.value ? "chosen" : ""}`.trim(),
            "aria-selected": at === state.at ? "true" : "false",
            onmousedown: (event) => event.preventDefault(),
            onclick: () => pick(spot, state, option),
          },
          text(option.text),
          option.description && h("span", { class: "description" }, text(option.description)),
        ),
      ),
    ),
  );
}

function isExternal(spot) {
  return spot.element.type.endsWith("external_select");
}

function offered(spot, state) {
  if (isExternal(spot)) return state.offered;
  const { options, option_groups: groups } = spot.element;
  const all = options ?? (groups ?? []).flatMap((group) => group.options);
  return all.filter((option) => words(option.text).toLowerCase().includes(state.query.toLowerCase()));
}

function open(spot, state, query) {
  state.query = query;
  state.at = query ? 0 : -1;
  know({ menu: spot.name });
  if (isExternal(spot)) ask(spot, state, query);
}

async function ask(spot, state, query) {
  if (query.length < (spot.element.min_query_length ?? LEAST_TYPED)) {
    state.offered = [];
    return;
  }
  state.asking += 1;
  const mine = state.asking;
  const answer = await spot.options(query);
  if (mine !== state.asking) return; // an answer to what is no longer typed
  state.answered = mine;
  state.offered = answer?.options ?? [];
  redraw();
}

function pick(spot, state, option) {
  Object.assign(state, { query: "", at: -1 });
  know({ menu: null });
  const several = spot.element.type.startsWith("multi_");
  const before = several ? (spot.value ?? []).map((one) => one.value) : [];
  spot.hold(several ? [...new Set([...before, option.value])] : option.value);
}

function pressed(event, spot, state, rows) {
  const isOpen = here.menu === spot.name;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (!isOpen) {
      open(spot, state, "");
      return;
    }
    const step = event.key === "ArrowDown" ? 1 : -1;
    state.at = rows.length ? (Math.max(state.at, step < 0 ? 0 : -1) + step + rows.length) % rows.length : -1;
    redraw();
    queueMicrotask(() => document.getElementById(`${spot.id}-${state.at}`)?.scrollIntoView({ block: "nearest" }));
  } else if (event.key === "Enter") {
    event.preventDefault();
    if (isOpen && rows[state.at] && state.asking === state.answered) pick(spot, state, rows[state.at]);
  } else if (event.key === "Escape" && isOpen) {
    event.preventDefault();
    event.stopPropagation();
    know({ menu: null });
  } else if (event.key === "Backspace" && !state.query && spot.element.type.startsWith("multi_") && spot.value?.length) {
    spot.hold(spot.value.slice(0, -1).map((one) => one.value));
  }
}
