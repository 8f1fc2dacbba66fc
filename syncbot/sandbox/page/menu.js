// A button with a menu under it.

import { h } from "./tree.js";
import { here, know } from "./store.js";

/** A button that opens `entries` ({text, act}); only one menu is open at a time, known by its name. */
export function menu(name, button, entries) {
  const isOpen = here.menu === name;
  const close = (focus) => {
    know({ menu: null });
    focus?.closest(".menu-holder").querySelector("button").focus();
  };
  return h(
    "div", { class: "menu-holder", key: `menu-${name}`, onkeydown: (event) => isOpen && moved(event, close) },
    h(
      "button",
      {
        type: "button",
        class: button.class,
        "aria-label": button.label,
        "aria-haspopup": "menu",
        "aria-expanded": isOpen ? "true" : "false",
        title: button.label,
        onclick: () => know({ menu: isOpen ? null : name }),
      },
      button.text,
    ),
    isOpen &&
      h(
        "div", { class: "menu", role: "menu", "aria-label": button.label, ref: (node) => queueMicrotask(() => node.firstChild?.focus()) },
        entries.map((entry) =>
          h(
            "button",
            {
              type: "button",
              role: "menuitem",
              tabindex: "-1",
              onclick: (event) => {
                close(event.target);
                entry.act();
              },
            },
            entry.text,
          ),
        ),
      ),
  );
}

function moved(event, close) {
  const items = [...event.currentTarget.querySelectorAll("[role=menuitem]")];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to !== undefined) {
    items.at(to % items.length)?.focus();
    event.preventDefault();
  } else if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    close(event.target);
  } else if (event.key === "Tab") {
    close();
  }
}

/** Close what is open when somebody presses elsewhere. */
export function closeOutside(event) {
  if (here.menu && !event.target.closest?.(".menu-holder, .combobox")) know({ menu: null });
}
