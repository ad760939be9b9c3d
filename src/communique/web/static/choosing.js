// A list by keyboard: j and k walk its rows, Enter opens, x chooses, m goes on with those chosen.
import { onKey } from "./desk.js";

const form = document.querySelector("[data-choosing]");
if (form) {
  const rows = [...form.querySelectorAll("[data-row]")];
  const bar = form.querySelector("[data-chosen]");
  let at = -1;

  const walk = (step) => {
    if (!rows.length) return;
    rows[at]?.classList.remove("at");
    at = Math.min(Math.max(at + step, 0), rows.length - 1);
    rows[at].classList.add("at");
    rows[at].querySelector("a")?.focus({ preventScroll: true });
    rows[at].scrollIntoView({ block: "nearest" });
  };
  const count = () => {
    if (!bar) return;
    const chosen = form.querySelectorAll("[data-row] input:checked").length;
    bar.querySelector("[data-count]").textContent = chosen ? `${chosen} chosen` : "";
    bar.querySelector("button").disabled = chosen < 2;
    for (const row of rows) row.classList.toggle("is-chosen", Boolean(row.querySelector("input:checked")));
  };

  onKey("j", () => walk(1));
  onKey("k", () => walk(-1));
  onKey("x", () => {
    const row = rows[at] ?? document.activeElement.closest("[data-row]");
    row?.querySelector("input")?.click();
  });
  onKey("m", () => {
    if (bar && !bar.querySelector("button").disabled) form.requestSubmit();
  });
  form.addEventListener("change", count);
  form.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row) return;
    rows[at]?.classList.remove("at");
    at = rows.indexOf(row);
    row.classList.add("at");
  });
  addEventListener("pageshow", count);
}

// Names that are suggested while somebody types.
let asked;
document.addEventListener("input", (event) => {
  const box = event.target.closest("[data-suggest]");
  if (!box) return;
  clearTimeout(asked);
  asked = setTimeout(async () => {
    const url = new URL(box.dataset.suggest, location.href);
    url.searchParams.set("text", box.value);
    const answer = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return;
    const options = (await answer.json()).map((one) => Object.assign(document.createElement("option"), { value: one.value, label: one.label }));
    document.getElementById(box.getAttribute("list"))?.replaceChildren(...options);
  }, 120);
});
