// Leave at once: cover the page, then press the button that works without any script.
// Three times Shift within two seconds is a press of it.
const form = document.querySelector("[data-quick-exit]");
const PRESSES = 3;
const WITHIN = 2000; // milliseconds
let presses = [];

function cover() {
  document.documentElement.classList.add("is-leaving");
  document.title = "…";
}

form.addEventListener("submit", cover);

addEventListener("keyup", (event) => {
  if (event.key !== "Shift") return void (presses = []);
  presses = [...presses, event.timeStamp].filter((moment) => event.timeStamp - moment < WITHIN);
  if (presses.length < PRESSES) return;
  cover();
  form.submit();
});
