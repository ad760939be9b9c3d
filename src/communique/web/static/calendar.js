// The calendar: j and k walk the months, t goes to this one; the address of the feed is copied at a press.
import { onKey, toast } from "./desk.js";

for (const to of document.querySelectorAll("a[data-key]")) onKey(to.dataset.key, () => to.click());

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const box = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(box.value);
      toast("Copied.");
    } catch {
      box.select(); // not allowed here: it can be copied by hand
      toast("Press Ctrl+C to copy it.");
    }
  });
}
