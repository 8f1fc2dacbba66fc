// Block Kit: each block that an app can send, drawn.

import { h } from "./tree.js";
import { mrkdwn, text, words } from "./mrkdwn.js";
import { Spot } from "./place.js";
import { drawnElement, isGroup } from "./elements.js";

/** The blocks of a place, in order. */
export function blocks(place, list) {
  return list.map((block) => (DRAWN[block.type] ?? other)(block, place));
}

function element(place, block, one, label) {
  return drawnElement(new Spot(place, block, one), label);
}

function section(block, place) {
  const fields = (block.fields ?? []).map((field) => h("div", { class: "field" }, text(field)));
  return h(
    "div", { class: "block section" },
    h(
      "div", { class: "section-text" },
      block.text && h("div", { class: "text" }, text(block.text)),
      fields.length > 0 && h("div", { class: "fields" }, fields),
    ),
    block.accessory && h("div", { class: "accessory" }, accessory(block, place)),
  );
}

function accessory(block, place) {
  if (block.accessory.type === "image") return image(block.accessory);
  return element(place, block, block.accessory, labelOf(block.accessory, block));
}

function labelOf(one, block) {
  return one.accessibility_label ?? (words(one.placeholder) || (block?.text?.text ?? "").replace(/[*_`~]/g, ""));
}

function actions(block, place) {
  const elements = block.elements.map((one) => element(place, block, one, labelOf(one)));
  return h("div", { class: "block actions" }, elements);
}

function context(block) {
  const elements = block.elements.map((one) => (one.type === "image" ? image(one) : h("span", null, text(one))));
  return h("div", { class: "block context" }, elements);
}

function image(one) {
  return h("img", { src: one.image_url, alt: one.alt_text, class: "picture" });
}

function header(block) {
  return h("h3", { class: "block header" }, words(block.text));
}

function input(block, place) {
  const spot = new Spot(place, block, block.element);
  const label = [words(block.label), block.optional && h("span", { class: "optional" }, " (optional)")];
  const grouped = isGroup(block.element);
  return h(
    "div",
    {
      class: spot.error ? "block input invalid" : "block input",
      key: `${place.name}/${block.block_id}`,
      role: grouped ? "group" : undefined,
      "aria-labelledby": grouped ? `${spot.id}-label` : undefined,
    },
    grouped
      ? h("div", { class: "label", id: `${spot.id}-label` }, label)
      : h("label", { class: "label", for: spot.id, id: `${spot.id}-label` }, label),
    drawnElement(spot, words(block.label)),
    spot.error && h("p", { class: "error", id: `${spot.id}-error`, role: "alert" }, spot.error),
    block.hint && h("p", { class: "hint", id: `${spot.id}-hint` }, words(block.hint)),
  );
}

function picture(block) {
  return h("figure", { class: "block" }, block.title && h("figcaption", null, words(block.title)), image(block));
}

function table(block) {
  const rows = block.rows.map((row) => h("tr", null, row.map((cell) => h("td", null, leaves(cell)))));
  return h("div", { class: "block scrolls" }, h("table", null, h("tbody", null, rows)));
}

function markdown(block) {
  return h("div", { class: "block text" }, mrkdwn(block.text.replace(/\*\*(.+?)\*\*/g, "*$1*")));
}

function other(block) {
  console.error(`There is no drawing of the block ${block.type}.`);
  return h("div", { class: "block text" }, leaves(block));
}

/** Every text within, for what has no drawing of its own. */
function leaves(value) {
  if (Array.isArray(value)) return value.map(leaves).join("");
  if (value === null || typeof value !== "object") return "";
  return typeof value.text === "string" ? value.text : Object.values(value).map(leaves).join("");
}

const DRAWN = {
  section,
  actions,
  context,
  header,
  input,
  image: picture,
  divider: () => h("hr", { class: "block" }),
  markdown,
  table,
  data_table: table,
};
