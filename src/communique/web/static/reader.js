// The reader: a highlight finds its entry and an entry its words; entries are added, moved and decided in place.
import { isTyping, onKey, send, toast } from "./desk.js";
import { offerNames } from "./names.js";
import { moveEdges, paint } from "./edges.js";
import { offsetOf, readBlocks, readText, trim, wordsOf } from "./offsets.js";

const root = document.documentElement;
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const columns = document.querySelector(".columns");
const home = document.getElementById("text");
const panel = document.getElementById("panel");
const peek = document.querySelector(".peek");
const float = document.getElementById("float");
const mayReview = columns.dataset.review === "true";
const path = location.pathname;
const narrow = matchMedia("(max-width: 50rem)");
const smooth = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");
const intoView = (node, block) => node?.scrollIntoView({ block, behavior: smooth() });

// ids → cards and highlights; blocks → offsets
let cards = new Map();
let places = new Map();
let blocks = [];
let text = [];
function index() {
  cards = new Map(all("#cards .card").map((card) => [card.dataset.id, card]));
  places = new Map([...cards.keys()].map((id) => [id, []]));
  for (const mark of all("mark[data-ids]", home)) for (const id of mark.dataset.ids.split(" ")) places.get(id)?.push(mark);
  blocks = readBlocks(home);
  text = readText(blocks);
}

// the chosen entry
let chosen = null;
let since = 0; // when it was chosen
let cameFrom = null;
const kindOf = (id) => cards.get(id).dataset.kind;
const tone = (mark) => {
  mark.className = mark.className.replace(/\s*\bk-\w+/g, "");
  const id = mark.matches(".on") ? chosen : mark.dataset.lit;
  if (id && mark.matches(".on, .lit") && cards.has(id)) mark.classList.add(`k-${kindOf(id)}`);
};
function mark(id, name, value) {
  cards.get(id)?.classList.toggle(name, value);
  for (const place of places.get(id) ?? []) {
    place.classList.toggle(name, value);
    if (name === "lit") { if (value) place.dataset.lit = id; else delete place.dataset.lit; }
    tone(place);
  }
}
const say = (words) => { for (const line of all(".status-line")) line.textContent = words; };
function clear() {
  if (chosen) { const was = chosen; mark(was, "on", false); chosen = null; }
  say("");
  peek.hidden = true;
  root.classList.remove("peeking");
}
function choose(id) {
  if (chosen !== id) { clear(); since = performance.now(); }
  chosen = id;
  mark(id, "on", true);
  history.replaceState(null, "", `#e-${id}`);
}
const isHidden = (id) => columns.classList.contains(`no-${kindOf(id)}`) || (cards.get(id).dataset.status === "rejected" && !columns.classList.contains("with-rejected"));
const idsOf = (place) => place.dataset.ids.split(" ").filter((id) => cards.has(id) && !isHidden(id));
const nextOf = (ids) => ids[(ids.indexOf(chosen) + 1) % ids.length];
const tell = (ids, id) => (ids.length > 1 ? `${ids.indexOf(id) + 1} of ${ids.length} on these words` : "");

function openFrom(place) {
  const ids = idsOf(place);
  if (!ids.length) return;
  const id = nextOf(ids);
  clear();
  choose(id);
  cameFrom = place;
  if (narrow.matches) { showPeek(id, ids); intoView(place, "nearest"); return; }
  say(tell(ids, id));
  cards.get(id).focus({ preventScroll: true });
  intoView(cards.get(id), "nearest");
}
function showPeek(id, ids) {
  const copy = cards.get(id).cloneNode(true);
  copy.removeAttribute("id");
  copy.removeAttribute("tabindex");
  peek.querySelector(".peekbody").replaceChildren(copy);
  peek.querySelector(".status-line").textContent = tell(ids, id);
  peek.querySelector("[data-act=next]").hidden = ids.length < 2;
  peek.hidden = false;
  root.classList.add("peeking");
  peek.scrollTop = 0;
  peek.querySelector("[data-act=close]").focus({ preventScroll: true });
}
function openFromCard(id, focus) {
  clear();
  choose(id);
  cameFrom = cards.get(id);
  const first = places.get(id)[0];
  if (narrow.matches) showPeek(id, [id]);
  intoView(first, "center");
  if (focus === "mark") first?.focus({ preventScroll: true });
  if (focus === "card") { cards.get(id).focus({ preventScroll: true }); if (!narrow.matches) intoView(cards.get(id), "nearest"); }
}
function reveal(id) {
  columns.classList.remove(`no-${kindOf(id)}`);
  if (cards.get(id).dataset.status === "rejected") columns.classList.add("with-rejected");
  pressChips();
}
function flash(id) {
  for (const place of places.get(id) ?? []) {
    place.classList.remove("flash");
    void place.offsetWidth; // or the animation would not start again
    place.classList.add("flash");
    setTimeout(() => place.classList.remove("flash"), 2400);
  }
}

/** The entry that stands in the address: found, scrolled to, flashed. */
function follow() {
  const id = /^#e-([0-9a-z]+)$/.exec(location.hash)?.[1];
  if (!id || !cards.has(id)) return;
  reveal(id);
  clear();
  choose(id);
  cameFrom = cards.get(id);
  if (narrow.matches) showPeek(id, [id]);
  else { cards.get(id).focus({ preventScroll: true }); cards.get(id).scrollIntoView({ block: "nearest" }); }
  places.get(id)[0]?.scrollIntoView({ block: "center" });
  flash(id);
}

document.addEventListener("click", (event) => {
  const target = event.target.closest("mark[data-ids], .links a, .card, [data-act]");
  if (!target) return;
  if (target.matches("mark")) { if (!String(getSelection()) && !editing) openFrom(target); return; }
  if (target.matches(".links a")) { event.preventDefault(); history.replaceState(null, "", target.hash); follow(); return; }
  const act = target.dataset.act;
  if (act === "close") { const back = cameFrom; clear(); back?.focus({ preventScroll: true }); }
  else if (act === "next") openFrom(cameFrom);
  else if (act === "words") editWords(target.closest(".card").dataset.id);
  else if (act === "add") { event.preventDefault(); openForm(last ? [last] : []); }
  else if (act === "cancel") closeForm();
  else if (target.matches(".card") && !target.closest(".peek") && !event.target.closest("a, button, form, summary") && !String(getSelection())) openFromCard(target.dataset.id);
});
home.addEventListener("keydown", (event) => {
  if ((event.key === "Enter" || event.key === " ") && event.target.matches("mark")) { event.preventDefault(); openFrom(event.target); }
});
document.getElementById("beside").addEventListener("keydown", (event) => {
  if (event.target.matches(".card") && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); openFromCard(event.target.dataset.id, "mark"); }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if (!panel.hidden && panel.contains(event.target)) closeForm();
  else if (chosen && !isTyping(event.target)) { const back = cameFrom; clear(); back?.focus({ preventScroll: true }); }
});

// hover and focus, both ways
let lit = [];
function light(target) {
  for (const id of lit) mark(id, "lit", false);
  lit = !target ? [] : target.matches("mark") ? idsOf(target).slice(0, 1) : [target.dataset.id];
  for (const id of lit) mark(id, "lit", true);
}
const lightable = (node) => (node instanceof Element ? node.closest("mark[data-ids], #cards .card") : null);
for (const [on, off] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
  document.addEventListener(on, (event) => { const found = lightable(event.target); if (found) light(found); });
  document.addEventListener(off, (event) => { if (lightable(event.target) && !lightable(event.relatedTarget)) light(null); });
}

// kinds
function pressChips() {
  for (const chip of all(".legend .chip")) {
    chip.ariaPressed = String(chip.dataset.kind ? !columns.classList.contains(`no-${chip.dataset.kind}`) : columns.classList.contains("with-rejected"));
  }
}
document.addEventListener("click", (event) => {
  const chip = event.target.closest(".legend .chip");
  if (!chip) return;
  columns.classList.toggle(chip.dataset.kind ? `no-${chip.dataset.kind}` : "with-rejected");
  pressChips();
  if (chosen && isHidden(chosen)) clear();
});

// what a person decides
/** Takes the page over as it is now: text, entries, legend. */
async function refresh() {
  const answer = await fetch(path, { credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const was = chosen;
  clear();
  lit = [];
  for (const part of ["#text", "#cards", ".legend", ".nothing"]) {
    const [now, next] = [document.querySelector(part), page.querySelector(part)];
    if (now && next) now.replaceChildren(...next.childNodes);
    else if (now) now.remove();
    else if (next && part === ".legend") document.querySelector(".articlehead").append(next);
  }
  index();
  pressChips();
  if (was && cards.has(was)) { choose(was); if (narrow.matches) showPeek(was, [was]); else cards.get(was).focus({ preventScroll: true }); }
}
const took = () => ((performance.now() - since) / 1000).toFixed(2);
async function decide(id, decision, number) {
  try {
    const body = new URLSearchParams({ decision, seconds: took() });
    if (number) body.set("number", number);
    const made = await send(`/entries/${id}/judge`, body);
    await refresh();
    const words = { accept: "Accepted.", reject: "Rejected.", undo: "Undone." }[decision];
    toast(words, { action: decision === "undo" ? null : { label: "Undo", run: () => decide(id, "undo", made.number) } });
  } catch (error) { toast(error.message, { bad: true }); }
}
document.addEventListener("submit", (event) => {
  if (event.target.matches("form.decide")) {
    event.preventDefault();
    const id = event.target.closest(".card").dataset.id;
    if (chosen !== id) choose(id);
    decide(id, event.submitter.value);
  } else if (event.target.matches("form.byhand")) {
    event.preventDefault();
    addEntry(event.target);
  }
});

// edges of words
let editing = null;
function editWords(id) {
  if (!mayReview || editing || !cards.has(id)) return;
  closeForm();
  choose(id);
  peek.hidden = true;
  root.classList.remove("peeking");
  root.classList.add("editing");
  const fields = JSON.parse(cards.get(id).dataset.spans);
  editing = moveEdges({
    home, blocks, text, fields, kind: kindOf(id), bar: document.getElementById("edgebar"), selection: () => last,
    save: async (field, spans) => {
      try {
        const told = spans.map((span) => span.join("-")).join(" ");
        const made = await send(`/entries/${id}/spans`, new URLSearchParams({ field, spans: told, seconds: took() }));
        await refresh();
        toast(`The ${field} was moved.`, { action: { label: "Undo", run: () => decide(id, "undo", made.number) } });
        return true;
      } catch (error) { toast(error.message, { bad: true }); return false; }
    },
    close: () => { editing = null; root.classList.remove("editing"); if (!narrow.matches) cards.get(id)?.focus({ preventScroll: true }); },
  });
}

// an entry by hand
let last = null; // the stretch that was selected last
let shade = null; // its paint while the form is open
let opened = 0;
function readSelection() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!home.contains(range.startContainer)) return null;
  const [start, end] = [offsetOf(blocks, range.startContainer, range.startOffset), offsetOf(blocks, range.endContainer, range.endOffset)];
  if (start === null || end === null) return null;
  const found = trim(text, start, end);
  return found[0] < found[1] ? found : null;
}
let waiting = 0;
document.addEventListener("selectionchange", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const found = readSelection();
    if (found) last = found;
    float.hidden = !found || !mayReview || editing !== null || !panel.hidden;
    if (float.hidden) return;
    const rects = getSelection().getRangeAt(0).getClientRects();
    const rect = rects[rects.length - 1];
    if (!rect) return;
    const left = Math.min(Math.max(8, rect.right - 60), innerWidth - float.offsetWidth - 8);
    Object.assign(float.style, { left: `${left + scrollX}px`, top: `${rect.bottom + scrollY + 8}px` });
  }, 120);
});
float.addEventListener("pointerdown", (event) => event.preventDefault());
float.addEventListener("click", () => openForm([last]));

async function openForm(spans, kind = "statement", kept = null) {
  if (!mayReview || editing) return;
  const query = new URLSearchParams({ kind, fragment: "true" });
  for (const span of spans) query.append("at", span.join("-"));
  try {
    const answer = await fetch(`${path}/add?${query}`, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) throw new Error("The form cannot be opened; load the page again.");
    panel.innerHTML = await answer.text(); // of our own making, every word of an article escaped
  } catch (error) { toast(error.message, { bad: true }); return; }
  if (!kept) opened = performance.now();
  for (const [name, value] of kept ?? []) { // what fits another kind as well
    const field = panel.querySelector(`[name="${CSS.escape(name)}"]:not([type=hidden], [name=kind])`);
    if (field && !field.value && value) field.value = value;
  }
  panel.hidden = false;
  float.hidden = true;
  clear();
  shadeEvidence();
  panel.querySelector("[name=kind]").focus({ preventScroll: true });
  intoView(panel, "nearest");
}
function closeForm() {
  if (panel.hidden) return;
  panel.hidden = true;
  panel.replaceChildren();
  shade?.remove();
  document.querySelector("[data-act=add]")?.focus({ preventScroll: true });
}
const places_ = () => all("[name=at]", panel).map((field) => field.value.split("-").map(Number));
function shadeEvidence() {
  shade?.remove();
  const form = panel.querySelector("form");
  shade = form ? paint(home, blocks, places_(), `fill k-${form.dataset.kind}`) : null;
}
async function addEntry(form) {
  const wrong = form.querySelector(".wrong");
  const body = new URLSearchParams(new FormData(form));
  body.set("seconds", ((performance.now() - opened) / 1000).toFixed(2));
  try {
    const made = await send(form.getAttribute("action"), body) /* a field of the form is called action */;
    closeForm();
    await refresh();
    history.replaceState(null, "", `#e-${made.id}`);
    follow();
    toast("The entry was added.", { action: { label: "Undo", run: () => decide(made.id, "undo", made.number) } });
  } catch (error) {
    wrong.textContent = error.message;
    wrong.hidden = false;
    intoView(wrong, "nearest");
  }
}
panel.addEventListener("pointerdown", (event) => { if (event.target.closest("[data-take]")) event.preventDefault(); });
panel.addEventListener("click", (event) => {
  const take = event.target.closest("[data-take]");
  const more = event.target.closest("[data-more]");
  if (more) {
    const first = panel.querySelector(`[name="${CSS.escape(more.dataset.more)}"]`);
    const copy = first.cloneNode();
    copy.removeAttribute("id");
    copy.setAttribute("aria-label", more.getAttribute("aria-label"));
    copy.value = "";
    more.before(copy);
    copy.focus();
  }
  if (!take) return;
  if (!last) { toast("Select words of the text first."); return; }
  const words = wordsOf(text, ...last);
  if (take.dataset.take === "at") {
    const list = Object.assign(document.createElement("ul"), { className: "evidence" });
    const item = document.createElement("li");
    item.append(Object.assign(document.createElement("input"), { type: "hidden", name: "at", value: last.join("-") }), Object.assign(document.createElement("q"), { textContent: words }));
    list.append(item);
    for (const old of all(".evidence, [name=quote]", take.parentElement)) old.remove();
    take.before(list);
    shadeEvidence();
  } else {
    panel.querySelector(`[name="${CSS.escape(take.dataset.take)}"]`).value = words;
    panel.querySelector(`[name="${CSS.escape(take.dataset.take)}@"]`).value = last.join("-");
  }
});
offerNames(panel);
panel.addEventListener("change", (event) => {
  if (event.target.name !== "kind") return;
  const kept = [...new FormData(event.target.form)].filter(([name]) => !["kind", "csrf", "at"].includes(name) && !name.endsWith("@"));
  openForm(places_(), event.target.value, kept);
});

// keys
function step(by) {
  const shown = [...cards.keys()].filter((id) => !isHidden(id));
  if (shown.length) openFromCard(shown[(shown.indexOf(chosen) + by + shown.length) % shown.length], "card");
}
onKey("j", () => step(1));
onKey("k", () => step(chosen ? -1 : 0));
if (mayReview) {
  onKey("a", () => chosen && decide(chosen, "accept"));
  onKey("r", () => chosen && decide(chosen, "reject"));
  onKey("u", () => chosen && decide(chosen, "undo"));
  onKey("w", () => chosen && editWords(chosen));
  onKey("n", () => openForm(last ? [last] : []));
}

index();
addEventListener("hashchange", follow);
addEventListener("resize", () => { if (!panel.hidden) shadeEvidence(); });
if (document.readyState === "complete") follow();
else addEventListener("load", follow); // once the browser has done its own scrolling and focusing
