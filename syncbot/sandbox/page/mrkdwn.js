// Slack's text as elements: mentions, dates in the reader's zone, links, code, bold, italic, struck, quotes.

import { h } from "./tree.js";
import { shown } from "./store.js";

const CODE = /```([\s\S]+?)```|`([^`\n]+)`/g;
const TOKEN = /<([^<>\n]+)>/g;
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

// A mark may reach around code and tokens (`*<date>*`), so they wait behind their numbers while marks are read.
function inline(source) {
  const kept = [];
  const hold = (one) => `\0${kept.push(one) - 1}\0`;
  const held = source
    .replaceAll(CODE, (_, block, span) => hold(block === undefined ? h("code", null, unescaped(span)) : h("pre", null, unescaped(block))))
    .replaceAll(TOKEN, (_, token) => hold(drawn(token)));
  return marked(held, kept);
}

function marked(source, kept) {
  const found = MARKS.map(([mark, tag]) => ({ at: mark.exec(source), tag })).filter((one) => one.at);
  if (found.length) {
    const { at, tag } = found.reduce((first, one) => (one.at.index < first.at.index ? one : first)); // the outermost
    return [
      ...marked(source.slice(0, at.index), kept),
      h(tag, null, marked(at[1], kept)),
      ...marked(source.slice(at.index + at[0].length), kept),
    ];
  }
  return source.split(/(\0\d+\0|\n)/).map((piece) => {
    if (piece === "\n") return h("br");
    return piece.startsWith("\0") ? kept[piece.slice(1, -1)] : unescaped(piece);
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
