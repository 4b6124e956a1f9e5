// The ring of a step's time: quiet, without a sound, from the moment at which the server says it began.
const CALM = matchMedia("(prefers-reduced-motion: reduce)");
const STEP = 1000; // milliseconds
const CALM_STEPS = 20; // with reduced motion it moves in parts of a twentieth
const started = new WeakMap();

const digits = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

function gone(ring) {
  if (!started.has(ring)) started.set(ring, performance.now() - ring.dataset.gone * 1000);
  const seconds = Math.floor((performance.now() - started.get(ring)) / 1000);
  return Math.min(seconds, Number(ring.dataset.seconds));
}

function draw(ring) {
  const whole = Number(ring.dataset.seconds);
  const now = gone(ring);
  const part = CALM.matches ? Math.floor((now / whole) * CALM_STEPS) / CALM_STEPS : now / whole;
  ring.classList.add("ring--runs");
  ring.querySelector("[data-ring-time]").setAttribute("stroke-dashoffset", 100 - part * 100);
  ring.querySelector("[data-ring-asked]").hidden = false;
  ring.querySelector("[data-ring-digits]").textContent = `${digits(now)} / ${digits(whole)}`;
}

const tick = () => document.querySelectorAll("[data-ring]").forEach(draw);
document.addEventListener("htmx:afterSwap", tick);
tick();
setInterval(tick, STEP);
