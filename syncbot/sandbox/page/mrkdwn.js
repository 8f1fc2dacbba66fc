// Slack's text as elements: mentions, dates in the reader's zone, links, code, bold, italic, struck, quotes.

import { h } from "./tree.js";
import { shown } from "./store.js";

const CODE = /```([\s\S]+?)```|`([^`\n]+)`/;
const TOKEN = /<([^<>\n]+)>/;
const MARKS = [
  [/(?<![\p{L}\p{N}_*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\p{L}\p{N}_*])/u, "strong"],
  [/(?<![\p{L}\p{N}_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\p{L}\p{N}_])/u, "em"],
  [/(?<![\p{L}\p{N}_~])~(?=\S)([^~\n]+?)(?<=\S)~(?![\p{L}\p{N}_~])/u, "s"],
];
const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

/** A text object of either kind. */
export function text(object) {
  if (!object) return [];
  return object.type === "mrkdwn" ? mrkdwn(object.text) : unescaped(object.text);
}

/** The plain words of a plain text object. */
export function words(object) {
  return object ? unescaped(object.text) : "";
}

/** Finished mrkdwn. */
export function mrkdwn(source) {
  const lines = source.split("\n");
  const parts = [];
  let quote = [];
  const endQuote = () => {
    if (quote.length) parts.push(h("blockquote", null, inline(quote.join("\n"))));
    quote = [];
  };
  let plain = [];
  const endPlain = () => {
    if (plain.length) parts.push(...inline(plain.join("\n")));
    plain = [];
  };
  for (const line of lines) {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (quoted) {
      endPlain();
      quote.push(quoted[1]);
    } else {
      endQuote();
      plain.push(line);
    }
  }
  endQuote();
  endPlain();
  return parts;
}

function inline(source) {
  const found = CODE.exec(source);
  if (found) {
    const code = found[1] === undefined ? h("code", null, unescaped(found[2])) : h("pre", null, unescaped(found[1]));
    return [...tokens(source.slice(0, found.index)), code, ...inline(source.slice(found.index + found[0].length))];
  }
  return tokens(source);
}

// A mark may reach around tokens (`*<date>*`), so tokens wait as private characters while marks are read.
function tokens(source) {
  const kept = [];
  const held = source.replaceAll(new RegExp(TOKEN, "g"), (_, token) => {
    kept.push(token);
    return String.fromCharCode(0xe000 + kept.length - 1);
  });
  return marked(held, kept);
}

function marked(source, kept) {
  for (const [mark, tag] of MARKS) {
    const found = mark.exec(source);
    if (found) {
      return [
        ...marked(source.slice(0, found.index), kept),
        h(tag, null, marked(found[1], kept)),
        ...marked(source.slice(found.index + found[0].length), kept),
      ];
    }
  }
  return source.split(/([\ue000-\uf8ff]|\n)/).map((piece) => {
    if (piece === "\n") return h("br");
    const code = piece.charCodeAt(0);
    const token = piece.length === 1 && code >= 0xe000 ? kept[code - 0xe000] : undefined;
    return token === undefined ? unescaped(piece) : drawn(token);
  });
}

function drawn(token) {
  if (token.startsWith("!date^")) return date(token);
  const [target, label] = split(token);
  if ("@#".includes(target[0])) {
    const name = shown.slack?.names[target.slice(1)] ?? unescaped(label || target.slice(1));
    const mine = target.slice(1) === shown.slack?.me.id;
    return h("span", { class: mine ? "mention mine" : "mention" }, target[0] + name);
  }
  if (target.startsWith("!")) {
    const id = target.replace(/^!(subteam\^)?/, "");
    return h("span", { class: "mention" }, `@${(shown.slack?.names[id] ?? id).replace(/^@/, "")}`);
  }
  const address = unescaped(target);
  const safe = /^(https?|mailto):/.test(address);
  return safe
    ? h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, label ? unescaped(label) : address)
    : unescaped(label || target);
}

function split(token) {
  const at = token.indexOf("|");
  return at < 0 ? [token, ""] : [token.slice(0, at), token.slice(at + 1)];
}

function unescaped(source) {
  return source.replace(/&(amp|lt|gt);/g, (entity) => ENTITIES[entity]);
}

function date(token) {
  const [parts, fallback] = split(token);
  const [, seconds, shape] = parts.split("^");
  const moment = new Date(Number(seconds) * 1000);
  if (!shape || Number.isNaN(moment.getTime())) return unescaped(fallback);
  const said = shape.replace(/\{(\w+)\}/g, (whole, name) => formatted(name, moment) ?? whole);
  return h("time", { datetime: moment.toISOString(), title: fallback }, said);
}

const SHAPES = {
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  time_secs: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
};

function formatted(name, moment) {
  const base = name.replace(/_pretty$/, "");
  if (base === "date_num") return local(moment, "en-CA", {});
  if (base === "ago") return ago(moment);
  if (base !== name) {
    const days = { 0: "today", "-1": "yesterday", 1: "tomorrow" }[daysFromNow(moment)];
    if (days) return days;
  }
  return SHAPES[base] ? local(moment, "en-US", SHAPES[base]) : undefined;
}

/** A moment in the reader's own time zone. */
export function local(moment, language, shape) {
  return new Intl.DateTimeFormat(language, { timeZone: shown.slack?.me.zone, ...shape }).format(moment);
}

function daysFromNow(moment) {
  const day = (one) => Date.parse(local(one, "en-CA", {}));
  return Math.round((day(moment) - day(new Date())) / 86_400_000);
}

function ago(moment) {
  const seconds = (moment - Date.now()) / 1000;
  const relative = new Intl.RelativeTimeFormat("en");
  for (const [unit, length] of [["day", 86_400], ["hour", 3600], ["minute", 60]]) {
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit);
  }
  return "just now";
}
