// Keeps nothing. Shows that something waits, and nothing of what: what is pushed is empty. Where there
// is no network it says so in one sentence, and leaves a page open whose form could not be sent.
const WORDS = JSON.parse("{{ words|escapejs }}");
const asked = new URL(self.location).searchParams.get("language");
const words = WORDS[asked] ?? WORDS.en;
const LEAVING = "{{ leaving }}";
const HEADERS = {
  "Content-Type": "text/html; charset=utf-8",
  "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'",
  "Cache-Control": "no-store",
};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) =>
  event.waitUntil(Promise.all([self.clients.claim(), self.registration.navigationPreload?.enable()])),
);

self.addEventListener("fetch", (event) => {
  if (event.request.mode === "navigate") event.respondWith(answered(event));
});

async function answered(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return offline(event.request);
  }
}

async function offline(request) {
  const pages = await self.clients.matchAll({ type: "window" });
  const isSent = request.method === "POST" && new URL(request.url).pathname !== LEAVING;
  if (!isSent || pages.length === 0) return new Response(words.page, { status: 503, headers: HEADERS });
  for (const page of pages) page.postMessage("away");
  return new Response(null, { status: 204 }); // no other page: what was typed stays where it is
}

self.addEventListener("push", (event) =>
  event.waitUntil(
    self.registration.showNotification(words.push, { tag: "waiting", icon: "{{ icon }}", lang: asked }),
  ),
);

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow("{{ today }}"));
});
