// Lost judgements by keyboard: j and k walk them, a applies one at its likeliest place, d lets it go.
import { onKey } from "./desk.js";

const rows = [...document.querySelectorAll(".lost > [data-row]")];
let at = 0;
const walk = (step) => {
  at = Math.min(Math.max(at + step, 0), rows.length - 1);
  rows[at].focus();
  rows[at].scrollIntoView({ block: "nearest" });
};
if (rows.length) {
  rows[0].focus({ preventScroll: true });
  onKey("j", () => walk(1));
  onKey("k", () => walk(-1));
  onKey("a", () => rows[at].querySelector("[data-apply] button")?.click());
  onKey("d", () => rows[at].querySelector("[data-drop] button")?.click());
}
