// A page that the browser kept for Back may show what is no longer to be seen: blank it, load anew.
addEventListener("pagehide", (event) => {
  if (event.persisted) document.documentElement.classList.add("is-blank");
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
// htmx notes the path of the page in the tab's storage, where nothing of anybody is to stay.
addEventListener("load", () => sessionStorage.removeItem("htmx-current-path-for-history"));
