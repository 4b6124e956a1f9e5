// Shows that something waits, and nothing of what: what is pushed is empty. It keeps nothing.
const WORDS = JSON.parse("{{ words|escapejs }}");
const asked = new URL(self.location).searchParams.get("language");
const words = WORDS[asked] ?? WORDS.en;

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("push", (event) =>
  event.waitUntil(
    self.registration.showNotification(words, { tag: "waiting", icon: "{{ icon }}", lang: asked }),
  ),
);

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow("{{ today }}"));
});
