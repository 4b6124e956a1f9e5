// Keeps a form's answers as they are given, each question for itself, so that no window undoes
// another. What waits for the network waits on this page, and nowhere in the browser.
const form = document.querySelector("[data-keeps]");
const told = form.querySelector("[data-told]");
const done = form.querySelector("[data-done]");
const BETWEEN_LETTERS = 700; // milliseconds without typing, before words are sent
const AGAIN = 4000; // milliseconds until the next try
const LONGEST = 20000; // milliseconds for an answer
const PASSES = [0, 408, 425, 429, 500, 502, 503, 504]; // refusals that pass by themselves

const waiting = new Set(); // the questions that changed and are not kept yet
let busy = false;
let finishing = false; // Done was pressed
let timer;

const part = (name) => form.querySelector(`[data-question="${CSS.escape(name)}"]`);
function say(words) {
  const sentence = form.dataset[words] ?? "";
  if (told.textContent !== sentence) told.textContent = sentence; // said once, not at each try
  told.classList.toggle("keeps--long", sentence.length > 40);
}

function letter(names) {
  const all = new FormData(form);
  const body = new FormData();
  body.set("csrfmiddlewaretoken", all.get("csrfmiddlewaretoken"));
  for (const name of names) {
    const fields = [...part(name).querySelectorAll("[name]")].map((one) => one.name);
    for (const field of new Set(fields.filter((one) => one !== "seen"))) {
      all.getAll(field).forEach((value) => body.append(field, value));
    }
    body.append("seen", part(name).querySelector("[name=seen]").value);
  }
  return body;
}

// Asked for as JSON, so that no sentence about it waits for the next page.
const post = (body) => ({ method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });

async function send(address, body) {
  try {
    const answer = await fetch(address, { ...post(body), signal: AbortSignal.timeout(LONGEST) });
    const isOurs = answer.headers.get("Content-Type")?.startsWith("application/json");
    return { status: answer.type === "opaqueredirect" ? 302 : answer.status, ...(isOurs && (await answer.json())) };
  } catch {
    return { status: 0 };
  }
}

function read(answer, names) {
  for (const name of names) {
    if (answer.seen?.[name]) part(name).querySelector("[name=seen]").value = `${name}:${answer.seen[name]}`;
    const wrong = answer.wrong?.[name] ?? "";
    const place = part(name).querySelector("[data-wrong]");
    if (place.textContent.trim() !== wrong) place.textContent = wrong;
    place.hidden = !wrong;
    part(name).classList.toggle("question--wrong", Boolean(wrong));
  }
  return Object.keys(answer.wrong ?? {});
}

// One letter at a time, until nothing waits; then Done, if it was pressed.
async function work() {
  clearTimeout(timer);
  if (busy) return;
  busy = true;
  let goesOn = true;
  while (goesOn && waiting.size) goesOn = await keep();
  if (goesOn && finishing) await finish();
  busy = false;
}

async function keep() {
  const names = [...waiting];
  waiting.clear();
  const answer = await send(form.action, letter(names));
  if (answer.status === 200) {
    read(answer, names);
    say(waiting.size ? "keeping" : "kept");
    return true;
  }
  if (answer.status === 400 && answer.wrong) {
    const wrong = read(answer, names);
    names.filter((name) => !wrong.includes(name)).forEach((name) => waiting.add(name));
    stop("");
    return wrong.length > 0; // what is right is kept by the next letter
  }
  names.forEach((name) => waiting.add(name));
  return again(answer.status);
}

async function finish() {
  const answer = await send(done.formAction, new FormData(form));
  if (answer.status === 200) return location.replace(answer.to);
  if (answer.status !== 400 || !answer.wrong) return again(answer.status);
  const [first] = read(answer, Object.keys(answer.seen));
  stop("");
  part(first)?.closest("details")?.setAttribute("open", "");
  part(first)?.scrollIntoView({ block: "center" });
}

function again(status) {
  if (PASSES.includes(status)) {
    say(finishing ? "awayDone" : "away");
    timer = setTimeout(work, AGAIN);
  } else {
    stop("trouble");
  }
  return false;
}

function stop(words) {
  finishing = false;
  done.removeAttribute("aria-disabled");
  say(words);
}

form.addEventListener("input", (event) => {
  const name = event.target.closest("[data-question]")?.dataset.question;
  if (!name) return;
  waiting.add(name);
  clearTimeout(timer);
  timer = setTimeout(work, event.target.matches("textarea") ? BETWEEN_LETTERS : 0);
});
form.addEventListener("focusout", () => waiting.size && work());
form.addEventListener("submit", (event) => {
  if (event.submitter && event.submitter !== done) return; // keep for later: as without a script
  event.preventDefault();
  finishing = true;
  done.setAttribute("aria-disabled", "true");
  say("keeping");
  work();
});
addEventListener("online", work);
// Whoever goes on to another page takes nothing with them that was not sent.
addEventListener("pagehide", () => {
  if (waiting.size) fetch(form.action, { ...post(letter(waiting)), keepalive: true });
});
