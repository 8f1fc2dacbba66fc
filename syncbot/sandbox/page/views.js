// What is done with the top modal: it is submitted, or left after a question where something typed would be lost.

import { act, here, isTyping, know, shown } from "./store.js";

/** The top modal; null when none is open. */
export function topView() {
  return shown.slack?.stack.at(-1) ?? null;
}

/** The screen that the top modal showed last: its view, the words that it begins with, and what it finds wrong. */
let screen = { view: null, beginning: "", errors: "{}" };

/** Where a view shows another screen than before, it is read from its beginning; what it finds wrong is in sight. */
export function turnTo(view) {
  const [first] = view?.blocks ?? [];
  const beginning = ["header", "section"].includes(first?.type) ? (first.text?.text ?? "") : "";
  if (view && view.id === screen.view && beginning !== screen.beginning) document.querySelector(".modal-body").scrollTop = 0;
  const errors = JSON.stringify(view?.errors ?? {});
  if (errors !== screen.errors) document.querySelector(".modal-body .error")?.scrollIntoView({ block: "nearest" });
  screen = { view: view?.id ?? null, beginning, errors };
}

/** Press the submit of the top modal. */
export function submit() {
  const view = topView();
  if (view?.submit && !view.submit_disabled) act({ act: "submit", where: { view: view.id } }, `submit-${view.id}`);
}

/** Close the top modal, after a question when something was typed in it. */
export function leave() {
  const view = topView();
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

/** At Escape: leave the top modal, unless somebody is at what it does not cover. */
export function leaveAtEscape(event) {
  if (event.key !== "Escape" || here.question || event.target.closest?.(".topbar, .panel")) return;
  event.preventDefault(); // the same key would close the question that this may ask
  leave();
}
