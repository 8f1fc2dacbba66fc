// What the server says, what only this page knows, and how a person acts.

/** From the server: `slack` (all that the person sees) and `polytomic` (the panel). */
export const shown = { slack: null, polytomic: null };

/** Known only here: where one looks, open menus, half-typed text. Change it through `know`. */
export const here = {
  person: "anna",
  place: null, // a conversation's id, or "home"
  read: {}, // by person and conversation: the time of the newest message that was looked at
  dismissed: new Set(),
  busy: new Set(),
  isArriving: false, // whether somebody else's workspace is about to be shown
  menu: null, // the one open menu, by name
  question: null, // what is asked before something is done
  complaint: null, // what went wrong on this page last
  unanswered: false, // whether the bot did not answer the last act that it was told of
  connected: true,
};

let willDraw = false;
let painter = () => {};
let stream = null;
let typing = Promise.resolve();
let ringsHeard = 0;
let waiting = []; // for what was done to be shown: the ring it waits for, and what goes on then
let pendingTyping = 0;

/** Let `paint` draw the page whenever something changes, at most once a turn. */
export function start(paint) {
  painter = paint;
  connect();
}

/** Draw soon. */
export function redraw() {
  if (willDraw) return;
  willDraw = true;
  queueMicrotask(() => {
    willDraw = false;
    painter();
  });
}

/** Change what is known here, and draw. */
export function know(change) {
  Object.assign(here, change);
  redraw();
}

/** Be somebody else. */
export function become(name) {
  if (name === here.person) return;
  shown.slack = null;
  know({ person: name, place: null, menu: null, unanswered: false, isArriving: true });
  connect();
}

function connect() {
  stream?.close();
  const mine = new EventSource(`/events/${here.person}`);
  stream = mine;
  for (const feed of ["slack", "polytomic"]) {
    mine.addEventListener(feed, (event) => {
      if (stream !== mine) return;
      shown[feed] = JSON.parse(event.data);
      know({ connected: true });
    });
  }
  mine.addEventListener("rings", (event) => stream === mine && heard(Number(event.data)));
  mine.onerror = () => {
    if (stream !== mine) return;
    know({ connected: false });
    heard(Infinity); // what comes after this tells everything anew
  };
}

function heard(rings) {
  ringsHeard = rings;
  const over = waiting.filter((one) => one.rings <= rings);
  waiting = waiting.filter((one) => one.rings > rings);
  for (const one of over) one.goOn();
}

/** Wait until the page shows what the server had done by that ring: its answer may be here before its news. */
function untilShown(rings) {
  return rings <= ringsHeard ? null : new Promise((goOn) => waiting.push({ rings, goOn }));
}

/** Ask the server for something; what it answers, once the page shows it, or null when it refused (which is then said). */
export async function ask(what, said) {
  try {
    const response = await fetch(`/do/${what}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(said),
    });
    const answer = await response.json();
    if (response.ok) {
      await untilShown(answer.rings);
      return answer;
    }
    complain(answer.refused);
  } catch {
    complain("The demo does not answer. Was it stopped?");
  }
  return null;
}

/** Say on the page what went wrong here. */
function complain(text) {
  know({ complaint: { text, at: performance.now() } });
}

/** Act as the person, once everything typed before has arrived; `busy` names what waits meanwhile. */
export async function act(said, busy = null) {
  const as = here.person;
  if (busy) know({ busy: new Set(here.busy).add(busy) });
  await typing;
  const answer = await ask("act", { as, ...said });
  if (typeof answer?.acked === "boolean") know({ unanswered: !answer.acked });
  if (busy) {
    here.busy.delete(busy);
    redraw();
  }
  return answer;
}

/** Type: in order, one after the other, without waiting. */
export function type(said) {
  const as = here.person;
  pendingTyping += 1;
  typing = typing.then(() => ask("act", { as, ...said })).finally(() => {
    pendingTyping -= 1;
    redraw();
  });
  return typing;
}

/** Whether something typed has not arrived yet, so that the server's values are older than the page's. */
export function isTyping() {
  return pendingTyping > 0;
}
