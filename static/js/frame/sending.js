// A press is answered at once, and counts once. What takes longer than a second says so. What
// cannot leave for want of a network waits on this page, and nowhere in the browser, until it can.
const place = document.querySelector("[data-sending]");
const sentence = place.querySelector("p");
const keepHere = place.querySelector("button");
const LONG = 1000; // milliseconds until "One moment" is said
const AGAIN = 4000; // milliseconds until the next try
const FORGOTTEN = 20000; // milliseconds after which a press may be meant anew
const HANDS_ITS_OWN = "[data-quick-exit], [data-keeps], [data-file]";
let under = null; // { form, button }: on its way
let held = null; // { form, button }: waits for the network
let patience, forgotten, next;

function say(words) {
  const said = place.dataset[words] ?? "";
  if (sentence.textContent !== said) sentence.textContent = said; // said once, not at each try
  place.hidden = !said;
  place.classList.toggle("sending--slow", words === "slow");
  keepHere.hidden = words !== "away";
}

// Something was pressed that the server answers.
function begins(pressed) {
  rolledBack();
  under = pressed;
  pressed.button?.setAttribute("aria-busy", "true");
  if (!held) patience = setTimeout(say, LONG, "slow");
  forgotten = setTimeout(rolledBack, FORGOTTEN);
}

function rolledBack() {
  clearTimeout(patience);
  clearTimeout(forgotten);
  under?.button?.removeAttribute("aria-busy");
  under = null;
  if (!held) say("");
}

function hold(pressed) {
  rolledBack();
  held = pressed;
  say("away");
  clearTimeout(next);
  next = setTimeout(tryAgain, AGAIN);
}

function letGo(words) {
  clearTimeout(next);
  held = null;
  say(words);
}

// Without a worker that keeps the page open, a try that fails would lose it: then only the browser's
// own word counts.
function tryAgain() {
  if (!held) return;
  if (!held.form.isConnected) return letGo("");
  clearTimeout(next);
  if (!navigator.onLine || !navigator.serviceWorker?.controller) next = setTimeout(tryAgain, AGAIN);
  if (!navigator.onLine) return;
  held.form.requestSubmit(held.button?.isConnected ? held.button : null);
}

function take(event) {
  const { target: form, submitter: button } = event;
  if (form.method !== "post" || form.matches(HANDS_ITS_OWN)) return;
  const again = under?.form === form;
  if (!again && navigator.onLine) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!navigator.onLine) hold({ form, button });
}

addEventListener("submit", take, true);
addEventListener("submit", (event) => {
  const { target: form, submitter: button } = event;
  if (event.defaultPrevented || form.method !== "post" || form.matches(HANDS_ITS_OWN)) return;
  begins({ form, button });
});
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button || link.matches("[download], [target], [data-file]")) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (link.origin === location.origin && !(link.hash && link.pathname === location.pathname)) begins({ button: link });
});
keepHere.addEventListener("click", () => letGo("unsent"));
addEventListener("online", tryAgain);
addEventListener("pageshow", (event) => event.persisted && rolledBack());
navigator.serviceWorker?.addEventListener("message", (event) => {
  if (event.data === "away" && (under?.form ?? held)) hold(under?.form ? under : held);
});

// The same for what htmx sends; it swaps sentences in itself, but for those of a server in trouble.
const submitted = (event) => event.detail.requestConfig?.triggeringEvent?.submitter ?? null;
const asking = ({ detail }) => detail.requestConfig?.elt ?? detail.elt; // though it was swapped away
const sender = (event) => (asking(event).matches("form") ? asking(event) : null);
addEventListener("htmx:beforeRequest", (event) => {
  const form = sender(event);
  if (form) begins({ form, button: submitted(event) });
  else if (asking(event).matches("button")) begins({ button: asking(event) });
});
addEventListener("htmx:afterRequest", (event) => {
  const form = sender(event);
  if (!form && under?.button !== asking(event)) return;
  if (event.detail.xhr?.status && held?.form === form) letGo("");
  rolledBack();
});
addEventListener("htmx:sendError", (event) => {
  const form = sender(event);
  if (form) hold({ form, button: submitted(event) });
  else say("typed");
});
addEventListener("htmx:responseError", (event) => event.detail.xhr.status >= 500 && say("trouble"));

addEventListener("touchstart", () => {}, { passive: true }); // or phones of Apple show no press

// For files, which replace no page: fetched, so that the end of it is known.
addEventListener("submit", (event) => event.target.matches("form[data-file]") && fetched(event, event.submitter));
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-file]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) fetched(event, link);
});

async function fetched(event, button) {
  event.preventDefault();
  if (under) return;
  begins({ button });
  clearTimeout(forgotten); // many years take as long as they take
  const form = button.form ?? null;
  const address = form?.action ?? button.href;
  const asked = form ? { method: "POST", body: new URLSearchParams(new FormData(form)) } : {};
  try {
    const answer = await fetch(address, { ...asked, redirect: "manual" });
    const name = answer.headers.get("Content-Disposition")?.match(/^attachment; filename="([^"]+)"$/)?.[1];
    if (answer.ok && name) {
      const link = Object.assign(document.createElement("a"), { download: name });
      link.href = URL.createObjectURL(await answer.blob());
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), FORGOTTEN);
      rolledBack();
    } else {
      rolledBack(); // a question first, or a sentence: as without a script
      if (form) form.submit();
      else location.assign(address);
    }
  } catch {
    rolledBack();
    say("typed");
  }
}
