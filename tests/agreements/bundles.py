"""Made-up bundles, whole and tampered with in every way we could think of, from a seed. No database."""

import json
import unicodedata
from dataclasses import replace
from datetime import date
from random import Random
from uuid import UUID

from agreements import bundle, canonical
from agreements.chain import START, Head, Link, SealingKey, Statement, Validity, link_hash

KEY, OLD_KEY, STRANGER = (SealingKey(bytes([number]) * 32) for number in (1, 2, 3))
PAST_KEY = SealingKey(bytes([4]) * 32)
KEYS = {key.id: key.public for key in (KEY, OLD_KEY, PAST_KEY)}
PAST = {PAST_KEY.id: Validity("2025-01-01", "2026-03-01")}  # it seals the first entry in time
WORDS = [
    "We have dinner together on Sundays.", "Wir reden, bevor wir schlafen — ruhig.",
    "Говорим о деньгах раз в месяц.", "نتحدث كل أسبوع", "每週日一起散步。", "Ελάτε, μιλάμε",
    "👩‍👩‍👧 on Saturdays\nand more", "é ß ﬁ \u0301", "\"quoted\" \\ and </script>", "क्षमा",
]  # fmt: skip
DAYS = [f"2026-03-{day:02}" for day in range(1, 29)]


def made(random, key=KEY, entries=None, *, old=None) -> bundle.Bundle:
    """Return an intact bundle of one to three versions; of its first entries, as of back then."""
    name = str(UUID(int=random.getrandbits(128)))
    parties = tuple(str(UUID(int=random.getrandbits(128))) for _ in range(2))
    texts = [_text(random, name, parties, number) for number in range(1, random.randint(2, 4))]
    links = []
    for text in texts:
        signers = random.choice(["", parties[0], *[parties] * 4])
        acts = [("propose", parties[random.randrange(2)])]
        acts += [("sign", one) for one in parties] if len(signers) == 2 else [("lapse", "")]
        acts += [("withdraw", "")] * (len(signers) == 2 and random.random() < 0.3)
        for kind, signer in acts:
            used = old or (OLD_KEY if not links and key is KEY else key)
            links.append(linked(links, said(links, text, kind, signer, name, used), used))
    kept = links[: entries or len(links)]
    there = {Statement.read(link.statement).version for link in kept}
    return bundle.sealed(
        agreement=name,
        versions=[text for text in texts if text.number in there],
        links=kept,
        keys=KEYS | {STRANGER.id: STRANGER.public},
        key=key,
        day=date(2026, 3, 30),
    )


def said(links, text, kind, signer, agreement, key) -> bytes:
    previous = links[-1].hash if links else START
    auth, day = "passkey" if signer else "", DAYS[min(len(links), 27)]
    return Statement(
        kind, agreement, text.number, "", text.digest, signer, auth, day,
        len(links) + 1, previous.hex(), key.id,
    ).encoded  # fmt: skip


def linked(links, statement, key) -> Link:
    previous, seal = links[-1].hash if links else START, key.seal(statement)
    return Link(statement, seal, link_hash(previous, statement, seal))


def long_chain(length) -> list[Link]:
    """Return a chain of that many entries, sealed by `KEY`; `chain.verify(it, KEYS)` is intact."""
    text, links = bundle.Text(1, "", b"", "ab" * 32), []
    for _ in range(length):
        links.append(linked(links, said(links, text, "sign", "p-1", "a-1", KEY), KEY))
    return links


def _text(random, agreement, parties, number):
    floor = canonical.Floor("What always holds", ("Either can say no.",), "Not proof.", "Always.")
    texts = [
        unicodedata.normalize("NFC", random.choice(WORDS)) for _ in range(random.randint(1, 3))
    ]
    clauses = tuple(
        canonical.Clause(
            str(UUID(int=random.getrandbits(128))), "", words, random.choice(["", "both", *parties]),
            random.choice([0, 60]),
        )
        for words in texts
    )  # fmt: skip
    day = date(2026, 6, 1)
    document = canonical.Document(agreement, number, "en", parties, floor, clauses, day)
    content, salt = canonical.encode(document), random.randbytes(32)
    return bundle.Text(number, content.decode(), salt, canonical.digest(content, salt))


# --- Tampering: each takes the random source and a bundle, and returns the bytes of a file.


def plain_of(one) -> dict:
    return json.loads(bundle.write(one))


def file_of(plain) -> bytes:
    return json.dumps(plain, ensure_ascii=False).encode("utf-8", "surrogatepass")


def on_plain(change):
    def tampered(random, one):
        plain = plain_of(one)
        return file_of(change(random, plain) or plain)

    return tampered


def _rows(random, plain):
    return plain[random.choice(["history", "history", "versions"])]


def flipped_byte(random, one):
    content = bytearray(bundle.write(one).encode())
    content[random.randrange(len(content))] ^= 1 << random.randrange(8)
    return bytes(content)


def changed_sign(random, plain):
    row = random.choice(_rows(random, plain))
    name = random.choice([name for name in row if isinstance(row[name], str)])
    place = random.randrange(len(row[name]))
    other = random.choice([sign for sign in "0123456789abcdef" if sign != row[name][place]])
    row[name] = row[name][:place] + other + row[name][place + 1 :]


def swapped(random, plain):
    rows = plain["history"]
    first, second = random.sample(range(len(rows)), 2)
    rows[first], rows[second] = rows[second], rows[first]


def doubled(random, plain):
    rows = _rows(random, plain)
    rows.insert(random.randrange(len(rows) + 1), random.choice(rows))


def left_out(random, plain):
    rows = _rows(random, plain)
    del rows[random.randrange(len(rows))]


def cut(random, plain):
    del plain["history"][random.randrange(len(plain["history"])) :]
    named = {json.loads(row["statement"])["version"] for row in plain["history"]}
    plain["versions"] = [one for one in plain["versions"] if one["number"] in named]


def reordered(random, plain):
    plain["history"].reverse()


def key_replaced(random, plain):
    name = random.choice(list(plain["keys"]))
    plain["keys"][name] = STRANGER.public.hex()


def key_added(random, plain):
    plain["keys"][STRANGER.id] = STRANGER.public.hex()


def salt_replaced(random, plain):
    plain["versions"][0]["salt"] = random.randbytes(random.choice([32, 32, 0, 31])).hex()


def head_changed(random, plain):
    head = json.loads(plain["head"]["statement"])
    name = random.choice(list(head))
    head[name] = head[name] + 1 if name == "seq" else head[name][:-1] + "x"
    plain["head"]["statement"] = json.dumps(head, separators=(",", ":"), sort_keys=True)


def number_as_float(random, plain):
    row = random.choice(plain["versions"])
    row["number"] = random.choice([float(row["number"]), True, str(row["number"]), None, 2**60])


def float_in_a_statement(random, plain):
    row = random.choice(plain["history"])
    row["statement"] = row["statement"].replace('"version":1', '"version":1.0', 1) + " "


def not_normal(random, plain):
    row = random.choice(plain["versions"])
    row["text"] = unicodedata.normalize("NFD", row["text"].replace("Either", "Eithér"))


def capital_hex(random, plain):
    row = random.choice(plain["history"])
    row["seal"] = row["seal"].upper() + "AA" * row["seal"].isdigit()


def more_or_less(random, plain):
    if random.random() < 0.5:
        random.choice(plain["history"])["more"] = "1"
    else:
        del plain[random.choice(list(plain))]


def other_kind(random, plain):
    plain[random.choice(list(plain))] = random.choice(
        [[], {}, "", 0, None, [[]], [{}], "bundle/1 "]
    )


def half_character(random, plain):
    plain["versions"][0]["text"] += "\ud800"
    return None


def of_another_agreement(random, one):
    plain, other = plain_of(one), plain_of(made(random))
    place = random.randrange(min(len(plain["history"]), len(other["history"])))
    plain["history"][place] = other["history"][place]
    return file_of(plain)


def name_twice(random, one):
    text = bundle.write(one)
    return random.choice(
        [
            text.replace('"schema"', '"agreement": "x",\n "schema"', 1),
            text.replace('"seal":', '"seal": "00",\n   "seal":', 1),
        ]
    ).encode()


def not_json(random, one):
    text = bundle.write(one).encode()
    return random.choice(
        [text[:-1], b"\xef\xbb\xbf" + text, text.decode().encode("utf-16"), text + b"x", b"", b"{"]
        + [text.replace(b'"head"', b'"he\xffad"'), text.replace(b"1", b"01", 1), b"nothing"]
        + [text.replace(b'"versions"', b'"vers\\xions"'), text.replace(b"\n", b"\x0c", 1)]
    )


def nested(random, one):
    depth = random.choice([9, 100, 100_000])
    return b"[" * depth + b"]" * depth


def sealed_here(random, one):
    """Let the installation itself seal something that is not in the form."""
    text = one.versions[-1]
    forms = [
        text.text + " ",
        text.text.replace('"locale":"en"', '"locale":7'),
        text.text.replace('"review_on":"2026-06-01"', '"review_on":"20260601"'),
        text.text.replace('"review_on":"2026-06-01"', '"review_on":"2026-02-30"'),
        text.text.replace('"version":', '"Version":'),
        text.text.replace('"lapses_after_days":', '"lapses_after_days":-'),
        text.text.replace("Either can", "Either\u202e ca\u0301n"),
        text.text.replace('"parties":[', '"parties":["x",'),
        text.text.replace('"title":"What', '"title":"\\u0057hat'),
        text.text.replace('"lines":["', '"lines":[7,"'),
    ]
    content = random.choice(forms).encode()
    text = replace(text, text=content.decode(), digest=canonical.digest(content, text.salt))
    links = []
    changed = {text.number: text}
    for link in one.links:
        statement = Statement.read(link.statement)
        digest = changed.get(statement.version, statement).digest
        previous = (links[-1].hash if links else START).hex()
        anew = replace(statement, digest=digest, prev=previous, key=KEY.id)
        links.append(linked(links, _odd(random, anew), KEY))
    versions = [changed.get(each.number, each) for each in one.versions]
    head = Head(one.agreement, len(links), links[-1].hash.hex(), "2026-03-30", KEY.id).encoded
    keys = {KEY.id: KEY.public}
    again = bundle.Bundle(one.agreement, keys, versions, links, head, KEY.seal(head))
    return bundle.write(again).encode()


def _odd(random, statement) -> bytes:
    if random.random() < 0.9:
        return statement.encoded
    return random.choice(
        [
            statement.encoded.replace(b'"auth":', b'"auth": '),
            statement.encoded.replace(b'"clause":""', b'"clause":1'),
            statement.encoded.replace(b'"clause":""', b'"clause":"\\ud800"'),
            statement.encoded.replace(b'"clause":"",', b""),
            statement.encoded.replace(b'"seq":', b'"seq":0'),
        ]
    )


def from_elsewhere(random, one):
    return bundle.write(made(random, STRANGER)).encode()


def head_of_a_stranger(random, one):
    head = replace(Head.read(one.head), key=STRANGER.id).encoded
    keys = one.keys | {STRANGER.id: STRANGER.public}
    return bundle.write(replace(one, head=head, head_seal=STRANGER.seal(head), keys=keys)).encode()


TAMPERINGS = [
    flipped_byte, flipped_byte, of_another_agreement, name_twice, not_json, nested, sealed_here,
    sealed_here, from_elsewhere, head_of_a_stranger,
    *(on_plain(each) for each in (
        changed_sign, changed_sign, swapped, doubled, left_out, cut, reordered, key_replaced,
        key_added, salt_replaced, head_changed, number_as_float, float_in_a_statement, not_normal,
        capital_hex, more_or_less, other_kind, half_character,
    )),
]  # fmt: skip


def case(seed: int) -> tuple[bytes, Head | None]:
    """Return the bytes of a file, and what a checkpoint knows of its agreement (or None)."""
    random = Random(seed)
    one = made(random, entries=random.choice([None, None, 2]))
    later = random.choice([None, None, _later(random, one)])
    if random.random() < 0.15:
        return bundle.write(one).encode(), later
    return random.choice(TAMPERINGS)(random, one), later


def validity(seed: int) -> dict[str, Validity]:
    """Return on which days the keys may seal, in one of four ways; half of them say nothing."""
    whole = {KEY.id: Validity("2026-03-01", "2026-03-30"), OLD_KEY.id: Validity("", "2026-03-01")}
    late = {KEY.id: Validity(since="2026-03-03")}
    return [{}, {}, whole, late][seed % 4]


def _later(random, one) -> Head:
    seq = random.randint(0, len(one.links) + 2)
    true = one.links[seq - 1].hash.hex() if 0 < seq <= len(one.links) else START.hex()
    own = random.choice([true, true, "ab" * 32])
    return Head(one.agreement, seq, own, "2026-03-31", KEY.id)
