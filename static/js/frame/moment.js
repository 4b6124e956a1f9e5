// Ask every four seconds, while the page is in sight, whether somebody paused or came back.
// An open page that asks keeps nobody signed in; where the sign-in is over, it stops asking.
const EVERY = 4000; // milliseconds
let asking = setInterval(ask, EVERY);

async function ask() {
  const line = document.querySelector("[data-moment]");
  if (!line) return clearInterval(asking);
  if (document.hidden || line.contains(document.activeElement)) return;
  const headers = { "X-Seen": line.dataset.seen };
  let answer;
  try {
    answer = await fetch(line.dataset.moment, { headers, redirect: "manual", cache: "no-store" });
  } catch {
    return; // no network: the next time
  }
  if (answer.status === 204) return;
  if (answer.status !== 200) return clearInterval(asking);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-moment]");
  if (!fresh) return clearInterval(asking);
  // The live region stays, so that a screen reader says what is new in it.
  line.replaceChildren(...fresh.childNodes);
  line.dataset.seen = fresh.dataset.seen;
}
