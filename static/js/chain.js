// A bundle, checked as agreements/bundle.py and agreements/chain.py check it. Sends nothing.
// The answer is { state, where, bundle }: state is one of State, where as in chain.Verdict.
import { NotStrict, exactly, readCanonical, readDocument, readStrict } from "./canonical.js";

export const State = {
  INTACT: "intact",
  ALTERED: "altered",
  UNKNOWN_KEY: "unknown key",
  UNTIMELY: "key not valid then",
  SUPERSEDED: "perhaps superseded",
  NONE: "not a bundle",
};
const START = "0".repeat(64); // what the first entry is linked to
const SALT_LENGTH = 32; // bytes
const HEX = /^(?:[0-9a-f]{2})*$/;
const STATEMENT = {
  type: "string",
  agreement: "string",
  version: "number",
  clause: "string",
  digest: "string",
  signer: "string",
  auth: "string",
  date: "string",
  seq: "number",
  prev: "string",
  key: "string",
};
const HEAD = { agreement: "string", seq: "number", hash: "string", date: "string", key: "string" };
// RFC 8032, 7.1, test 1: the empty message.
const KNOWN_KEY = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
const KNOWN_SEAL =
  "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155" +
  "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b";

const utf8 = new TextEncoder();
const imported = new Map(); // public key in hex -> CryptoKey, or null for what is none

// Whether this browser can check the seals at all.
export async function canCheck() {
  if (!globalThis.crypto?.subtle || !String.prototype.isWellFormed) return false;
  return isSealed("", KNOWN_SEAL, KNOWN_KEY);
}

// Say of the bytes of a file whether they are a bundle, and whether it is as it was sealed.
// `keys` maps ids to public keys in hex; `later` is a head { agreement, seq, hash } known to hold;
// `validity` maps ids to the first and the last day on which a key may seal, "" where it is open.
export async function check(bytes, keys, later = null, validity = {}) {
  let bundle;
  try {
    bundle = read(bytes);
  } catch (error) {
    if (error instanceof NotStrict) return { state: State.NONE, where: 0, reason: error.reason };
    throw error;
  }
  const verdict = await checkBundle(bundle, keys, later, validity);
  return { ...verdict, bundle };
}

function read(bytes) {
  const outer = exactly(readStrict(decode(bytes)), {
    schema: "string",
    agreement: "string",
    keys: "object",
    versions: "list",
    history: "list",
    head: "object",
  });
  if (outer.schema !== "bundle/1") throw new NotStrict("kind");
  for (const key of outer.keys.values()) hex(key);
  const head = exactly(outer.head, { statement: "string", seal: "string" });
  hex(head.seal);
  return { ...outer, head, versions: outer.versions.map(text), history: outer.history.map(link) };
}

function decode(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new NotStrict("json");
  }
}

function hex(value) {
  if (typeof value !== "string" || !HEX.test(value)) throw new NotStrict("kind");
}

function text(value) {
  const types = { number: "number", text: "string", salt: "string", digest: "string" };
  const found = exactly(value, types);
  hex(found.salt);
  return found;
}

function link(value) {
  const found = exactly(value, { statement: "string", seal: "string", hash: "string" });
  hex(found.seal);
  hex(found.hash);
  return found;
}

async function checkBundle(bundle, keys, later, validity) {
  const verdict = await checkChain(bundle, keys, validity);
  if (verdict.state === State.ALTERED) return verdict;
  const where = await textsDiffer(bundle);
  if (where) return altered(where);
  const end = await checkEnd(bundle, keys, validity);
  if (end.state === State.ALTERED) return end;
  if (!(await keysFit(bundle))) return altered(0);
  for (const each of [verdict, end]) if (each.state !== State.INTACT) return each;
  return against(bundle.history, later);
}

async function checkChain(bundle, keys, validity) {
  let previous = START;
  let agreement = bundle.agreement;
  let doubted = null;
  for (const [place, entry] of bundle.history.entries()) {
    const number = place + 1;
    entry.said = said(entry.statement, STATEMENT);
    if (!entry.said) return altered(number);
    agreement ||= entry.said.agreement;
    const stands =
      entry.said.seq === number &&
      entry.said.prev === previous &&
      entry.said.agreement === agreement &&
      entry.hash === (await linkHash(previous, entry));
    if (!stands) return altered(number);
    const key = known(keys, entry.said.key);
    if (key && !(await isSealed(entry.statement, entry.seal, key))) return altered(number);
    doubted ??= doubt(entry.said, number, key, validity);
    previous = entry.hash;
  }
  return doubted ?? { state: State.INTACT, where: 0 };
}

// Say what speaks against the key of a statement although nothing was altered, or null.
function doubt({ key: id, date }, where, key, validity) {
  if (!key) return { state: State.UNKNOWN_KEY, where };
  const [since, until] = known(validity, id) ?? ["", ""];
  const covers = since <= date && (!until || date <= until);
  return covers ? null : { state: State.UNTIMELY, where };
}

// Return the number of the first entry whose version is not here as it was, or 0.
async function textsDiffer(bundle) {
  const digests = new Map();
  for (const version of bundle.versions) {
    if (await isGenuine(bundle, version)) digests.set(version.number, version.digest);
  }
  const named = new Set();
  for (const { said } of bundle.history) {
    if (digests.get(said.version) !== said.digest) return said.seq;
    named.add(said.version);
  }
  return bundle.versions.length === named.size ? 0 : bundle.history.length + 1;
}

async function isGenuine(bundle, version) {
  try {
    version.document = readDocument(version.text);
  } catch (error) {
    if (error instanceof NotStrict) return false;
    throw error;
  }
  const salt = bytesOf(version.salt);
  const content = utf8.encode(version.text);
  if (salt.length !== SALT_LENGTH) return false;
  const parts = [utf8.encode("AGR1\0"), length(salt), salt, length(content), content];
  return (
    (await sha256(parts)) === version.digest &&
    version.document.agreement === bundle.agreement &&
    version.document.version === version.number
  );
}

// Say whether the history ends where the sealed head says.
async function checkEnd(bundle, keys, validity) {
  const count = bundle.history.length;
  const after = count + 1;
  const head = said(bundle.head.statement, HEAD);
  if (!head) return altered(after);
  bundle.head.said = head;
  if (head.agreement !== bundle.agreement || head.seq !== count) {
    return altered(Math.min(after, Math.max(head.seq, 0) + 1));
  }
  if (!passes(bundle.history, head)) return altered(after);
  const key = known(keys, head.key);
  if (key && !(await isSealed(bundle.head.statement, bundle.head.seal, key))) return altered(after);
  return doubt(head, after, key, validity) ?? { state: State.INTACT, where: 0 };
}

// Whether the keys in the file are what their names say, and none is there for nothing.
async function keysFit(bundle) {
  const used = new Set(bundle.history.map((entry) => entry.said.key));
  used.add(bundle.head.said.key);
  for (const [id, key] of bundle.keys) {
    if (!used.has(id) || (await sha256([bytesOf(key)])).slice(0, 16) !== id) return false;
  }
  return true;
}

function against(history, later) {
  if (!later || passes(history, later)) return { state: State.INTACT, where: 0 };
  if (history.length >= later.seq) return altered(later.seq);
  return { state: State.SUPERSEDED, where: history.length + 1 };
}

function passes(history, head) {
  if (head.seq === 0) return head.hash === START;
  return history.length >= head.seq && history[head.seq - 1]?.hash === head.hash;
}

function said(content, types) {
  try {
    return readCanonical(content, types);
  } catch (error) {
    if (error instanceof NotStrict) return null;
    throw error;
  }
}

function altered(where) {
  return { state: State.ALTERED, where };
}

function known(keys, id) {
  return Object.hasOwn(keys, id) ? keys[id] : undefined;
}

function bytesOf(digits) {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

function length(bytes) {
  const eight = new Uint8Array(8);
  new DataView(eight.buffer).setBigUint64(0, BigInt(bytes.length));
  return eight;
}

function linkHash(previous, entry) {
  const parts = [previous, entry.seal].map(bytesOf);
  return sha256([Uint8Array.of(1), parts[0], utf8.encode(entry.statement), parts[1]]);
}

async function sha256(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function isSealed(content, seal, key) {
  if (!imported.has(key)) {
    const made = crypto.subtle.importKey("raw", bytesOf(key), "Ed25519", false, ["verify"]);
    imported.set(key, await made.catch(() => null));
  }
  const found = imported.get(key);
  return found !== null && crypto.subtle.verify("Ed25519", found, bytesOf(seal), utf8.encode(content));
}
