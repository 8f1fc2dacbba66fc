// A face for everybody, drawn here.

import { h } from "./tree.js";

const FACES = {
  U0ANNA: { back: "#f4c7ab", skin: "#e8b08e", hair: "#5b3a29", shirt: "#2a6f77", long: true },
  U0BEN: { back: "#bcd7e8", skin: "#7a4b32", hair: "#1f1a17", shirt: "#b5533c", beard: true },
  U0GUS: { back: "#d9d3ee", skin: "#f0c9ac", hair: "#c98f3d", shirt: "#51608a", glasses: true },
};
const OTHER = { back: "#dddddd", skin: "#d8b79c", hair: "#666666", shirt: "#888888" };

/** The face of a person by id, or the app's mark. */
export function face(id, size, bot) {
  const around = { viewBox: "0 0 36 36", width: size, height: size, class: "face", "aria-hidden": "true" };
  if (id === bot) return h("svg", around, ...mark());
  const look = FACES[id] ?? OTHER;
  return h(
    "svg", around,
    h("rect", { width: 36, height: 36, fill: look.back }),
    look.long && h("path", { d: "M8 31V16a10 10 0 0 1 20 0v15z", fill: look.hair }),
    h("path", { d: "M5 36c1-8 7-10 13-10s12 2 13 10z", fill: look.shirt }),
    h("rect", { x: 15, y: 21, width: 6, height: 7, rx: 3, fill: look.skin }),
    h("ellipse", { cx: 18, cy: 17, rx: 7, ry: 8, fill: look.skin }),
    h("path", { d: "M10.5 16c0-7 4-9.5 7.500-9.500s7.500 2.500 7.500 9.500c-1.500-3-3-4.500-7.500-4.500s-6 1.500-7.500 4.500z", fill: look.hair }),
    look.beard && h("path", { d: "M11 18c0 6 3 8.500 7 8.500s7-2.500 7-8.500c-1 2.500-2 3.500-7 3.500s-6-1-7-3.500z", fill: look.hair }),
    h("circle", { cx: 15.2, cy: 17, r: 0.9, fill: "#2b2b2b" }),
    h("circle", { cx: 20.8, cy: 17, r: 0.9, fill: "#2b2b2b" }),
    look.glasses && h("path", { d: "M12.500 17a2.700 2.700 0 1 0 5.400 0a2.700 2.700 0 1 0-5.400 0M18.100 17a2.700 2.700 0 1 0 5.400 0a2.700 2.700 0 1 0-5.400 0", fill: "none", stroke: "#333333" }),
    h("path", { d: look.beard ? "M16 23.200c1.200.8 2.800.8 4 0" : "M15.500 20.800c1.500 1.500 3.500 1.500 5 0", fill: "none", stroke: look.beard ? "#d9b8a6" : "#8a4b3a", "stroke-linecap": "round" }),
  );
}

function mark() {
  return [
    h("rect", { width: 36, height: 36, fill: "#1d3557" }),
    h("path", {
      d: "M9 15a9 9 0 0 1 16-3l2-2v7h-7l2-2a6 6 0 0 0-10 1zM27 21a9 9 0 0 1-16 3l-2 2v-7h7l-2 2a6 6 0 0 0 10-1z",
      fill: "#a8dadc",
    }),
  ];
}
