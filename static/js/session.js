// Two phones in step: asks a small address whether the two have gone on, and brings the page along.
// What somebody is typing is never taken from under their hands.
const EVERY = 1500; // milliseconds
const page = document.getElementById("session");
const answered = new WeakSet(); // pages that have been told, and ask no more
let typed = false;

const shown = () => page.querySelector("[data-place]");
const show = (name, visible) => {
  const words = page.querySelector(`[data-${name}]`);
  if (words) words.hidden = !visible;
};

page.addEventListener("input", () => (typed = true));
page.addEventListener("htmx:afterSwap", () => (typed = false));

async function look() {
  const here = shown();
  if (here && !document.hidden && !answered.has(here)) await ask(here);
  setTimeout(look, EVERY);
}

async function ask(here) {
  try {
    const answer = await fetch(here.dataset.place, { credentials: "omit", cache: "no-store" });
    if (answer.status === 404) answered.add(here); // too old
    if (answer.status === 200 && here === shown()) goOn(here);
  } catch {
    return; // no connection: asks again in a moment
  }
}

function goOn(here) {
  if (!typed) return void htmx.trigger(here, "moved");
  answered.add(here);
  show("moved", true);
}

setTimeout(look, EVERY);
