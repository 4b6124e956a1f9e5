// The keys 1 to 4 press one of four answers; never while somebody types, and only while wished.
const answers = document.querySelectorAll("[data-answer-keys] button");
const wished = document.querySelector("[data-answer-keys-on]");
const OFF = "keys-off";
const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable]";

wished.closest("[hidden]").hidden = false;
wished.checked = "keySheet" in document.body.dataset && sessionStorage.getItem(OFF) === null;
wished.addEventListener("change", () =>
  wished.checked ? sessionStorage.removeItem(OFF) : sessionStorage.setItem(OFF, ""),
);

addEventListener("keydown", (event) => {
  if (!wished.checked || event.repeat || event.isComposing) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (event.target.closest?.(TYPING)) return;
  if (/^[1-4]$/.test(event.key)) answers[event.key - 1].click();
});
