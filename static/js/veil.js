// Private words stay veiled until they are tapped; one button shows or veils all of them.
const veiled = [...document.querySelectorAll("[data-veil]")];
const veilButton = document.querySelector("[data-veil-button]");
const isVeiled = (one) => !one.classList.contains("veil--off");

function veil(one, on) {
  one.classList.toggle("veil--off", !on);
  const { show, hide } = veilButton.dataset;
  veilButton.textContent = veiled.some(isVeiled) ? show : hide;
}

veilButton.hidden = veiled.length === 0;
veilButton.addEventListener("click", () => {
  const on = !veiled.some(isVeiled);
  veiled.forEach((one) => veil(one, on));
});
veiled.forEach((one) => {
  veil(one, true);
  one.addEventListener("click", () => isVeiled(one) && veil(one, false));
});
