// Private words stay veiled until they are tapped; one button shows or veils all of them.
const veiled = [...document.querySelectorAll("[data-veil]")];
const button = document.querySelector("[data-veil-button]");
const isOn = (one) => one.classList.contains("veil--on");

function veil(one, on) {
  one.classList.toggle("veil--on", on);
  if (button) button.textContent = veiled.some(isOn) ? button.dataset.show : button.dataset.hide;
}

if (button) {
  button.hidden = veiled.length === 0;
  button.addEventListener("click", () => {
    const on = !veiled.some(isOn);
    veiled.forEach((one) => veil(one, on));
  });
}
veiled.forEach((one) => {
  veil(one, true);
  one.addEventListener("click", () => isOn(one) && veil(one, false));
});
// What is being written shows while it is written.
document.querySelectorAll("[data-veil-typing]").forEach((one) => one.classList.add("veil--on"));
