// The desk: what every page can do. Other modules import { send, toast, onKey } from "./desk.js".
const root = document.documentElement;

/** Sends JSON or a form (URLSearchParams), or reads where there is no body, with the token against forgery; gives back
 *  what the desk answers. A refusal becomes an Error with words for a person. */
export async function send(url, body, method = body === undefined ? "GET" : "POST") {
  const headers = { accept: "application/json" };
  if (method !== "GET") headers["x-csrf"] = document.querySelector("meta[name=csrf]").content;
  const isForm = body instanceof URLSearchParams;
  if (body !== undefined && !isForm) headers["content-type"] = "application/json";
  let answer;
  try {
    answer = await fetch(url, { method, headers, credentials: "same-origin", body: body === undefined || isForm ? body : JSON.stringify(body) });
  } catch {
    throw new Error("The desk does not answer. Is `communique serve` still running?");
  }
  if (answer.redirected && new URL(answer.url).pathname === "/login") throw new Error("You are logged out. Log in again, then repeat this.");
  const told = (answer.headers.get("content-type") ?? "").includes("json") ? await answer.json() : null;
  if (!answer.ok) {
    const failure = told?.error ?? told ?? {};
    const words = [failure.message, failure.detail, failure.title, failure].find((each) => typeof each === "string");
    throw Object.assign(new Error(words ?? `The desk refused (${answer.status}).`), { status: answer.status, told });
  }
  return told;
}

/** A short notice; `action` is { label, run } for a button in it. It is read out, and goes after a while unless hovered or focused. */
export function toast(words, { bad = false, action = null, ms = 6000 } = {}) {
  const box = document.createElement("div");
  box.className = bad ? "toast bad" : "toast";
  box.append(Object.assign(document.createElement("span"), { textContent: words }));
  if (action) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: action.label });
    button.addEventListener("click", () => { box.remove(); action.run(); });
    box.append(button);
  }
  document.querySelector(".toasts").append(box);
  const leave = () => { if (box.matches(":hover, :focus-within")) setTimeout(leave, 1500); else box.remove(); };
  setTimeout(leave, bad ? ms * 2 : ms);
  return box;
}

/** A notice that outlives going to another page (or loading this one again). */
export function toastNext(words) {
  try { sessionStorage.setItem("toast", words); } catch { /* not allowed here */ }
}

export const isTyping = (target) => target instanceof Element && target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]") !== null;

/** Runs `act(event)` for a key without Ctrl, Alt or Meta, unless somebody is typing or a dialog is open. */
export function onKey(key, act) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== key || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    act(event);
  });
}

function start() {
  root.classList.add("js");
  const help = document.getElementById("keys");
  const open = (dialog) => { if (!dialog.open) dialog.showModal(); };
  for (const button of document.querySelectorAll("[data-open]")) {
    button.addEventListener("click", () => open(document.getElementById(button.dataset.open)));
  }
  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  }
  onKey("?", () => open(help));
  onKey("/", () => { const box = document.getElementById("search"); box.focus(); box.select(); });
  const box = document.getElementById("search");
  box?.addEventListener("keydown", (event) => { if (event.key === "Escape") box.blur(); });

  document.querySelector(".sections [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  try {
    const words = sessionStorage.getItem("toast");
    if (words) { sessionStorage.removeItem("toast"); toast(words); }
  } catch { /* not allowed here */ }
  for (const form of document.querySelectorAll("form.filters")) {
    form.addEventListener("submit", () => { for (const field of form.elements) if (field.name && !field.value) field.disabled = true; }); // short addresses
    addEventListener("pageshow", () => { for (const field of form.elements) if (field.name && !field.value) field.disabled = false; });
    for (const choice of form.querySelectorAll("select[data-now], input[data-now]")) choice.addEventListener("change", () => form.requestSubmit());
  }
}

if (!root.classList.contains("js")) start(); // once, even where two addresses bring this module
