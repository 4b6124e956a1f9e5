// When the time of a page is over, hand in what is being written there, so that it waits locked.
const form = document.querySelector("[data-time-over]");

function leave() {
  const written = form.querySelector("textarea");
  if (written.value.trim() && written.value !== written.defaultValue) form.submit();
  else location.replace(form.dataset.timeOverAddress);
}

setTimeout(leave, form.dataset.timeOver * 1000);
