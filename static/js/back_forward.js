// A page that the browser kept for Back may show what is no longer to be seen: blank it, load anew.
addEventListener("pagehide", (event) => {
  if (event.persisted) document.documentElement.classList.add("is-blank");
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
