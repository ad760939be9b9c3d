// The dossier: a highlight finds its card and a card its words. Reads only data-* attributes; builds no markup from text.
(() => {
  "use strict";
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const narrow = matchMedia("(max-width: 50rem)");
  const smooth = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");
  const keep = (key, value) => { try { localStorage.setItem(key, value); } catch { /* not allowed here */ } };
  const kept = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  root.classList.add("js");

  // ids → cards, highlights, calendar cells
  const cards = new Map(all(".card").map((card) => [card.dataset.id, card]));
  const places = new Map([...cards.keys()].map((id) => [id, []]));
  for (const place of all("[data-ids]")) for (const id of place.dataset.ids.split(" ")) places.get(id)?.push(place);
  const marksOf = (id) => (places.get(id) ?? []).filter((place) => place.tagName === "MARK");
  const sectionOf = (node) => node.closest(".article");
  const kindOf = (id) => cards.get(id).dataset.kind;

  // colours: as the system has them, light, dark
  const themes = ["auto", "light", "dark"];
  const themeButton = document.querySelector("[data-act=theme]");
  const setTheme = (theme) => {
    if (theme === "auto") delete root.dataset.theme; else root.dataset.theme = theme;
    themeButton.textContent = { auto: "◐ Auto", light: "○ Light", dark: "● Dark" }[theme];
    themeButton.ariaLabel = { auto: "Colours: as the system has them", light: "Colours: light", dark: "Colours: dark" }[theme];
  };
  let theme = themes.includes(kept("theme")) ? kept("theme") : "auto";
  setTheme(theme);
  themeButton.addEventListener("click", () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length];
    setTheme(theme);
    keep("theme", theme);
  });

  // one article at a time
  const showArticle = (section) => {
    if (section.classList.contains("shown")) return false;
    clear();
    for (const other of all(".article")) other.classList.toggle("shown", other === section);
    const day = section.querySelector(".strip .published"); // a long calendar opens where the article stands in it
    const strip = day?.closest(".strip");
    if (strip) strip.scrollLeft += day.closest(".period").getBoundingClientRect().left - strip.getBoundingClientRect().left - 120;
    for (const link of all(".index a")) {
      if (link.hash === `#${section.id}`) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    }
    return true;
  };
  const showView = (section, view) => {
    section.dataset.view = view;
    for (const button of all(".tabs button", section)) button.ariaPressed = String(button.dataset.view === view);
  };

  // the chosen entry
  let chosen = null;
  let cameFrom = null;
  const peek = document.querySelector(".peek");
  const paint = (id, name, value) => {
    cards.get(id)?.classList.toggle(name, value);
    for (const place of places.get(id) ?? []) {
      place.classList.toggle(place.tagName === "MARK" ? name : "lit", value);
      if (place.tagName === "MARK") {
        place.className = place.className.replace(/\s*\bk-\w+/g, "");
        if (place.matches(".on, .lit")) place.classList.add(`k-${kindOf(chosen && place.matches(".on") ? chosen : id)}`);
      }
    }
  };
  function clear() {
    if (chosen) { const was = chosen; chosen = null; paint(was, "on", false); }
    for (const status of all(".status")) status.textContent = "";
    peek.hidden = true;
    root.classList.remove("peeking");
  }
  const choose = (id) => {
    clear();
    chosen = id;
    paint(id, "on", true);
    try { history.replaceState(null, "", `#entry-${id}`); } catch { /* some file viewers forbid it */ }
  };
  const intoView = (node, block) => node?.scrollIntoView({ block, behavior: smooth() });

  const visibleIds = (place) => {
    const hidden = sectionOf(place).classList;
    return place.dataset.ids.split(" ").filter((id) => cards.has(id) && !hidden.contains(`no-${kindOf(id)}`));
  };
  /** The next entry of a place: the first, or the one behind the chosen one. */
  const nextOf = (ids) => ids[(ids.indexOf(chosen) + 1) % ids.length];
  const tell = (ids, id) => (ids.length > 1 ? `${ids.indexOf(id) + 1} of ${ids.length} on these words` : "");

  const openFrom = (place) => {
    const ids = visibleIds(place);
    if (!ids.length) return;
    const id = nextOf(ids);
    const section = sectionOf(place);
    choose(id);
    cameFrom = place;
    if (narrow.matches) {
      showView(section, "text");
      showPeek(id, ids);
      if (place.tagName === "MARK") intoView(place, "nearest"); else intoView(marksOf(id)[0], "center");
      return;
    }
    section.querySelector(".recordbar .status").textContent = tell(ids, id);
    cards.get(id).focus({ preventScroll: true });
    intoView(cards.get(id), "nearest");
    if (place.tagName !== "MARK") intoView(marksOf(id)[0], "center");
  };
  const showPeek = (id, ids) => {
    const copy = cards.get(id).cloneNode(true);
    copy.removeAttribute("id");
    copy.removeAttribute("tabindex");
    peek.querySelector(".peekbody").replaceChildren(copy);
    peek.querySelector(".status").textContent = tell(ids, id);
    peek.querySelector("[data-act=next]").hidden = ids.length < 2;
    peek.hidden = false;
    root.classList.add("peeking");
    peek.scrollTop = 0;
    peek.querySelector("[data-act=close]").focus({ preventScroll: true });
  };
  const openFromCard = (card, byKeyboard) => {
    const id = card.dataset.id;
    choose(id);
    cameFrom = card;
    const mark = marksOf(id)[0];
    if (narrow.matches) showView(sectionOf(card), "text");
    intoView(mark, "center");
    if (byKeyboard) mark?.focus({ preventScroll: true });
  };

  document.addEventListener("click", (event) => {
    const target = event.target.closest("mark, a[data-ids], .card, [data-act], .links a");
    if (!target || target.closest("details summary")) return;
    if (event.target.closest(".card details, .card .links a")) return;
    if (target.matches("mark")) openFrom(target);
    else if (target.matches("a[data-ids]")) { event.preventDefault(); openFrom(target); }
    else if (target.matches(".card") && !target.closest(".peek") && !String(getSelection())) openFromCard(target, false);
    else if (target.dataset.act === "close") { clear(); cameFrom?.focus({ preventScroll: true }); }
    else if (target.dataset.act === "next") openFrom(cameFrom);
  });
  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if ((event.key === "Enter" || event.key === " ") && target.matches("mark, .card")) {
      event.preventDefault();
      if (target.matches("mark")) openFrom(target); else openFromCard(target, true);
    } else if (event.key === "Escape" && chosen) {
      const back = cameFrom;
      clear();
      back?.focus({ preventScroll: true });
    }
  });
  const hover = (value) => (event) => {
    const target = event.target.closest("mark, .card, a[data-ids]");
    if (!target || target.contains(event.relatedTarget) || target.closest(".peek")) return;
    for (const id of target.dataset.id ? [target.dataset.id] : visibleIds(target).slice(0, 1)) if (id !== chosen) paint(id, "lit", value);
  };
  document.addEventListener("pointerover", hover(true));
  document.addEventListener("pointerout", hover(false));

  // kinds, actors, order
  for (const section of all(".article")) {
    for (const chip of all(".chip", section)) {
      chip.addEventListener("click", () => {
        chip.ariaPressed = String(section.classList.toggle(`no-${chip.dataset.kind}`) === false);
        if (chosen && section.classList.contains(`no-${kindOf(chosen)}`)) clear();
      });
    }
    for (const member of all(".member", section)) {
      member.addEventListener("click", () => {
        const only = member.ariaPressed === "true" ? null : member.dataset.actor;
        for (const other of all(".member", section)) other.ariaPressed = String(other === member && only !== null);
        const ids = new Set();
        for (const card of all(".card", section)) {
          const has = only !== null && card.dataset.cast.split(" ").includes(only);
          card.classList.toggle("kept", has);
          if (has) ids.add(card.dataset.id);
        }
        for (const mark of all("mark", section)) mark.classList.toggle("kept", mark.dataset.ids.split(" ").some((id) => ids.has(id)));
        section.classList.toggle("filtered", only !== null);
        section.classList.toggle("faded", only !== null);
      });
    }
    const list = section.querySelector(".cards");
    const inText = all(".card", section);
    for (const button of all(".order button", section)) {
      button.addEventListener("click", () => {
        for (const other of all(".order button", section)) other.ariaPressed = String(other === button);
        if (button.dataset.order === "text") { list.replaceChildren(...inText); return; }
        const kinds = all(".chip", section).map((chip) => chip.dataset.kind);
        list.replaceChildren(...kinds.flatMap((kind) => {
          const head = document.createElement("h3");
          head.className = `grouphead k-${kind}`;
          head.textContent = section.querySelector(`.chip[data-kind="${kind}"] .u`).textContent;
          return [head, ...inText.filter((card) => card.dataset.kind === kind)];
        }));
      });
    }
    for (const tab of all(".tabs button", section)) tab.addEventListener("click", () => { clear(); showView(section, tab.dataset.view); });
  }

  // addresses: #entry-ID and #article-N
  const follow = () => {
    let name = "";
    try { name = decodeURIComponent(location.hash.slice(1)); } catch { /* not one of ours */ }
    const node = name ? document.getElementById(name) : null;
    const section = node ? sectionOf(node) : null;
    const turned = showArticle(section ?? (name ? document.querySelector(".article.shown") : null) ?? document.querySelector(".article"));
    if (node?.classList.contains("card")) {
      section.classList.remove(`no-${node.dataset.kind}`, "filtered", "faded");
      for (const chip of all(".chip", section)) if (chip.dataset.kind === node.dataset.kind) chip.ariaPressed = "true";
      for (const member of all(".member", section)) member.ariaPressed = "false";
      choose(node.dataset.id);
      cameFrom = node;
      if (narrow.matches) {
        showView(section, "text");
        showPeek(node.dataset.id, [node.dataset.id]);
      } else {
        node.focus({ preventScroll: true });
        node.scrollIntoView({ block: "nearest" });
      }
      marksOf(node.dataset.id)[0]?.scrollIntoView({ block: "center" });
    } else if (section && turned) scrollTo(0, 0);
  };
  addEventListener("hashchange", follow);
  follow();
})();
