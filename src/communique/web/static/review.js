// The review queue by keyboard. The next entries are fetched ahead, so a key shows the next one at once while the
// decision is sent; a decision that could not be saved is told, and its entry comes back. Without this script every
// button is a form that posts.

function start(root) {
  const stage = root.querySelector("[data-stage]");
  const live = root.querySelector("[data-live]");
  const alarm = root.querySelector("[data-alarm]");
  const more = new URL(root.dataset.more, location.href);
  const csrf = root.dataset.csrf;
  const deck = []; // entries that are waiting, the shown one among them
  const past = []; // what was done here, to be undone: {cards, sent, skipped}
  const known = new Set();
  let told = 0; // the last judgement that the shown progress knows of
  let at = 0;
  let cursor = root.dataset.cursor;
  let fetching = null;
  let pending = 0;
  let unsent = 0; // undos that wait for their decision to arrive
  let owed = ""; // what is still to be said with the next entry
  let skipped = [];
  const clock = new Clock();

  const first = stage.querySelector("[data-entry]");
  if (first) take({ id: first.dataset.entry, say: first.dataset.say, node: first });
  if (first) clock.begin();
  document.documentElement.classList.add("by-key");
  fill();

  // —— the deck ——

  function take(card, place = deck.length) {
    known.add(card.id);
    deck.splice(place, 0, card);
  }

  function fill() {
    if (fetching || !cursor || deck.length - at > 5) return fetching;
    const url = new URL(more);
    url.searchParams.set("after", cursor);
    fetching = fetch(url, { headers: { Accept: "application/json" } })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(`the desk answered ${answer.status}`))))
      .then((found) => {
        cursor = found.cursor;
        for (const card of found.cards) if (!known.has(card.id)) take(make(card));
        tell(found.progress);
        if (!stage.querySelector("[data-entry]")) show();
      })
      .catch((error) => warn(`More entries could not be fetched: ${error.message}.`))
      .finally(() => {
        fetching = null;
      });
    return fetching;
  }

  function make(card) {
    const holder = document.createElement("template");
    holder.innerHTML = card.html; // made and escaped by the server
    return { id: card.id, say: card.say, node: holder.content.firstElementChild };
  }

  function show(said = "") {
    const card = deck[at];
    if (!card && cursor) {
      owed = said;
      stage.replaceChildren(note("One moment …"));
      fill();
      return;
    }
    said = `${owed} ${said}`.trim();
    owed = "";
    if (!card) return finish(said);
    stage.replaceChildren(card.node);
    card.node.querySelectorAll("details[open]").forEach((details) => (details.open = false));
    card.node.focus({ preventScroll: true });
    if (card.node.getBoundingClientRect().top < 0) root.scrollIntoView();
    clock.begin();
    say(`${said} ${card.say}`.trim());
    fill();
  }

  function finish(said) {
    if (deck.length) {
      at = deck.length - 1;
      return show(`${said} That was the last one.`);
    }
    if (skipped.length) {
      const back = skipped;
      skipped = [];
      deck.push(...back);
      at = 0;
      return show(`${said} Nothing else is left: these are the ${back.length} that you skipped.`);
    }
    const end = root.querySelector("[data-finished]").content.firstElementChild.cloneNode(true);
    stage.replaceChildren(end);
    end.focus();
    say(`${said} ${end.textContent.replace(/\s+/g, " ").trim()}`);
  }

  function note(words) {
    const line = document.createElement("p");
    line.className = "waiting";
    line.textContent = words;
    return line;
  }

  // —— decisions ——

  function decide(card, said, url, body, others = []) {
    body.set("seconds", clock.seconds().toFixed(2));
    for (const id of others) known.add(id); // one that is being fetched just now is decided, too
    const gone = [card, ...others.map((id) => deck.find((one) => one.id === id)).filter(Boolean)];
    const done = { cards: gone, missing: others.filter((id) => !gone.some((one) => one.id === id)) };
    done.sent = send(url, body).then(
      (answer) => {
        tell(answer.progress);
        return answer.numbers;
      },
      (error) => {
        past.splice(past.indexOf(done), 1);
        comeBack(card, `${said} — but this could not be saved: ${error.message}.`);
        return null;
      },
    );
    past.push(done);
    const here = deck.indexOf(card);
    for (const one of gone) if (deck.includes(one)) deck.splice(deck.indexOf(one), 1);
    at = Math.min(Math.max(here, 0), deck.length);
    show(said);
  }

  async function send(url, body) {
    pending += 1;
    root.dataset.pending = pending;
    try {
      const answer = await fetch(url, {
        method: "POST",
        body,
        keepalive: true, // goes out even when the page is left
        headers: { "X-CSRF": csrf, Accept: "application/json" },
      });
      if (answer.ok && !answer.redirected) return await answer.json();
      const told = await answer.json().catch(() => null);
      throw new Error(told?.error?.message ?? told?.message ?? (answer.redirected ? "you are signed out" : `the desk answered ${answer.status}`));
    } catch (error) {
      throw error instanceof TypeError ? new Error("the desk cannot be reached") : error;
    } finally {
      pending -= 1;
      root.dataset.pending = pending;
    }
  }

  function comeBack(card, words) {
    // never in place of what is shown now: a key that is on its way would decide the wrong entry
    const shown = stage.querySelector("[data-entry]");
    take(card, shown ? Math.min(at + 1, deck.length) : at);
    warn(`${words} The entry comes back${shown ? " next" : ""}.`);
    if (!shown) show();
  }

  function skip(card) {
    deck.splice(deck.indexOf(card), 1);
    skipped.push(card);
    past.push({ cards: [card], skipped: true });
    show("Skipped.");
  }

  function move(step) {
    if (at + step < 0) return say("This is the first one.");
    if (at + step >= deck.length && !cursor) return say("This is the last one.");
    at += step;
    show();
  }

  async function undo() {
    const done = past.pop();
    if (!done) return undoEarlier();
    for (const card of [...done.cards].reverse()) take(card, at);
    for (const id of done.missing ?? []) known.delete(id);
    if (done.skipped) {
      skipped = skipped.filter((card) => card !== done.cards[0]);
      return show("Back to it.");
    }
    const count = done.cards.length + (done.missing?.length ?? 0);
    show(count > 1 ? `Undone, all ${count}.` : "Undone.");
    unsent += 1;
    const numbers = await done.sent; // undoing needs the number the decision was given
    unsent -= 1;
    if (!numbers) return;
    const body = new URLSearchParams(numbers.map((number) => ["number", number]));
    try {
      tell((await send(root.dataset.undo, body)).progress);
      if (done.missing?.length) await fetchAgain(done.missing);
    } catch (error) {
      warn(`This could not be undone: ${error.message}. The decision stands; press u there again, or use the log.`);
      past.push(done);
    }
  }

  async function fetchAgain(ids) {
    const url = new URL(more);
    for (const id of ids) url.searchParams.append("id", id);
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    for (const card of (await answer.json()).cards) if (!known.has(card.id)) take(make(card), at + 1);
  }

  async function undoEarlier() {
    try {
      const answer = await send(root.dataset.undo, new URLSearchParams());
      tell(answer.progress);
      const card = answer.card && make(answer.card);
      if (!card) return say(answer.said);
      const there = deck.findIndex((one) => one.id === card.id);
      if (there >= 0) deck.splice(there, 1);
      take(card, at);
      show(answer.said);
    } catch (error) {
      warn(`Nothing was undone: ${error.message}.`);
    }
  }

  // —— what the buttons and keys do ——

  function press(button) {
    const card = deck[at];
    const form = button.form;
    const decision = button.value;
    if (button.name === "undo") return undo();
    if (!card || !form) return undefined;
    const body = new URLSearchParams(new FormData(form));
    body.set("decision", decision);
    switch (decision) {
      case "accept":
        return decide(card, "Accepted.", form.action, body);
      case "reject":
        return decide(card, "Rejected.", form.action, body);
      case "skip":
        return skip(card);
      case "alike": {
        const ids = body.getAll("also");
        return decide(card, `Accepted, with ${ids.length} alike.`, form.action, body, ids);
      }
      default:
        return decide(card, `${button.dataset.said}.`, form.action, body);
    }
  }

  async function correct(form) {
    const card = deck[at];
    const body = new URLSearchParams(new FormData(form));
    body.set("seconds", clock.seconds().toFixed(2));
    form.querySelector("[data-problem]")?.remove();
    // what is wrong in a form is told in the form: this one waits for its answer before it advances
    try {
      form.setAttribute("aria-busy", "true");
      const answer = await send(form.action, body);
      past.push({ cards: [card], sent: Promise.resolve(answer.numbers) });
      if (deck.includes(card)) deck.splice(deck.indexOf(card), 1);
      tell(answer.progress);
      show(answer.said);
    } catch (error) {
      const problem = document.createElement("p");
      problem.dataset.problem = "";
      problem.className = "problem";
      problem.setAttribute("role", "alert");
      problem.textContent = `Not saved: ${error.message}`;
      form.prepend(problem);
    } finally {
      form.removeAttribute("aria-busy");
    }
  }

  root.addEventListener("submit", (event) => {
    if (event.target.matches("[data-fix]")) {
      event.preventDefault();
      correct(event.target);
    } else if (event.submitter?.name === "decision" || event.submitter?.name === "undo") {
      event.preventDefault();
      press(event.submitter);
    }
  });

  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (!button) return;
    if (button.dataset.act === "fix") open("[data-fixing]");
    if (button.dataset.act === "next") move(1);
    if (button.dataset.act === "back") move(-1);
    if (button.dataset.act === "words") takeWords(button);
    if (button.dataset.act === "close") close(button.closest("details"));
  });

  function open(where) {
    const details = stage.querySelector(where);
    if (!details) return;
    details.open = true;
    details.querySelector("select, input:not([type=hidden]), textarea, button:not([data-act])")?.focus();
    details.scrollIntoView({ block: "nearest" });
  }

  function close(details) {
    details.open = false;
    stage.querySelector("[data-entry]")?.focus({ preventScroll: true });
  }

  function takeWords(button) {
    const words = String(getSelection()).trim();
    const box = button.parentElement.querySelector("textarea, input");
    if (!words) return say("Select words in the passage first.");
    box.value = words;
    box.focus();
    return undefined;
  }

  const switchKeys = root.querySelector("[data-keys]");
  if (switchKeys) {
    switchKeys.checked = localStorage.getItem("keys") !== "off";
    switchKeys.addEventListener("change", () => {
      localStorage.setItem("keys", switchKeys.checked ? "on" : "off");
      root.toggleAttribute("data-silent", !switchKeys.checked);
      say(switchKeys.checked ? "Keys are on." : "Keys are off.");
    });
    root.toggleAttribute("data-silent", !switchKeys.checked);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (document.querySelector("dialog[open]")) return;
    const target = event.target instanceof Element ? event.target : document.body;
    const box = target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
    if (event.key === "Escape") {
      const details = target.closest("details[open]") ?? stage.querySelector("details[open]");
      if (details) {
        event.preventDefault();
        close(details);
      }
      return;
    }
    if (box) {
      if (event.key === "Enter" && box.matches("textarea") && box.closest("[data-fix]") && !event.shiftKey) {
        event.preventDefault();
        box.form.requestSubmit();
      }
      return;
    }
    if (switchKeys && !switchKeys.checked) return;
    if (event.repeat) return; // a key held down decides once
    if (event.shiftKey) return;
    const steps = { j: 1, k: -1, ArrowRight: 1, ArrowLeft: -1 };
    if (event.key in steps) {
      event.preventDefault();
      return move(steps[event.key]);
    }
    if (event.key === "u" && root.dataset.may) {
      event.preventDefault();
      return undo();
    }
    if (event.key === "b") {
      const list = stage.querySelector("[data-alike]");
      if (!list) return;
      event.preventDefault();
      return list.open ? press(list.querySelector('button[value="alike"]')) : open("[data-alike]");
    }
    const shown = stage.querySelector(`[data-key="${CSS.escape(event.key)}"]`) ?? root.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!shown || shown.disabled) return;
    event.preventDefault();
    shown.click();
  });

  // —— names while typing ——

  let asked;
  root.addEventListener("input", (event) => {
    const box = event.target.closest("[data-suggest]");
    if (!box) return;
    clearTimeout(asked);
    asked = setTimeout(async () => {
      const url = new URL(box.dataset.suggest, location.href);
      url.searchParams.set("text", box.value);
      const answer = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
      if (!answer?.ok) return;
      const list = document.getElementById(box.getAttribute("list"));
      list?.replaceChildren(
        ...(await answer.json()).map((one) => {
          const option = document.createElement("option");
          option.value = one.value;
          option.label = one.label;
          return option;
        }),
      );
    }, 120);
  });

  // —— telling ——

  function say(words) {
    live.textContent = "";
    setTimeout(() => (live.textContent = words), 20); // a region that is filled anew is read anew
  }

  function warn(words) {
    alarm.textContent = words;
    alarm.hidden = false;
  }

  function tell(progress) {
    if (!progress || progress.mark < told) return; // an answer that was overtaken by a newer one
    told = progress.mark;
    for (const [name, words] of Object.entries(progress)) {
      const place = root.querySelector(`[data-progress="${name}"]`);
      if (place) place.textContent = words;
    }
    const bar = root.querySelector("progress");
    if (bar && progress.part !== undefined) bar.value = progress.part;
  }

  addEventListener("beforeunload", (event) => {
    if (unsent) event.preventDefault();
  });
}

// Seconds since an entry was shown; stretches of more than five minutes without a key, a click or a scroll are left out.
class Clock {
  constructor() {
    this.begin();
    for (const kind of ["keydown", "pointerdown", "pointermove", "scroll", "focus"]) {
      addEventListener(kind, () => this.tick(), { capture: true, passive: true });
    }
  }

  begin() {
    this.spent = 0;
    this.last = performance.now();
  }

  tick() {
    const now = performance.now();
    const gap = (now - this.last) / 1000;
    if (gap <= 300) this.spent += gap;
    this.last = now;
  }

  seconds() {
    this.tick();
    return this.spent;
  }
}

const root = document.querySelector("[data-review]");
if (root) start(root);
