// Asks this browser for pushes, once its button was pressed, and tells the server where they go.
const place = document.querySelector("[data-push]");
const { pushKey, pushAddress, pushWorker } = place.dataset;
const offer = place.querySelector("[data-push-offer]");
const worker = `${pushWorker}?language=${document.documentElement.lang}`;
const isKnown = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

function say(name) {
  for (const words of place.querySelectorAll("[data-push-words]")) {
    words.hidden = words.dataset.pushWords !== name;
  }
}

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

async function begin() {
  say("");
  if ((await Notification.requestPermission()) !== "granted") return say("denied");
  await navigator.serviceWorker.register(worker);
  const { pushManager } = await navigator.serviceWorker.ready;
  await (await pushManager.getSubscription())?.unsubscribe(); // perhaps of another key
  const subscription = await pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytes(pushKey),
  });
  const response = await fetch(pushAddress, {
    method: "POST",
    headers: { "x-csrftoken": JSON.parse(document.body.dataset.hxHeaders)["x-csrftoken"] },
    body: new URLSearchParams({ endpoint: subscription.endpoint }),
  });
  if (response.ok) return location.reload();
  await subscription.unsubscribe();
  say("failed");
}

say("");
if (!isKnown) say("none");
else if (Notification.permission === "denied") say("denied");
else offer.hidden = place.querySelector("[data-push-is-here]") !== null;
offer.querySelector("button").addEventListener("click", () => begin().catch(() => say("failed")));
