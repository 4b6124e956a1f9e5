// The service worker says its one sentence in the language of the page that it came from. Somebody may
// have chosen another one since: then it is fetched anew, where there is one.
const known = await navigator.serviceWorker?.getRegistration();
if (known?.active) {
  const address = new URL(known.active.scriptURL);
  const { lang } = document.documentElement;
  if (address.searchParams.get("language") !== lang) {
    address.searchParams.set("language", lang);
    await navigator.serviceWorker.register(address);
  }
}
