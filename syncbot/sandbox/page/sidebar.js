// Who one is, where one can look, and what is new there.

import { h } from "./tree.js";
import { face } from "./faces.js";
import { become, here, know, shown } from "./store.js";
import { openHome } from "./home.js";

/** The bar on top: the workspace, and who one is. */
export function topbar() {
  const { cast, bot } = shown.slack;
  return h(
    "header", { class: "topbar" },
    h("div", { class: "brand" }, h("span", { class: "team", "aria-hidden": "true" }, "A"), h("h1", null, "Acme")),
    h(
      "fieldset", { class: "cast" },
      h("legend", null, "You are:"),
      cast.map((one) =>
        h(
          "label", { class: one.name === here.person ? "who on" : "who", title: one.about, key: one.name },
          h("input", {
            type: "radio",
            name: "person",
            value: one.name,
            checked: one.name === here.person,
            onchange: () => become(one.name),
          }),
          face(one.id, 24, bot),
          h("span", { class: "who-name" }, shown.slack.names[one.id]),
          h("span", { class: "role" }, one.role),
        ),
      ),
    ),
    h("button", { type: "button", class: "icon theme", "aria-label": "Light or dark", title: "Light or dark", onclick: turn }, "◐"),
  );
}

function turn() {
  const root = document.documentElement;
  const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = isDark ? "light" : "dark";
}

/** The list of conversations, and the app. */
export function sidebar() {
  const { channels, bot, has_home: hasHome } = shown.slack;
  const direct = channels.find((one) => one.direct);
  return h(
    "nav", { class: "sidebar", "aria-label": "Conversations" },
    h("h2", null, "Channels"),
    h("ul", null, channels.filter((one) => !one.direct).map((one) => entry(one.id, h("span", { class: "hash", "aria-hidden": "true" }, "#"), one.name, unread(one)))),
    h("h2", null, "Direct messages"),
    h("ul", null, entry(direct.id, face(bot, 18, bot), "syncbot", unread(direct))),
    hasHome && h("h2", null, "Apps"),
    hasHome && h("ul", null, entry("home", face(bot, 18, bot), "syncbot Home", 0, openHome)),
  );
}

function entry(id, sign, name, count, opened) {
  const isHere = here.place === id;
  const go = () => {
    know({ place: id });
    opened?.();
  };
  return h(
    "li", { key: id },
    h(
      "button",
      { type: "button", class: count ? "unread" : "", "aria-current": isHere ? "page" : undefined, onclick: go },
      sign,
      h("span", { class: "place-name" }, name),
      count > 0 && h("span", { class: "count" }, count, h("span", { class: "unseen" }, " unread")),
    ),
  );
}

function unread(channel) {
  if (channel.id === here.place) return 0;
  const read = here.read[`${here.person}/${channel.id}`] ?? 0;
  const mine = shown.slack.me.id;
  return channel.messages.filter((one) => Number(one.ts) > read && one.author !== mine).length;
}
