// The page that checks the file of a history: takes files, says what they are, shows what they hold.
// Nothing leaves the browser. Words come from the page; what files hold is only ever set as text.
import { State, canCheck, check } from "./chain.js";

const LARGEST = 5_000_000; // bytes
const LETTERS = "AB";
const KINDS = new Set(["propose", "sign", "withdraw", "renew", "lapse"]);

const place = document.querySelector("[data-verify]");
const input = place.querySelector("input");
const answers = document.querySelector("[data-answers]");
const reading = document.querySelector("[data-reading]");
const keys = JSON.parse(document.querySelector("#known-keys").textContent);
const validity = JSON.parse(document.querySelector("#key-validity").textContent);
const language = document.documentElement.lang;
const days = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
  dateStyle: "long",
  timeZone: "UTC",
});

// Return the page's words under a name, with what stands in braces filled in.
function words(name, values = {}) {
  const text = document.querySelector(`template[data-words="${name}"]`).content.textContent.trim();
  return text.replace(/\{(\w+)\}/g, (_, field) => values[field] ?? "");
}

function make(tag, text, { className = "", ...attributes } = {}) {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function into(parent, ...children) {
  parent.append(...children);
  return parent;
}

function day(text) {
  const date = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(date.getTime()) ? text : days.format(date);
}

// Check files, and the earlier of one agreement against the latest that is intact.
async function checkAll(files) {
  const found = [];
  for (const file of files) found.push({ file, ...(await checkFile(file)) });
  const latest = new Map();
  for (const { state, bundle } of found) {
    const head = bundle?.head.said;
    const known = head && latest.get(head.agreement);
    if (state === State.INTACT && !(known?.seq >= head.seq)) latest.set(head.agreement, head);
  }
  for (const one of found) {
    const later = latest.get(one.bundle?.agreement);
    if (one.state === State.INTACT) Object.assign(one, await check(one.bytes, keys, later, validity));
  }
  return found;
}

async function checkFile(file) {
  if (file.size > LARGEST) return { state: State.NONE, reason: "large" };
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    return { bytes, ...(await check(bytes, keys, null, validity)) };
  } catch (error) {
    if (error instanceof DOMException) return { state: State.NONE, reason: "unread" };
    throw error;
  }
}

function sentence({ state, where, reason, bundle }) {
  if (state === State.NONE) return words(reason);
  const entries = bundle.history.length;
  if (state === State.ALTERED) {
    if (where === 0) return words("altered-frame");
    return where > entries ? words("altered-end", { last: entries }) : words("altered-text", { where });
  }
  const named = [...bundle.history.map((entry) => entry.said.key), bundle.head.said.key];
  return words(`${state}-text`, {
    versions: bundle.versions.length,
    entries,
    where,
    day: day(bundle.head.said.date),
    keys: [...new Set(named)].filter((id) => !Object.hasOwn(keys, id)).join(", "),
  });
}

function answer(one) {
  const kind = one.state === State.INTACT ? "" : " message--warning";
  return into(
    make("div", "", { className: `message${kind}`, "data-state": one.state, "data-where": one.where ?? 0 }),
    make("h2", words(one.state)),
    make("p", one.file.name, { className: "quiet small", dir: "auto" }),
    make("p", sentence(one)),
  );
}

// --- What an intact file holds

function party(id, document) {
  const place = document.parties.indexOf(id);
  return place < 0 ? id : words("party", { letter: LETTERS[place] });
}

function showClause(clause, document) {
  const item = into(make("li", ""), make("p", clause.text, { className: "told", dir: "auto" }));
  const notes = [];
  if (clause.concerns) {
    const who = clause.concerns === "both" ? words("both") : party(clause.concerns, document);
    notes.push(words("concerns", { who }));
  }
  if (clause.lapses_after_days) notes.push(words("lapses", { days: clause.lapses_after_days }));
  return notes.length ? into(item, into(make("p", ""), make("small", notes.join(" ")))) : item;
}

function showVersion({ document, number, digest }) {
  const sheet = make("div", "", { className: "deed stack", lang: document.locale });
  const always = make("ul", "");
  for (const line of document.floor.lines) always.append(make("li", line));
  const clauses = make("ol", "", { className: "deed__clauses stack" });
  for (const clause of document.clauses) clauses.append(showClause(clause, document));
  into(
    sheet,
    make("p", document.floor.banner, { className: "banner" }),
    make("h3", document.floor.title),
    always,
    make("p", document.floor.note),
    clauses,
  );
  return into(
    make("details", "", { className: "card" }),
    make("summary", words("version", { version: number })),
    sheet,
    into(
      make("div", "", { className: "stack" }),
      make("p", words("review", { day: day(document.review_on) })),
      make("p", words("digest", { digest }), { className: "digest" }),
    ),
  );
}

function showEntry(said, documents) {
  const document = documents.get(said.version);
  const name = said.clause && said.type !== "propose" ? `${said.type}-clause` : said.type;
  const text = words(KINDS.has(said.type) ? name : "other", {
    version: said.version,
    type: said.type,
    who: party(said.signer, document),
    clause: document.clauses.findIndex((clause) => clause.id === said.clause) + 1,
  });
  const when = make("time", day(said.date), { datetime: said.date });
  return into(make("li", "", { className: "list__item" }), make("span", text), when);
}

function show({ bundle, file }) {
  const documents = new Map(bundle.versions.map((version) => [version.number, version.document]));
  const entries = make("ol", "", { className: "list" });
  for (const { said } of bundle.history) entries.append(showEntry(said, documents));
  const name = make("p", file.name, { className: "quiet small", dir: "auto" });
  into(reading, make("h2", words("versions")), name, ...bundle.versions.map(showVersion));
  into(reading, make("h2", words("history")), entries);
}

let turn = 0; // only the files chosen last are shown

async function take(files) {
  if (!files.length) return;
  const mine = ++turn;
  reading.replaceChildren();
  answers.replaceChildren(make("p", words("checking")));
  const found = await checkAll(files);
  if (mine !== turn) return;
  answers.replaceChildren(...found.map(answer));
  for (const one of found) if (one.state === State.INTACT) show(one);
}

async function begin() {
  if (!(await canCheck())) return void answers.append(make("p", words("unable"), { className: "message" }));
  place.hidden = false;
  input.addEventListener("change", () => take([...input.files]));
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    take([...event.dataTransfer.files]);
  });
}

begin();
