// When the time of a page is over, hand in what is being written there, so that it waits locked.
const writing = document.querySelector("[data-time-over]");

function leave() {
  const written = writing.querySelector("textarea");
  if (written.value.trim() && written.value !== written.defaultValue) writing.submit();
  else location.replace(writing.dataset.timeOverAddress);
}

setTimeout(leave, writing.dataset.timeOver * 1000);
