// A conversation: its messages, threads under what they answer, and the composer.

import { h } from "./tree.js";
import { local, mrkdwn } from "./mrkdwn.js";
import { face } from "./faces.js";
import { act, here, know, shown } from "./store.js";
import { placeOfMessage } from "./place.js";
import { blocks } from "./blocks.js";
import { composer } from "./composer.js";
import { firstSteps } from "./beginning.js";
import { menu } from "./menu.js";

/** The conversation that is looked at. */
export function conversation() {
  const channel = shown.slack.channels.find((one) => one.id === here.place);
  const name = channel.direct ? "syncbot" : `#${channel.name}`;
  const messages = channel.messages.filter((one) => !here.dismissed.has(`${one.channel}/${one.ts}`));
  const roots = messages.filter((one) => !isReply(one, messages));
  return h(
    "main", { class: "place", key: channel.id },
    h("header", { class: "place-header" }, h("h2", null, name), h("span", { class: "topic" }, TOPICS[channel.name] ?? "Messages from the app to you")),
    h(
      "div", { class: "messages", role: "log", tabindex: "0", "aria-label": `Messages in ${name}`, key: "messages", ref: keepEnd },
      h("div", { class: "start", key: "start" }, beginning(channel)),
      roots.map((one) => thread(one, messages.filter((other) => other.thread === one.ts && other !== one))),
    ),
    composer(channel, name),
  );
}

const TOPICS = {
  general: "Type /sync here",
  approvals: "Where approvals are asked for",
  "sync-log": "What became of every change",
};

function isReply(message, messages) {
  return message.thread && message.thread !== message.ts && messages.some((one) => one.ts === message.thread);
}

function beginning(channel) {
  if (channel.name !== "general") return h("p", null, channel.direct ? "This is where your messages with syncbot begin." : `This is where #${channel.name} begins.`);
  return firstSteps(channel);
}

function thread(root, replies) {
  return h(
    "div", { class: "thread", key: root.ts },
    message(root),
    replies.length > 0 &&
      h(
        "div", { class: "replies", role: "group", "aria-label": "Thread" },
        h("p", { class: "reply-count" }, replies.length === 1 ? "1 reply" : `${replies.length} replies`),
        replies.map(message),
      ),
  );
}

function message(one) {
  const { names, bot } = shown.slack;
  const moment = new Date(Number(one.ts) * 1000);
  const name = names[one.author] ?? one.author;
  return h(
    "article", { "data-ts": one.ts, class: one.ephemeral ? "message ephemeral" : "message", key: `m-${one.ts}`, "aria-label": `${name}, ${clock(moment)}` },
    h("div", { class: "face-holder" }, face(one.author, 36, bot)),
    h(
      "div", { class: "message-body" },
      one.ephemeral && h("p", { class: "only-you" }, "Only visible to you"),
      h(
        "p", { class: "byline" },
        h("strong", null, name),
        one.author === bot && h("span", { class: "app" }, "APP"),
        h("time", { datetime: moment.toISOString() }, clock(moment)),
        one.edited && !one.ephemeral && h("span", { class: "edited" }, "(edited)"),
      ),
      one.blocks.length ? blocks(placeOfMessage(one), one.blocks) : h("div", { class: "block text" }, mrkdwn(one.text)),
      one.files.map(file),
      one.ephemeral && dismissal(one),
    ),
    !one.ephemeral && shortcuts(one),
  );
}

function clock(moment) {
  return local(moment, "en-US", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

function dismissal(one) {
  const dismiss = () => {
    here.dismissed.add(`${one.channel}/${one.ts}`);
    know({});
  };
  return h("p", { class: "only-you" }, h("button", { type: "button", class: "link", onclick: dismiss }, "Dismiss message"));
}

function file(one) {
  const size = one.bytes < 1024 ? `${one.bytes} bytes` : `${(one.bytes / 1024).toFixed(1)} KB`;
  return h(
    "a", { class: "file", href: `/file/${here.person}/${one.id}`, download: one.name },
    h("strong", null, one.name),
    h("span", null, `${size}, download`),
  );
}

function shortcuts(one) {
  const offered = shown.slack.shortcuts.filter((shortcut) => shortcut.kind === "message");
  if (!offered.length) return null;
  const where = { channel: one.channel, ts: one.ts };
  const entries = offered.map(({ name }) => ({ text: name, act: () => act({ act: "shortcut", name, where }) }));
  return h("div", { class: "toolbar" }, menu(`more-${one.channel}-${one.ts}`, { label: "More actions", text: "⋮", class: "icon" }, entries));
}

/** Keep the end in sight where it was, when what stands below grows. */
function keepEnd(list) {
  let isAtEnd = true;
  list.addEventListener("scroll", () => {
    isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 2;
  });
  new ResizeObserver(() => {
    if (isAtEnd) list.scrollTop = list.scrollHeight;
  }).observe(list);
}

/** Remember what was looked at, and go to a new message: to its end, or to its beginning where it does not fit. */
export function readNow() {
  const list = document.querySelector(".messages");
  const channel = shown.slack?.channels.find((one) => one.id === here.place);
  if (!list || !channel) return;
  here.read[`${here.person}/${channel.id}`] = Math.max(0, ...channel.messages.map((one) => Number(one.ts)));
  const mark = `${here.person}/${channel.id}/${channel.messages.at(-1)?.ts ?? ""}`;
  if (list.dataset.mark !== mark) {
    list.dataset.mark = mark;
    const newest = list.querySelector(`[data-ts="${channel.messages.at(-1)?.ts}"]`);
    const isTall = newest && newest.offsetHeight > list.clientHeight;
    list.scrollTop = list.scrollHeight;
    if (isTall) list.scrollTop += newest.getBoundingClientRect().top - list.getBoundingClientRect().top;
  }
}
