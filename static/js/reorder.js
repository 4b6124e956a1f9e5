// A list put into another order by its handles: dragged, or with the arrow keys. The order of the
// list is what the form sends, so nothing else needs to be told.
const ITEM = "[data-reorder-item]";
const HELD = "asking__one--held";
const EDGE = 64; // pixels: near the window's edge the page goes along
const STEP = 12;
let held = null;

const handleOf = (event) => event.target.closest?.("[data-reorder-handle]");

function show() {
  for (const handle of document.querySelectorAll("[data-reorder-handle]")) handle.hidden = false;
}
show();
addEventListener("htmx:afterSwap", show);

function say(item) {
  const status = document.querySelector("[data-reorder-says]");
  const place = [...item.parentElement.children].indexOf(item) + 1;
  status.textContent = `${status.dataset.reorderSays} ${place}`;
}

function moveTo(item, neighbour, after) {
  if (!neighbour || neighbour === item) return;
  if (after) neighbour.after(item);
  else neighbour.before(item);
  say(item);
}

addEventListener("pointerdown", (event) => {
  const handle = handleOf(event);
  if (!handle || event.button) return;
  held = handle.closest(ITEM);
  held.classList.add(HELD);
  event.preventDefault();
  handle.focus();
});

addEventListener("pointermove", (event) => {
  if (!held) return;
  if (event.clientY < EDGE) scrollBy(0, -STEP);
  if (event.clientY > innerHeight - 2 * EDGE) scrollBy(0, STEP);
  const others = [...held.parentElement.children].filter((item) => item !== held);
  const middle = (item) => item.getBoundingClientRect().top + item.offsetHeight / 2;
  const below = others.find((item) => middle(item) > event.clientY);
  if (below ? below !== held.nextElementSibling : held.nextElementSibling) {
    moveTo(held, below ?? others.at(-1), !below);
  }
});

function letGo() {
  held?.classList.remove(HELD);
  held = null;
}
addEventListener("pointerup", letGo);
addEventListener("pointercancel", letGo);

addEventListener("keydown", (event) => {
  const handle = handleOf(event);
  if (!handle || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  event.preventDefault();
  const item = handle.closest(ITEM);
  const down = event.key === "ArrowDown";
  moveTo(item, down ? item.nextElementSibling : item.previousElementSibling, down);
  handle.focus();
});
