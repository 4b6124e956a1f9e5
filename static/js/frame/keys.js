// Single keys, for whoever has not turned them off: they press or lead to what names them in
// data-keys. They never fire while somebody types, with another key held, or beside an open sheet.
const SEQUENCE = 1500; // milliseconds between two keys that belong together
const TYPING = "input:not([type=checkbox], [type=radio], [type=submit], [type=button]), textarea, select, [contenteditable]";
let before = "";
let forget;

const FINDS = { n: "main .button--primary", "/": "main [type=search]" }; // brought into focus, not pressed
const inSight = (one) => one.checkVisibility?.() ?? one.offsetParent !== null;
const first = (selector) => [...document.querySelectorAll(selector)].find(inSight);
const named = (keys) => first(`[data-keys="${CSS.escape(keys)}"]`);

function done(event) {
  event.preventDefault();
  event.stopImmediatePropagation(); // answers of a round have keys of their own
  before = "";
}

// The list of keys is a page; here it comes as a sheet over this one.
async function showSheet(address) {
  const answer = await fetch(address).catch(() => null);
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  const list = page && page.querySelector("[data-key-list]");
  if (!list) return void location.assign(address);
  const sheet = document.createElement("dialog");
  sheet.className = "sheet";
  sheet.append(document.adoptNode(list));
  sheet.setAttribute("aria-labelledby", list.querySelector("h2").id);
  sheet.querySelector("[data-close]").hidden = false;
  const focused = document.activeElement;
  sheet.addEventListener("click", (event) => event.target.closest("[data-close]") && sheet.close());
  sheet.addEventListener("close", () => (sheet.remove(), focused?.focus()));
  document.body.append(sheet);
  sheet.show(); // not modal: the way out stays in reach
}

addEventListener("keydown", (event) => {
  const { key, target } = event;
  const address = document.body.dataset.keySheet;
  if (!address || event.repeat || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const sheet = document.querySelector("dialog[open]");
  if (sheet && ["Escape", "?"].includes(key)) return void (done(event), sheet.close());
  if (sheet || key === "Shift" || target.closest?.(TYPING)) return;
  if (key === "?") return void (done(event), showSheet(address));
  const found = (before && named(`${before} ${key}`)) || named(key);
  const sought = found ? null : FINDS[key] && first(FINDS[key]);
  clearTimeout(forget);
  before = key;
  forget = setTimeout(() => (before = ""), SEQUENCE);
  if (!found && !sought) return;
  done(event);
  if (found) found.click();
  else sought.focus();
});
