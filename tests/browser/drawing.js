// Draws screens in the page itself, one after the other, and tells what is there to read, to hear and to choose.
async (options) => {
  const { shown, know } = await import("/page/store.js");
  const before = shown.slack;
  const known = new Set();
  const answered = { options, rings: 0 };
  window.fetch = async () => ({ ok: true, json: async () => answered });

  const drawn = () =>
    new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = done;
      port2.postMessage(null);
    });
  const read = (node) => node.innerText.replace(/\s+/g, " ").trim();

  /** What is told by attributes and values, of an element and all within. */
  function heard(node) {
    const found = [];
    for (const one of [node, ...node.querySelectorAll("*")]) {
      for (const name of ["aria-label", "placeholder", "alt", "href"]) if (one.hasAttribute(name)) found.push(one.getAttribute(name));
      if (one.matches("input[type=text], textarea")) found.push(one.value);
    }
    return found;
  }

  /** What shows when something is pressed, which is closed again. */
  async function opened(button, what, closed) {
    button.click();
    await drawn();
    const found = [...document.querySelectorAll(what)].map(read);
    know(closed);
    await drawn();
    return found;
  }

  /** What the menus of a block offer, and what is asked before its buttons act. */
  async function asked(node, elements) {
    const found = [];
    for (const button of node.querySelectorAll("[role=combobox], button[aria-haspopup]")) {
      found.push(...(await opened(button, "[role=option], [role=menuitem]", { menu: null })));
    }
    const buttons = node.querySelectorAll("button.button");
    for (const [at, one] of elements.entries()) {
      if (one.confirm) found.push(...(await opened(buttons[at], "dialog.question", { question: null })));
    }
    return found;
  }

  function tags(block) {
    const names = ["strong", "em", "code", "time", "a", ".mention"];
    return Object.fromEntries(names.map((name) => [name, block.querySelectorAll(name).length]));
  }

  /** What a screen reader says of a field beside its name. */
  function described(block) {
    const ids = [...block.querySelectorAll("[aria-describedby]")].flatMap((one) => one.getAttribute("aria-describedby").split(" "));
    return ids.map((id) => read(document.getElementById(id)));
  }

  const wide = (node) => node.scrollWidth > node.clientWidth;

  /** A block; null for one that is like another before. */
  async function block(node, one) {
    const mark = JSON.stringify(one, (key, value) => (["block_id", "action_id", "value"].includes(key) ? undefined : value));
    if (known.has(mark)) return null;
    known.add(mark);
    const chosen = [...node.querySelectorAll("label:has(:checked)")].map(read);
    const buttons = [...node.querySelectorAll("button.button")].map((each) => each.className);
    const elements = one.elements ?? [one.accessory].filter(Boolean);
    const found = [read(node), ...heard(node), ...(await asked(node, elements))];
    return { found, chosen, buttons, described: described(node), tags: tags(node) };
  }

  /** Show one in the place of all that the person sees. */
  async function show({ kind, shown: what }) {
    const [first, ...others] = before.channels;
    const general = { ...first, messages: kind === "message" ? [{ ...what, channel: first.id }] : [] };
    shown.slack = { ...before, channels: [general, ...others], stack: [], home: null };
    if (kind === "modal") shown.slack.stack = [what];
    if (kind === "home") shown.slack.home = what;
    know({ place: kind === "home" ? "home" : general.id, menu: null });
    await drawn();
  }

  async function look(one) {
    await show(one);
    const around = document.querySelector({ modal: "dialog.modal", home: ".home", message: "article" }[one.kind]);
    const holder = document.querySelector({ modal: ".modal-body", home: ".home", message: ".message-body" }[one.kind]);
    const nodes = [...holder.querySelectorAll(":scope > .block")];
    const list = [];
    for (const [at, node] of nodes.entries()) list.push(await block(node, one.shown.blocks[at] ?? one.shown.text));
    return { around: [read(around), ...heard(around)], blocks: list, wide: wide(holder) || wide(document.documentElement) };
  }

  /** What axe-core finds in it that hinders somebody, in the light and in the dark. */
  async function hindrances(one) {
    await show(one);
    const found = [];
    for (const theme of ["light", "dark"]) {
      document.documentElement.dataset.theme = theme;
      const { violations } = await axe.run(".columns > :first-child, .stage", { resultTypes: ["violations"] });
      const serious = violations.filter((fault) => ["serious", "critical"].includes(fault.impact));
      found.push(...serious.flatMap((fault) => fault.nodes.map((node) => `${theme}, ${fault.id}: ${node.html.slice(0, 160)}`)));
    }
    return found;
  }

  async function each(screens, tell) {
    const told = [];
    for (const one of screens) told.push(await tell(one));
    return told;
  }

  window.drawing = { show, look: (screens) => each(screens, look), hindrances: (screens) => each(screens, hindrances) };
}
