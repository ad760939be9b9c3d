// Fields that offer names of actors and labels of issues: <input data-names="actors" list="…"> anywhere inside `root`.
import { send } from "./desk.js";

export function offerNames(root) {
  let asking = 0;
  root.addEventListener("input", (event) => {
    const of = event.target.dataset?.names;
    if (!of) return;
    clearTimeout(asking);
    asking = setTimeout(async () => {
      try {
        const { names } = await send(`/names/${of}?q=${encodeURIComponent(event.target.value)}`);
        document.getElementById(event.target.getAttribute("list")).replaceChildren(...names.map((each) => Object.assign(document.createElement("option"), { value: each.name, label: each.kind ?? "" })));
      } catch { /* names are an offer only */ }
    }, 150);
  });
}
