// What htmx swaps in fades in, but for whoever wants nothing to move.
const CALM = matchMedia("(prefers-reduced-motion: reduce)");
addEventListener("htmx:beforeTransition", (event) => CALM.matches && event.preventDefault());
