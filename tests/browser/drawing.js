// Draws screens in the page itself, one after the other, and tells of each what is there to read, to hear and to choose.
async ({ screens, options }) => {
  const { shown, here, know, redraw } = await import("/page/store.js");
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

  async function screen({ kind, shown: what }) {
    const general = { ...before.channels[0], messages: kind === "message" ? [{ ...what, channel: before.channels[0].id }] : [] };
    shown.slack = { ...before, channels: [general, ...before.channels.slice(1)], stack: kind === "modal" ? [what] : [], home: kind === "home" ? what : null };
    here.place = kind === "home" ? "home" : general.id;
    redraw();
    await drawn();
    const around = document.querySelector({ modal: "dialog.modal", home: ".home", message: "article" }[kind]);
    const holder = document.querySelector({ modal: ".modal-body", home: ".home", message: ".message-body" }[kind]);
    const nodes = [...holder.querySelectorAll(":scope > .block")];
    const list = [];
    for (const [at, node] of nodes.entries()) list.push(await block(node, what.blocks[at] ?? what.text));
    return { around: [read(around), ...heard(around)], blocks: list, wide: wide(holder) || wide(document.documentElement) };
  }

  const told = [];
  for (const one of screens) told.push(await screen(one));
  return told;
}
