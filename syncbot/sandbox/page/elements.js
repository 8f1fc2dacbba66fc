// The interactive elements of Block Kit.

import { h } from "./tree.js";
import { text, words } from "./mrkdwn.js";
import { combobox } from "./combobox.js";
import { menu } from "./menu.js";
import { know } from "./store.js";
import { submit } from "./views.js";

/** One element; `label` is what it is called where no label of a block says so. */
export function drawnElement(spot, label) {
  const { type } = spot.element;
  if (type in DRAWN) return DRAWN[type](spot, label);
  console.error(`There is no drawing of the element ${type}.`);
  return h("span", { class: "unknown" }, `[${type}]`);
}

/** Whether an input is several controls, which its label names together. */
export function isGroup(element) {
  return element.type === "checkboxes" || element.type === "radio_buttons";
}

function button(spot) {
  const { element } = spot;
  const press = () => {
    if (spot.isBusy) return;
    if (element.url) window.open(element.url, "_blank", "noopener");
    spot.press();
  };
  return h(
    "button",
    {
      type: "button",
      id: spot.id,
      key: spot.isMessage ? spot.name : undefined, // never another button under a finger that presses twice
      class: `button ${element.style ?? "plain"}`,
      "aria-label": element.accessibility_label,
      "aria-busy": spot.isBusy ? "true" : undefined,
      onclick: () => asked(spot, press),
    },
    words(element.text),
  );
}

/** Ask first where the element says so, which Slack does in messages. */
function asked(spot, then) {
  const confirm = spot.element.confirm;
  if (!confirm || !spot.isMessage) {
    then();
    return;
  }
  know({
    question: {
      title: words(confirm.title),
      text: text(confirm.text),
      yes: words(confirm.confirm),
      no: words(confirm.deny),
      danger: confirm.style === "danger",
      then,
    },
  });
}

function overflow(spot, label) {
  const entries = spot.element.options.map((option) => ({
    text: words(option.text),
    act: () => {
      if (option.url) window.open(option.url, "_blank", "noopener");
      asked(spot, () => spot.press(option.value));
    },
  }));
  return menu(spot.name, { label: label || "More actions", text: "⋯", class: "button plain overflow" }, entries);
}

function typed(spot, label) {
  const { element } = spot;
  const isLong = Boolean(element.multiline);
  return h(isLong ? "textarea" : "input", {
    id: spot.id,
    key: spot.name,
    class: "text-input",
    type: isLong ? undefined : "text",
    rows: isLong ? 6 : undefined,
    inputmode: element.type === "number_input" ? "numeric" : undefined,
    maxlength: element.max_length,
    placeholder: words(element.placeholder),
    autocomplete: "off",
    spellcheck: "false",
    "aria-label": spot.block.type === "input" ? undefined : label,
    "aria-required": spot.block.type === "input" && !spot.block.optional ? "true" : undefined,
    "aria-invalid": spot.error ? "true" : undefined,
    "aria-describedby": spot.describedBy,
    typed: spot.value ?? "",
    oninput: (event) => spot.hold(event.target.value),
    onkeydown: (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      if (event.ctrlKey || event.metaKey) submit();
      else if (isLong) return;
      else if (spot.answersEnter) spot.enter(event.target.value);
      event.preventDefault();
    },
  });
}

function boxes(spot) {
  const ticked = new Set((spot.value ?? []).map((option) => option.value));
  const flip = (value, on) => {
    if (on) ticked.add(value);
    else ticked.delete(value);
    spot.hold(spot.element.options.map((option) => option.value).filter((one) => ticked.has(one)));
  };
  return choices(spot, "checkbox", (option) => ticked.has(option.value), flip);
}

function radios(spot) {
  return choices(spot, "radio", (option) => spot.value?.value === option.value, (value) => spot.hold(value));
}

function choices(spot, kind, isOn, flip) {
  const one = (option, at) =>
    h(
      "label", { class: "choice" },
      h("input", {
        type: kind,
        id: at === 0 ? spot.id : undefined,
        name: spot.id,
        checked: isOn(option),
        "aria-describedby": spot.describedBy,
        onchange: (event) => flip(option.value, event.target.checked),
      }),
      h(
        "span", null,
        text(option.text),
        option.description && h("span", { class: "description" }, text(option.description)),
      ),
    );
  return h("div", { class: "choices", key: spot.name }, spot.element.options.map(one));
}

function picker(kind) {
  return (spot, label) =>
    h("input", {
      type: kind,
      id: spot.id,
      key: spot.name,
      class: "text-input",
      "aria-label": spot.block.type === "input" ? undefined : label,
      typed: spot.value ?? "",
      onchange: (event) => spot.hold(event.target.value || null),
    });
}

function files(spot) {
  const { element } = spot;
  const chosen = spot.value ?? [];
  const rest = (file) => chosen.filter((one) => one !== file);
  const bring = (event) => {
    for (const file of event.target.files) spot.attach(file);
    event.target.value = ""; // the same file can be chosen again once it was taken away
  };
  return h(
    "div", { class: "files", key: spot.name },
    chosen.map((file) =>
      h(
        "span", { class: "chip", key: file.id },
        file.name,
        h("button", { type: "button", "aria-label": `Take away ${file.name}`, onclick: () => spot.hold(rest(file)) }, "×"),
      ),
    ),
    h("input", {
      type: "file",
      id: spot.id,
      class: chosen.length < (element.max_files ?? 10) ? "" : "unseen",
      disabled: chosen.length >= (element.max_files ?? 10),
      accept: (element.filetypes ?? []).map((kind) => `.${kind}`).join(",") || undefined,
      "aria-invalid": spot.error ? "true" : undefined,
      "aria-describedby": spot.describedBy,
      onchange: bring,
    }),
  );
}

const DRAWN = {
  button,
  overflow,
  plain_text_input: typed,
  number_input: typed,
  email_text_input: typed,
  url_text_input: typed,
  checkboxes: boxes,
  radio_buttons: radios,
  static_select: combobox,
  external_select: combobox,
  multi_static_select: combobox,
  multi_external_select: combobox,
  datepicker: picker("date"),
  timepicker: picker("time"),
  file_input: files,
};
