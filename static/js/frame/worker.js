// The service worker keeps nothing: it answers with one sentence where there is no network, keeps a
// form open that could not be sent, and shows that something waits. It speaks the page's language.
const { worker } = document.querySelector("[data-sending]").dataset;
if (worker && "serviceWorker" in navigator) navigator.serviceWorker.register(worker).catch(() => {});
