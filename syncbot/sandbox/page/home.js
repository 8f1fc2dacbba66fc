// The app's home.

import { h } from "./tree.js";
import { act, shown } from "./store.js";
import { placeOfView } from "./place.js";
import { blocks } from "./blocks.js";

/** Tell the app that its home is looked at. */
export function openHome() {
  act({ act: "home" });
}

/** The home as it was last published. */
export function home() {
  const view = shown.slack.home;
  return h(
    "main", { class: "place", key: "home" },
    h("header", { class: "place-header" }, h("h2", null, "syncbot"), h("span", { class: "topic" }, "Home")),
    h(
      "div", { class: "home", tabindex: "0", role: "region", "aria-label": "Home of syncbot" },
      view ? blocks(placeOfView(view), view.blocks) : h("p", { class: "empty" }, "syncbot has not published a home for you yet."),
    ),
  );
}
