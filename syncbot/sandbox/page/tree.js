// A small virtual tree: `h` describes elements, `patch` makes a real one look like the description.
// Elements live on from one description to the next where key, tag and place agree, so focus and typing survive.

const SVG = "http://www.w3.org/2000/svg";
const SVG_TAGS = new Set(["svg", "path", "circle", "rect", "ellipse", "g"]);
const PROPERTIES = new Set(["value", "checked", "disabled", "open", "textContent"]);

/** An element: attributes by name, `on*` handlers, `key` for its identity, `ref` called when it is made. */
export function h(tag, attributes, ...children) {
  return { tag, attributes: attributes ?? {}, children: children.flat(Infinity).filter(isShown) };
}

function isShown(child) {
  return child !== null && child !== undefined && child !== false && child !== "";
}

/** Make the children of a real element those that are described. */
export function patch(parent, described) {
  const children = [described].flat(Infinity).filter(isShown);
  const keyed = new Map();
  for (const node of parent.childNodes) {
    if (node.described?.attributes?.key !== undefined) keyed.set(node.described.attributes.key, node);
  }
  // What is gone goes first: then nothing that stays has to move, and what has the focus keeps it.
  const stays = new Set(children.map((child) => child.attributes?.key));
  for (const [key, node] of keyed) if (!stays.has(key)) node.remove();
  let current = parent.firstChild;
  for (const child of children) {
    const key = child.attributes?.key;
    let node = key === undefined ? current : (keyed.get(key) ?? null);
    if (node && key === undefined && node.described?.attributes?.key !== undefined) node = null;
    if (node && alike(node, child)) {
      if (node !== current) parent.insertBefore(node, current);
      else current = current.nextSibling;
      refresh(node, child);
    } else {
      parent.insertBefore(made(child), current);
    }
  }
  while (current) {
    const next = current.nextSibling;
    current.remove();
    current = next;
  }
}

function alike(node, child) {
  if (typeof child !== "object") return node.nodeType === Node.TEXT_NODE;
  return node.described?.tag === child.tag && node.described.attributes.key === child.attributes.key;
}

function made(child) {
  if (typeof child !== "object") return document.createTextNode(String(child));
  const node = SVG_TAGS.has(child.tag) ? document.createElementNS(SVG, child.tag) : document.createElement(child.tag);
  node.described = { tag: child.tag, attributes: {} };
  refresh(node, child);
  child.attributes.ref?.(node);
  return node;
}

function refresh(node, child) {
  if (typeof child !== "object") {
    if (node.data !== String(child)) node.data = String(child);
    return;
  }
  const before = node.described.attributes;
  const names = new Set([...Object.keys(before), ...Object.keys(child.attributes)]);
  const hasValue = names.delete("value");
  for (const name of names) set(node, name, child.attributes[name]);
  node.described = child;
  if (!("textContent" in child.attributes)) patch(node, child.children);
  if (hasValue) set(node, "value", child.attributes.value); // a select takes one of its options, so they come first
}

function set(node, name, value) {
  if (name === "key" || name === "ref") return;
  if (name === "typed") {
    // What stands in a text field; while somebody is in it, it is theirs.
    if (document.activeElement !== node && node.value !== value) node.value = value;
  } else if (name.startsWith("on")) {
    listen(node, name.slice(2), value);
  } else if (PROPERTIES.has(name)) {
    if (node[name] !== (value ?? "")) node[name] = value ?? "";
  } else if (value === undefined || value === null || value === false) {
    node.removeAttribute(name);
  } else {
    const text = value === true ? "" : String(value);
    if (node.getAttribute(name) !== text) node.setAttribute(name, text);
  }
}

/** Also for events that no property of an element listens to, such as focusin. */
function listen(node, type, handler) {
  node.handlers ??= {};
  if (!(type in node.handlers)) node.addEventListener(type, (event) => node.handlers[type]?.(event));
  node.handlers[type] = handler;
}
