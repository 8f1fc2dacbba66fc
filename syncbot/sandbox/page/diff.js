// Lines of two texts side by side: what stayed, went and came.

const MOST_CELLS = 4_000_000;

/** A list of [sign, lines]: " " for what stayed, "-" for what went, "+" for what came. */
export function difference(before, now) {
  const a = before.split("\n");
  const b = now.split("\n");
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const middle = between(a.slice(start, a.length - end), b.slice(start, b.length - end));
  return joined([[" ", a.slice(0, start)], ...middle, [" ", end ? a.slice(-end) : []]]);
}

function between(a, b) {
  if (!a.length || !b.length || a.length * b.length > MOST_CELLS) return [["-", a], ["+", b]];
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i][j] = a[i] === b[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  const parts = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      parts.push([" ", [a[i]]]);
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && lengths[i + 1][j] >= lengths[i][j + 1])) {
      parts.push(["-", [a[i]]]);
      i += 1;
    } else {
      parts.push(["+", [b[j]]]);
      j += 1;
    }
  }
  return parts;
}

function joined(parts) {
  const whole = [];
  for (const [sign, lines] of parts) {
    if (!lines.length) continue;
    if (whole.at(-1)?.[0] === sign) whole.at(-1)[1].push(...lines);
    else whole.push([sign, [...lines]]);
  }
  return whole;
}
