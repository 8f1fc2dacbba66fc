// Where an element stands: in a view or in a message, under its block and action.

import { act, here, type } from "./store.js";

/** A view or a message as a place, with the values that its elements hold. */
export function placeOfView(view) {
  return { where: { view: view.id }, values: view.values, errors: view.errors, name: view.id };
}

export function placeOfMessage(message) {
  const where = { channel: message.channel, ts: message.ts };
  return { where, values: message.values, errors: {}, name: `${message.channel}-${message.ts}`, isMessage: true };
}

/** One element in its place. */
export class Spot {
  constructor(place, block, element) {
    this.block = block;
    this.element = element;
    this.isMessage = Boolean(place.isMessage);
    this.where = { ...place.where, block: block.block_id, action: element.action_id };
    this.value = place.values[block.block_id]?.[element.action_id] ?? null;
    this.error = place.errors[block.block_id];
    this.name = `${place.name}/${block.block_id}/${element.action_id}`;
    this.id = `e-${this.name.replace(/[^\w-]/g, "_")}`;
  }

  get isBusy() {
    return here.busy.has(this.name);
  }

  press(option) {
    return act({ act: "press", where: this.where, option }, this.name);
  }

  hold(value) {
    return type({ act: "hold", where: this.where, value });
  }

  /** Bring one more file of one's own. */
  async attach(file) {
    const content = await new Promise((read) => {
      const reader = new FileReader();
      reader.onload = () => read(reader.result.slice(reader.result.indexOf(",") + 1));
      reader.readAsDataURL(file);
    });
    return type({ act: "attach", where: this.where, name: file.name, content });
  }

  enter(value) {
    return act({ act: "hold", where: this.where, value, entered: true }, this.name);
  }

  options(typed) {
    return act({ act: "options", where: this.where, typed });
  }

  /** The ids of what describes an input: its error, its hint. */
  get describedBy() {
    const ids = [this.error && `${this.id}-error`, this.block.hint && `${this.id}-hint`];
    return ids.filter(Boolean).join(" ") || undefined;
  }

  /** Whether Enter in this text tells the app. */
  get answersEnter() {
    const on = this.element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
    return Boolean(this.block.dispatch_action) && on.includes("on_enter_pressed");
  }
}
