// The top modal over the workspace, and a question over everything.

import { h } from "./tree.js";
import { words } from "./mrkdwn.js";
import { face } from "./faces.js";
import { here, know, shown } from "./store.js";
import { placeOfView } from "./place.js";
import { blocks } from "./blocks.js";
import { keepTabIn, noteFocus } from "./focus.js";
import { leave, submit, topView } from "./views.js";

/** The top modal over the workspace, which it covers; the panel and the bar stay at hand. */
export function stage() {
  const view = topView();
  return view && h("div", { class: "stage", key: "stage" }, modal(view, shown.slack.stack.length));
}

function modal(view, depth) {
  const isSending = here.busy.has(`submit-${view.id}`);
  const heading = `title-${view.id}`;
  return h(
    "dialog",
    {
      key: "modal",
      class: `modal depth-${depth}`,
      open: true,
      "aria-labelledby": heading,
      onfocusin: (event) => noteFocus(view.id, event.target),
      onkeydown: keepTabIn,
    },
    h(
      "header", null,
      face(shown.slack.bot, 32, shown.slack.bot),
      h("h2", { id: heading, tabindex: "-1" }, words(view.title)),
      h("button", { type: "button", class: "icon", "aria-label": "Close this window", onclick: leave }, "×"),
    ),
    h(
      "div", { class: "modal-body", key: view.id, tabindex: "0", role: "region", "aria-labelledby": heading },
      view.banner && h("p", { class: "banner", role: "alert" }, view.banner),
      blocks(placeOfView(view), view.blocks),
    ),
    h(
      "footer", null,
      h("button", { type: "button", class: "button plain", onclick: leave }, words(view.close) || "Cancel"),
      view.submit &&
        h(
          "button",
          {
            type: "button",
            class: "button primary",
            disabled: Boolean(view.submit_disabled),
            "aria-busy": isSending ? "true" : undefined,
            onclick: () => !isSending && submit(),
          },
          words(view.submit),
        ),
    ),
  );
}

/** A question over everything. */
export function question() {
  const asked = here.question;
  if (!asked) return null;
  const answer = (then) => {
    know({ question: null });
    then?.();
  };
  return h(
    "dialog",
    {
      key: "question",
      class: "question",
      role: "alertdialog",
      "aria-labelledby": "question-title",
      "aria-describedby": "question-text",
      ref: shows,
      oncancel: (event) => {
        event.preventDefault();
        answer();
      },
    },
    h("h2", { id: "question-title" }, asked.title),
    h("p", { id: "question-text" }, asked.text),
    h(
      "footer", null,
      h("button", { type: "button", class: "button plain", onclick: () => answer() }, asked.no),
      h("button", { type: "button", class: asked.danger ? "button danger" : "button primary", onclick: () => answer(asked.then) }, asked.yes),
    ),
  );
}

function shows(dialog) {
  const show = () => dialog.isConnected && !dialog.open && dialog.showModal();
  dialog.addEventListener("close", show); // a browser closes it by itself at a second Escape
  queueMicrotask(show);
}
