// JSON as agreements/strict.py reads it, versions as agreements/canonical.py knows them. Pure.
// Objects are Maps: a name such as "__proto__" is a name like any other.
const MOST_NESTED = 8;
const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
const OTHER = /true|false|null|NaN|-?Infinity/y;
const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;

// Not JSON in this sense; `reason` is one of: json, twice, nested, kind.
export class NotStrict extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

class Reader {
  constructor(text) {
    this.text = text;
    this.place = 0;
  }

  // Take what the pattern finds here, or undefined.
  take(pattern) {
    pattern.lastIndex = this.place;
    const found = pattern.exec(this.text);
    if (!found) return undefined;
    this.place = pattern.lastIndex;
    return found;
  }

  // Take one sign, with the space around it, if it is here.
  sign(wanted) {
    this.take(SPACE);
    if (this.text[this.place] !== wanted) return false;
    this.place += 1;
    this.take(SPACE);
    return true;
  }

  must(wanted) {
    if (!this.sign(wanted)) throw new NotStrict("json");
  }

  value(level) {
    this.take(SPACE);
    if (this.take(OTHER)) throw new NotStrict("kind");
    const first = this.text[this.place];
    if ((first === "{" || first === "[") && level > MOST_NESTED) throw new NotStrict("nested");
    if (first === "{") return this.object(level);
    if (first === "[") return this.list(level);
    return first === '"' ? this.string() : this.number();
  }

  object(level) {
    const found = new Map();
    this.must("{");
    if (this.sign("}")) return found;
    do {
      const name = this.string();
      this.must(":");
      const value = this.value(level + 1);
      if (found.has(name)) throw new NotStrict("twice");
      found.set(name, value);
    } while (this.sign(","));
    this.must("}");
    return found;
  }

  list(level) {
    const found = [];
    this.must("[");
    if (this.sign("]")) return found;
    do found.push(this.value(level + 1));
    while (this.sign(","));
    this.must("]");
    return found;
  }

  string() {
    const start = this.place;
    if (this.text[start] !== '"') throw new NotStrict("json");
    do this.place += this.text[this.place] === "\\" ? 2 : 1;
    while (this.place < this.text.length && this.text[this.place] !== '"');
    this.place += 1;
    try {
      const text = JSON.parse(this.text.slice(start, this.place));
      if (text.isWellFormed()) return text;
    } catch {}
    throw new NotStrict("json");
  }

  number() {
    const found = this.take(NUMBER);
    if (!found) throw new NotStrict("json");
    const [digits, fraction, exponent] = found;
    const number = Number(digits);
    const whole = fraction === undefined && exponent === undefined && digits !== "-0";
    if (!whole || !Number.isSafeInteger(number)) throw new NotStrict("kind");
    return number;
  }
}

// Return what a text says. Throws NotStrict.
export function readStrict(text) {
  const reader = new Reader(text);
  const value = reader.value(1);
  reader.take(SPACE);
  if (reader.place !== text.length) throw new NotStrict("json");
  return value;
}

// Return a value as RFC 8785 JSON: this form of texts and numbers is JavaScript's own.
export function canonical(value) {
  if (value instanceof Map) {
    const names = [...value.keys()].sort();
    return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value.get(name))}`).join()}}`;
  }
  return Array.isArray(value) ? `[${value.map(canonical).join()}]` : JSON.stringify(value);
}

// Return an object with exactly these names, each of its type. Throws NotStrict.
export function exactly(value, types) {
  const names = Object.keys(types);
  const fits =
    value instanceof Map &&
    value.size === names.length &&
    names.every((name) => isOf(value.get(name), types[name]));
  if (!fits) throw new NotStrict("kind");
  return Object.fromEntries(value);
}

function isOf(value, type) {
  if (type === "list") return Array.isArray(value);
  if (type === "texts") return Array.isArray(value) && value.every((one) => typeof one === "string");
  return type === "object" ? value instanceof Map : typeof value === type;
}

// Return what a text in its one canonical form says. Throws NotStrict for any other.
export function readCanonical(text, types) {
  const value = readStrict(text);
  const said = exactly(value, types);
  if (canonical(value) !== text) throw new NotStrict("kind");
  return said;
}

const FLOOR = { title: "string", lines: "texts", banner: "string", note: "string" };
const CLAUSE = {
  id: "string",
  template_revision: "string",
  text: "string",
  concerns: "string",
  lapses_after_days: "number",
};
const DOCUMENT = {
  schema: "string",
  agreement: "string",
  version: "number",
  locale: "string",
  parties: "texts",
  floor: "object",
  clauses: "list",
  review_on: "string",
};

// Return the version that a text holds. Throws NotStrict.
export function readDocument(text) {
  const found = readCanonical(text, DOCUMENT);
  if (found.schema !== "agreement/1" || found.parties.length !== 2) throw new NotStrict("kind");
  if (!isDay(found.review_on)) throw new NotStrict("kind");
  found.floor = exactly(found.floor, FLOOR);
  found.clauses = found.clauses.map((clause) => exactly(clause, CLAUSE));
  return found;
}

function isDay(text) {
  if (!DAY.test(text) || text < "0001") return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
