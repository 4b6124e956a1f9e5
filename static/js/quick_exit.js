// Leave at once: cover the page, then press the button that works without any script.
// Three times Shift by itself, with five seconds at most between two, is a press of it; a screen
// reader hears how many are left. Shift that wrote a capital letter counts for nothing.
const form = document.querySelector("[data-quick-exit]");
const said = form.querySelector("[data-quick-exit-said]");
const PRESSES = 3;
const PAUSE = 5000; // milliseconds
let presses = 0;
let withAnotherKey = false;
let patience;

function cover() {
  document.documentElement.classList.add("is-leaving");
  document.title = "…";
}

function forget() {
  if (presses) said.textContent = said.dataset.over;
  presses = 0;
}

form.addEventListener("submit", cover);

addEventListener("keydown", (event) => {
  if (event.key === "Shift") return;
  withAnotherKey = event.shiftKey;
  presses = 0;
});

addEventListener("keyup", (event) => {
  if (event.key !== "Shift") return;
  if (withAnotherKey) return void (withAnotherKey = false);
  clearTimeout(patience);
  presses += 1;
  if (presses < PRESSES) {
    said.textContent = presses === 1 ? said.dataset.two : said.dataset.one;
    patience = setTimeout(forget, PAUSE);
    return;
  }
  cover();
  form.submit();
});
