// A list of texts put in order by dragging or with the arrow keys: the places that the form sends
// are numbered anew. Without this script the numbers are typed.
const form = document.querySelector("[data-order]");
const places = () => [...form.querySelectorAll(".field-position input[type=number]")];

function number() {
  const inOrder = places();
  const numbers = inOrder.map((input) => Number(input.defaultValue)).sort((a, b) => a - b);
  inOrder.forEach((input, index) => (input.value = Math.max(numbers[index], numbers[0] + index)));
}

if (form) {
  await import("./reorder.js"); // before the handles are there, and before the numbers follow
  for (const input of places()) {
    const handle = document.createElement("button");
    handle.type = "button";
    handle.className = "desk__handle";
    handle.dataset.reorderHandle = "";
    handle.textContent = "↕";
    handle.setAttribute("aria-label", form.dataset.orderHandle);
    input.after(handle);
  }
  addEventListener("pointerup", number);
  addEventListener("keydown", (event) => event.target.matches("[data-reorder-handle]") && number());
}
