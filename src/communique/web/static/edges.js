// Moves the edges of an entry's words: handles that are dragged, or moved with the arrow keys.
import { offsetOf, pointOf, rangeOf, snap, stepWord, wordsOf } from "./offsets.js";

/** Paints stretches of the text over `home` (which must be positioned); gives back the layer that holds them. */
export function paint(home, blocks, spans, name = "fill") {
  const layer = Object.assign(document.createElement("div"), { className: "edges" });
  home.append(layer);
  const origin = home.getBoundingClientRect();
  for (const [start, end] of spans) {
    for (const rect of rangeOf(blocks, start, end).getClientRects()) {
      if (!rect.width) continue;
      const box = Object.assign(document.createElement("div"), { className: name });
      Object.assign(box.style, { left: `${rect.left - origin.left}px`, top: `${rect.top - origin.top}px`, width: `${rect.width}px`, height: `${rect.height}px` });
      layer.append(box);
    }
  }
  return layer;
}

const caretAt = (x, y) => {
  if (document.caretPositionFromPoint) {
    const found = document.caretPositionFromPoint(x, y);
    return found ? [found.offsetNode, found.offset] : null;
  }
  const found = document.caretRangeFromPoint(x, y);
  return found ? [found.startContainer, found.startOffset] : null;
};

/** Opens the editor of one entry's words.
 *  `fields`: { evidence: [[12, 30]], … }; `selection()`: the stretch that is selected, or null;
 *  `save(field, spans)`: a promise, true when it is kept; `close()`: called at the end, whatever came of it. */
export function moveEdges({ home, bar, blocks, text, fields, kind, selection, save, close }) {
  const names = ["evidence", "content", "cue"].filter((name) => fields[name]);
  const state = { field: names[0], spans: [] };
  let layer = null;
  let held = null; // [span, isStart] of the handle that is in use

  const button = (words, act, extra = "") => {
    const made = Object.assign(document.createElement("button"), { type: "button", className: `button ${extra}`, textContent: words });
    made.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
    made.addEventListener("click", act);
    return made;
  };
  const changed = () => JSON.stringify(state.spans) !== JSON.stringify(fields[state.field]);
  const tabs = names.map((name) => Object.assign(button(name, () => show(name), "tab"), { ariaPressed: "false" }));
  const take = button("Take the selection", () => {
    const found = selection();
    if (!found) return;
    state.spans = [found];
    draw();
    focusEdge(0, false);
  });
  const keep = button("Save", () => finish(true), "main");
  const drop = button("Cancel", () => finish(false));
  const told = Object.assign(document.createElement("p"), { className: "told" });
  told.setAttribute("aria-live", "polite");

  function show(name) {
    state.field = name;
    state.spans = fields[name].map((span) => [...span]);
    tabs.forEach((tab, at) => { tab.ariaPressed = String(names[at] === name); });
    draw();
    if (state.spans.length) focusEdge(0, false);
  }

  function draw() {
    const active = held;
    layer?.remove();
    layer = paint(home, blocks, state.spans, `fill k-${kind}`);
    state.spans.forEach((span, at) => layer.append(handle(at, true), handle(at, false)));
    keep.disabled = !changed();
    told.textContent = state.spans.length ? `“${state.spans.map(([start, end]) => shorten(wordsOf(text, start, end))).join(" … ")}”` : "No words yet: select some, then take the selection.";
    if (active) focusEdge(...active);
  }
  const shorten = (words) => (words.length > 90 ? `${words.slice(0, 44)} … ${words.slice(-44)}` : words);

  function handle(at, isStart) {
    const offset = state.spans[at][isStart ? 0 : 1];
    const made = Object.assign(document.createElement("button"), { type: "button", className: `edge ${isStart ? "start" : "end"} k-${kind}` });
    made.dataset.span = at;
    made.setAttribute("role", "slider");
    made.setAttribute("aria-label", `${isStart ? "Start" : "End"} of the ${state.field}`);
    made.setAttribute("aria-valuemin", 0);
    made.setAttribute("aria-valuemax", text.length);
    made.setAttribute("aria-valuenow", offset);
    made.setAttribute("aria-valuetext", isStart ? `before “${wordsOf(text, offset, offset + 24)}”` : `after “${wordsOf(text, Math.max(0, offset - 24), offset)}”`);
    const rects = [...rangeOf(blocks, ...state.spans[at]).getClientRects()].filter((rect) => rect.width);
    const rect = isStart ? rects[0] : rects.at(-1);
    const origin = home.getBoundingClientRect();
    if (rect) Object.assign(made.style, { left: `${(isStart ? rect.left : rect.right) - origin.left}px`, top: `${rect.top - origin.top}px`, height: `${rect.height}px` });
    made.addEventListener("pointerdown", (event) => drag(event, at, isStart));
    made.addEventListener("focus", () => { held = [at, isStart]; });
    return made;
  }
  const focusEdge = (at, isStart) => layer.querySelector(`.edge.${isStart ? "start" : "end"}[data-span="${at}"]`)?.focus({ preventScroll: true });

  /** Moves an edge, as far as its own other end and its neighbours let it. */
  function move(at, isStart, offset) {
    const span = state.spans[at];
    const low = isStart ? state.spans[at - 1]?.[1] ?? 0 : span[0] + 1;
    const high = isStart ? span[1] - 1 : state.spans[at + 1]?.[0] ?? text.length;
    const to = Math.min(Math.max(offset, low), high);
    if (to === span[isStart ? 0 : 1]) return;
    span[isStart ? 0 : 1] = to;
    draw();
  }

  function drag(event, at, isStart) {
    if (event.button) return;
    event.preventDefault(); // no selection begins here
    held = [at, isStart];
    home.classList.add("dragging");
    const follow = (next) => {
      next.preventDefault();
      const line = event.pointerType === "touch" ? next.clientY - 22 : next.clientY; // a finger hides what it points at
      const caret = caretAt(next.clientX, line);
      const offset = caret && home.contains(caret[0]) ? offsetOf(blocks, ...caret) : null;
      if (offset !== null) move(at, isStart, next.altKey ? offset : snap(text, offset));
    };
    const end = () => {
      home.classList.remove("dragging");
      removeEventListener("pointermove", follow);
      removeEventListener("pointerup", end);
      removeEventListener("pointercancel", end);
      focusEdge(at, isStart);
    };
    addEventListener("pointermove", follow, { passive: false });
    addEventListener("pointerup", end);
    addEventListener("pointercancel", end);
  }

  function onKey(event) {
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); finish(false); return; }
    const onEdge = event.target instanceof Element && event.target.matches(".edge");
    if (onEdge && event.key === "Enter") { event.preventDefault(); if (changed()) finish(true); return; }
    if (!["ArrowLeft", "ArrowRight"].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!state.spans.length || !(onEdge || (event.shiftKey && event.target === document.body))) return;
    event.preventDefault();
    const [at, isStart] = held ?? [0, false];
    const forward = event.key === "ArrowRight";
    const now = state.spans[at][isStart ? 0 : 1];
    move(at, isStart, event.shiftKey ? stepWord(text, now, forward, isStart) : now + (forward ? 1 : -1));
  }

  async function finish(kept) {
    if (kept && !(await save(state.field, state.spans))) return;
    document.removeEventListener("keydown", onKey, true);
    removeEventListener("resize", draw);
    layer?.remove();
    bar.hidden = true;
    bar.replaceChildren();
    close();
  }

  bar.replaceChildren(...tabs, told, take, keep, drop);
  bar.hidden = false;
  document.addEventListener("keydown", onKey, true);
  addEventListener("resize", draw);
  show(state.field);
  const first = state.spans[0] ? pointOf(blocks, state.spans[0][0]).node.parentElement : null;
  first?.scrollIntoView({ block: "center" });
  draw();
  return { cancel: () => finish(false) };
}
