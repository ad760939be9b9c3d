// Places in the text of an article. The record counts code points, a browser UTF-16 units; here one becomes the other.
// Every block of the text carries `data-start`: the offset of its first character.

/** The blocks under `root`, in order: { el, start, chars }, where `chars` has one string for each code point. */
export function readBlocks(root) {
  return [...root.querySelectorAll("[data-start]")].map((el) => ({ el, start: Number(el.dataset.start), chars: [...el.textContent] }));
}

/** Code points of the whole text by offset; what stands between blocks is a line feed. */
export function readText(blocks) {
  const last = blocks.at(-1);
  const text = new Array(last ? last.start + last.chars.length : 0).fill("\n");
  for (const block of blocks) for (let i = 0; i < block.chars.length; i++) text[block.start + i] = block.chars[i];
  return text;
}

/** The offset of a place in the page; null outside the text. */
export function offsetOf(blocks, node, at) {
  const el = (node instanceof Element ? node : node.parentElement)?.closest("[data-start]");
  const block = blocks.find((each) => each.el === el);
  if (!block) return outside(blocks, node, at);
  const range = document.createRange();
  range.setStart(el, 0);
  range.setEnd(node, at);
  return block.start + [...range.toString()].length;
}

/** A place between blocks (a triple click ends there): the end of the last block before it. */
function outside(blocks, node, at) {
  const place = document.createRange();
  place.setStart(node, at);
  let found = null;
  for (const block of blocks) {
    const whole = document.createRange();
    whole.selectNodeContents(block.el);
    if (place.compareBoundaryPoints(Range.START_TO_END, whole) <= 0 && whole.compareBoundaryPoints(Range.END_TO_END, place) <= 0) found = block.start + block.chars.length;
  }
  return found;
}

/** The place in the page of an offset: { node, at }. An offset between blocks is the end of the block before it. */
export function pointOf(blocks, offset) {
  const block = blocks.findLast((each) => each.start <= offset) ?? blocks[0];
  let left = Math.min(offset - block.start, block.chars.length);
  const walker = document.createTreeWalker(block.el, NodeFilter.SHOW_TEXT);
  let node = null;
  let passed = 0; // code points before `node`
  while (walker.nextNode()) {
    node = walker.currentNode;
    const chars = [...node.data];
    if (passed + chars.length >= left) return { node, at: chars.slice(0, left - passed).join("").length };
    passed += chars.length;
  }
  return node ? { node, at: node.data.length } : { node: block.el, at: 0 };
}

/** The stretch from `start` to `end` as a Range of the page. */
export function rangeOf(blocks, start, end) {
  const range = document.createRange();
  const first = firstPoint(blocks, start);
  const last = pointOf(blocks, end);
  range.setStart(first.node, first.at);
  range.setEnd(last.node, last.at);
  return range;
}

/** As pointOf, but before the next character rather than behind the last one, so that no empty line end is caught. */
function firstPoint(blocks, offset) {
  const point = pointOf(blocks, offset);
  if (!(point.node instanceof Text) || point.at < point.node.data.length) return point;
  const block = blocks.findLast((each) => each.start <= offset);
  if (block && offset >= block.start + block.chars.length) return point;
  const next = pointOf(blocks, offset + 1);
  return { node: next.node, at: Math.max(0, next.at - (next.node.data.codePointAt(next.at - 2) > 0xffff ? 2 : 1)) };
}

const isWord = (char) => char !== undefined && /[\p{L}\p{N}\p{M}'’\-]/u.test(char);
const isBlank = (char) => char === undefined || /\s/u.test(char);

/** [start, end) without white space at either end. */
export function trim(text, start, end) {
  while (start < end && isBlank(text[start])) start++;
  while (end > start && isBlank(text[end - 1])) end--;
  return [start, end];
}

/** Where an edge comes to stand that moves by a word: ends stop behind words, starts before them. */
export function stepWord(text, offset, forward, isStart) {
  const inside = (at) => (forward ? isWord(text[at]) : isWord(text[at - 1]));
  const more = (at) => (forward ? at < text.length : at > 0);
  const step = forward ? 1 : -1;
  let at = offset;
  const skip = (word) => { while (more(at) && inside(at) === word) at += step; };
  if (forward !== isStart) { skip(false); skip(true); } else { skip(true); skip(false); }
  return at;
}

/** The edge of the word around `offset` that is nearer; `offset` itself between words. */
export function snap(text, offset) {
  if (!isWord(text[offset]) || !isWord(text[offset - 1])) return offset;
  let start = offset;
  let end = offset;
  while (isWord(text[start - 1])) start--;
  while (isWord(text[end])) end++;
  return offset - start < end - offset ? start : end;
}

/** The words of a stretch on one line. */
export const wordsOf = (text, start, end) => text.slice(start, end).join("").replace(/\s+/gu, " ").trim();
