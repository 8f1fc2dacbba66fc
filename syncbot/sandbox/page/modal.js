// Modals: the top of the stack in one dialog, with the question before what was typed is lost.

import { h } from "./tree.js";
import { words } from "./mrkdwn.js";
import { act, here, isTyping, know, shown } from "./store.js";
import { placeOfView } from "./place.js";
import { blocks } from "./blocks.js";

let focusedView = null;

function top() {
  return shown.slack?.stack.at(-1) ?? null;
}

/** Press the submit of the top modal. */
export function submit() {
  const view = top();
  if (view?.submit && !view.submit_disabled) act({ act: "submit", where: { view: view.id } }, `submit-${view.id}`);
}

/** Close the top modal, after a question when something was typed in it. */
function leave() {
  const view = top();
  if (!view || here.busy.has(`close-${view.id}`)) return;
  const close = () => act({ act: "close", where: { view: view.id } }, `close-${view.id}`);
  if (!view.touched && !isTyping()) {
    close();
    return;
  }
  know({
    question: {
      title: "Leave this form?",
      text: "What you typed or chose here is not kept.",
      yes: "Leave",
      no: "Stay",
      danger: true,
      then: close,
    },
  });
}

/** The dialogs of the page: the top modal, and a question over it. */
export function dialogs() {
  const view = top();
  return [view && modal(view, shown.slack.stack.length), here.question && question(here.question)];
}

function modal(view, depth) {
  const isSending = here.busy.has(`submit-${view.id}`);
  const heading = `title-${view.id}`;
  return h(
    "dialog",
    { key: "modal", class: `modal depth-${depth}`, "aria-labelledby": heading, ref: shows, oncancel: (event) => cancelled(event, leave) },
    h(
      "header", null,
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

function question(asked) {
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
      oncancel: (event) => cancelled(event, () => answer()),
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

function cancelled(event, then) {
  event.preventDefault();
  then();
}

/** Put the focus where a new modal begins, and back into it when what had it is gone. */
export function keepFocus() {
  const view = top();
  const dialog = document.querySelector("dialog.modal");
  if (!view || !dialog || here.question) {
    focusedView = view ? focusedView : null;
    return;
  }
  const held = dialog.contains(document.activeElement) && document.activeElement !== dialog;
  if (view.id === focusedView && held) return;
  const first = dialog.querySelector(".modal-body input:not([type=hidden]), .modal-body textarea");
  const isNew = view.id !== focusedView;
  focusedView = view.id;
  queueMicrotask(() => (isNew && first ? first : dialog.querySelector("h2")).focus({ preventScroll: !isNew }));
}
