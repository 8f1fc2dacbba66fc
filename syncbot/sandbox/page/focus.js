// Where the focus is: in a dialog while one is open, then back where it was; F6 goes from part to part of the page.

/** The parts of the page, in the order in which F6 goes through them; what a modal covers is left out. */
const PARTS = [".topbar", ".sidebar", ".place", "dialog.modal", ".panel"];
const STOPS = "a[href], button:not(:disabled), input:not(:disabled), select, textarea, summary, [tabindex='0']";
const COMPOSER = "composer";

/** The dialogs that are open, the lowest first: each with its name, and what had the focus before it. */
let dialogs = [];
let shownView = null;

/** By view: the id of what had the focus in it last. */
const lastIn = new Map();

/** Before drawing: what has the focus, and the list that it stands in. */
export function focused() {
  const held = document.activeElement;
  return { held, list: held.closest(".messages, .home") };
}

/** After drawing: put the focus where it belongs. `held` had it before, and `view` is the top modal's id. */
export function keepFocus({ held, list }, view) {
  const names = [view && "modal", document.querySelector("dialog.question") && "question"].filter(Boolean);
  const closed = dialogs.find((one) => !names.includes(one.name));
  const opened = names.filter((name) => !dialogs.some((one) => one.name === name));
  dialogs = dialogs.filter((one) => names.includes(one.name)).concat(opened.map((name) => ({ name, from: held })));
  if (closed) goBack(closed.from);
  else if (!held.isConnected && list?.isConnected && !names.length) list.focus({ preventScroll: true });
  if (view && !names.includes("question")) enter(view);
  shownView = view;
}

/** Remember what has the focus in a view, so that it has it again when what lies over the view closes. */
export function noteFocus(view, element) {
  if (element.id) lastIn.set(view, element.id);
}

/** Back to what had the focus, or to where one writes when that is gone. */
function goBack(element) {
  const isThere = element?.isConnected && element !== document.body && !element.closest("[inert]");
  (isThere ? element : document.getElementById(COMPOSER))?.focus({ preventScroll: true });
}

/** Into the top modal: to what had the focus in it, to the first input of a new one, or to its title. */
function enter(view) {
  const isLost = document.activeElement === document.body;
  if (view === shownView && !isLost) return;
  const dialog = document.querySelector("dialog.modal");
  const known = document.getElementById(lastIn.get(view) ?? "");
  const first = !lastIn.has(view) && dialog.querySelector(".modal-body input, .modal-body textarea");
  (known || first || dialog.querySelector("h2")).focus({ preventScroll: view === shownView });
}

/** Keep Tab in a modal. */
export function keepTabIn(event) {
  if (event.key !== "Tab") return;
  const stops = stopsIn(event.currentTarget);
  const at = stops.indexOf(document.activeElement);
  const end = event.shiftKey ? 0 : stops.length - 1;
  if (at !== end && at !== -1) return;
  event.preventDefault();
  stops.at(event.shiftKey ? -1 : 0).focus();
}

/** At F6: to the next part of the page, at Shift and F6 to the one before. */
export function stepOn(event) {
  if (event.key !== "F6") return;
  event.preventDefault();
  const parts = PARTS.map((part) => document.querySelector(part)).filter((one) => one && !one.closest("[inert]"));
  const at = parts.findIndex((one) => one.contains(document.activeElement));
  const next = parts.at(event.shiftKey ? Math.max(at, 0) - 1 : (at + 1) % parts.length);
  const first = next.querySelector("[aria-current], input:checked") ?? next.querySelector("textarea, h2[tabindex]");
  (first ?? stopsIn(next)[0])?.focus();
}

function stopsIn(part) {
  return [...part.querySelectorAll(STOPS)].filter((one) => one.tabIndex >= 0 && one.checkVisibility());
}
