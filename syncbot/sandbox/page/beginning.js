// What a newcomer reads first: where one is, and four things to try.

import { h } from "./tree.js";
import { write } from "./composer.js";
import { here, shown } from "./store.js";

const TRIES = [
  {
    title: "Change a mapping",
    line: '/sync edit "Leads to Salesforce" mappings',
    about: "Nothing is written before you have read the review. Then the panel marks what changed in the JSON.",
  },
  {
    title: "Ask for a pause",
    line: '/sync pause "Contacts to Salesforce" because the CRM is being migrated',
    about: "It needs another person's yes: be Ben Okafor, and approve it in #approvals.",
  },
  {
    title: "Meet somebody else's edit",
    line: '/sync edit "Leads to Salesforce EMEA" schedule',
    about: "Change the time, press “Someone else edits this sync now” in the panel, then review and apply yours.",
  },
  {
    title: "See what failed",
    line: "/sync list failed",
    about: "Three syncs failed or left records out. Mend a mapping, pause one, or run it again.",
  },
];

/** The beginning of the conversation where one arrives. */
export function firstSteps(channel) {
  const me = shown.slack.cast.find((one) => one.name === here.person);
  return [
    h("h3", null, "Welcome to Acme, a workspace on your own machine"),
    h(
      "p", null,
      "The real syncbot is in it, between stand-ins for Slack and Polytomic: nothing leaves this machine. Type ",
      h("code", null, "/sync"), " to see all that it does, or press one of these and then Enter:",
    ),
    h("div", { class: "tries" }, TRIES.map((one) => card(one, channel))),
    h("p", { class: "you" }, `You are ${shown.slack.names[me.id]}, who ${me.about}. Be somebody else in the bar above.`),
  ];
}

function card({ title, line, about }, channel) {
  return h(
    "button", { type: "button", class: "try", onclick: () => write(channel.id, line) },
    h("strong", null, title),
    h("code", null, line),
    h("span", { class: "description" }, about),
  );
}
