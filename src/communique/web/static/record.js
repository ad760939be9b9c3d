// The ledger: a row opens its sentence in context where it stands.
import { onKey } from "./desk.js";
import { offerNames } from "./names.js";

const rows = [...document.querySelectorAll(".row")];
document.addEventListener("toggle", async (event) => {
  const box = event.target.matches(".sentence") && event.target.open ? event.target.querySelector("[data-passage]") : null;
  if (!box) return;
  const url = box.dataset.passage;
  box.removeAttribute("data-passage");
  try {
    const answer = await fetch(url, { credentials: "same-origin" });
    if (answer.ok && !answer.redirected) box.innerHTML = await answer.text(); // of our own making, escaped
  } catch { /* the sentence itself stands there already */ }
}, true);

let at = -1;
const step = (by) => {
  if (!rows.length) return;
  at = Math.min(Math.max(at + by, 0), rows.length - 1);
  rows[at].focus({ preventScroll: true });
  rows[at].scrollIntoView({ block: "nearest" });
};
onKey("j", () => step(1));
onKey("k", () => step(-1));
onKey("o", () => { const row = document.activeElement.closest(".row"); if (row) location.assign(row.querySelector(".read").href); });
for (const [place, row] of rows.entries()) {
  row.addEventListener("focusin", () => { at = place; });
  row.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === row) { event.preventDefault(); const box = row.querySelector(".sentence"); box.open = !box.open; }
  });
}
if (matchMedia("(max-width: 62rem)").matches) for (const box of document.querySelectorAll(".facetbox, .filterbox")) box.open = false;
offerNames(document);
