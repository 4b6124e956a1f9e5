// Chooses the browser's own time zone on a fresh sign-up form; the person can still change it.
const select = document.querySelector("select[data-zone-guess]");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (select && [...select.options].some((option) => option.value === zone)) {
  select.value = zone;
}
