// Where one writes: messages, and slash commands that complete themselves.

import { h } from "./tree.js";
import { act, here, know, redraw, shown } from "./store.js";
import { menu } from "./menu.js";

const BOX = "composer";

/** What stands in each composer, by person and conversation. */
const texts = new Map();
let at = 0;

function key(channelId) {
  return `${here.person}/${channelId}`;
}

/** Put a text into a conversation's composer, ready to be sent. */
export function write(channelId, text) {
  texts.set(key(channelId), text);
  redraw();
  queueMicrotask(() => document.getElementById(BOX)?.focus());
}

/** The composer of a conversation. */
export function composer(channel, name) {
  const text = texts.get(key(channel.id)) ?? "";
  const offered = completions(text);
  const command = shown.slack.commands.find((one) => text.startsWith(`${one.name} `));
  return h(
    "div", { class: "composer", key: "composer" },
    offered.length > 0 && list(channel, offered),
    command && h("p", { class: "usage", id: "composer-usage" }, h("code", null, `${command.name} ${command.usage}`)),
    h(
      "div", { class: "composer-box" },
      globalShortcuts(),
      h("textarea", {
        id: BOX,
        rows: 1,
        value: text,
        placeholder: `Message ${name}`,
        "aria-label": `Message ${name}`,
        role: "combobox",
        "aria-expanded": offered.length ? "true" : "false",
        "aria-controls": offered.length ? "composer-list" : undefined,
        "aria-activedescendant": offered.length ? `composer-${at}` : undefined,
        "aria-describedby": command ? "composer-usage" : undefined,
        spellcheck: "false",
        oninput: (event) => {
          at = 0;
          texts.set(key(channel.id), event.target.value);
          redraw();
        },
        onkeydown: (event) => pressed(event, channel, offered),
      }),
      h("button", { type: "button", class: "button primary send", disabled: !text.trim(), onclick: () => send(channel) }, "Send"),
    ),
  );
}

function completions(text) {
  if (!text.startsWith("/") || text.includes(" ")) return [];
  return shown.slack.commands.filter((one) => one.name.startsWith(text));
}

function list(channel, offered) {
  return h(
    "ul", { role: "listbox", id: "composer-list", class: "completions", "aria-label": "Commands" },
    offered.map((one, index) =>
      h(
        "li",
        {
          role: "option",
          id: `composer-${index}`,
          "aria-selected": index === at ? "true" : "false",
          class: index === at ? "at" : "",
          onmousedown: (event) => event.preventDefault(),
          onclick: () => write(channel.id, `${one.name} `),
        },
        h("strong", null, one.name),
        ` ${one.usage}`,
        h("span", { class: "description" }, one.about),
      ),
    ),
  );
}

function pressed(event, channel, offered) {
  if (event.isComposing) return;
  const chosen = offered[at];
  if (chosen && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    at = (at + (event.key === "ArrowDown" ? 1 : -1) + offered.length) % offered.length;
    redraw();
  } else if (chosen && (event.key === "Tab" || (event.key === "Enter" && event.target.value !== chosen.name))) {
    write(channel.id, `${chosen.name} `);
  } else if (event.key === "Enter" && !event.shiftKey) {
    send(channel);
  } else {
    return;
  }
  event.preventDefault();
}

function send(channel) {
  const text = (texts.get(key(channel.id)) ?? "").trim();
  if (!text) return;
  texts.delete(key(channel.id));
  know({});
  act({ act: "write", text, channel: channel.id });
}

function globalShortcuts() {
  const offered = shown.slack.shortcuts.filter((one) => one.kind === "global");
  const entries = offered.map(({ name }) => ({ text: name, act: () => act({ act: "shortcut", name }) }));
  return entries.length > 0 && menu("shortcuts", { label: "Shortcuts", text: "⚡", class: "icon" }, entries);
}
