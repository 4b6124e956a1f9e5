"""What must hold when a load run is over: rows against what people were told, mails against rows."""

import json
from collections import Counter, defaultdict

from bench.rows import Row

READING, WRITING, SENT_WITHIN = 250, 400, 120  # ms at the 95th percentile, twice; seconds
NOTICED = 1.0  # seconds: a request may have begun that long before its web died


class Account:
    """Everything that happened in a run, read back."""

    def __init__(self, outcomes, story, mails, faults, in_doubt_at_most):
        self.outcomes = [json.loads(line) for line in outcomes.read_text().splitlines()]
        self.story, self.mails, self.faults = story, mails, faults
        self.in_doubt_at_most = in_doubt_at_most

    def rows(self):
        """Return the rows of a table: what was asked, how fast, how late."""
        good = [one for one in self.outcomes if one["ok"]]
        span = max(one["at"] for one in good) - min(one["at"] for one in good)
        yield Row("requests under load", round(len(good) / span, 1), "a second", "", True)
        for name, writes, goal in (("reading", False, READING), ("writing", True, WRITING)):
            taken = sorted(1000 * one["took"] for one in good if one["writes"] is writes)
            yield _percentile(f"{name} under load, {len(taken):,} times", taken, goal)
        taken = sorted(1000 * one["took"] for one in good if one["name"] == "sign")
        if taken:
            yield _percentile(f"signing under load, {len(taken):,} times", taken, WRITING)
        if late := sorted(self.lateness()):
            name = f"{len(late):,} reminders of one minute, the latest"
            yield Row(
                name, round(late[-1], 1), "s", f"at most {SENT_WITHIN} s", late[-1] <= SENT_WITHIN
            )
            name, middle = "the same, in the middle", late[len(late) // 2]
            yield Row(name, round(middle, 1), "s", "", True)

    def costs(self, spent):
        """Return the rows of what one request and one reminder took of processors (`spent`: seconds)."""
        for name, number, what in (
            ("web", len(self.outcomes), "request"),
            ("PostgreSQL", len(self.outcomes), "request, reminders and sweeps with it"),
            ("worker", len(self.mails), "reminder, planned and mailed, sweeps with it"),
        ):
            if name in spent and number:
                each = round(1000 * spent[name] / number, 2)
                yield Row(f"processor time of {name} for one {what}", each, "ms", "", True)

    def lateness(self):
        """Yield by how many seconds after its own moment each reminder arrived."""
        due = {f"<{one.pk}@localhost>": one.due_at.timestamp() for one in self._reminders()}
        for moment, message_id in self.mails:
            if message_id in due:
                yield moment - due[message_id]

    def findings(self):
        """Yield a sentence for each thing that must not have happened."""
        yield from self._errors()
        yield from self._check_ins()
        yield from self._thanks()
        yield from self._signatures()
        yield from self._told()

    def _errors(self):
        counted = Counter()
        for one in self.outcomes:
            if one["ok"]:
                continue
            end = one["at"] + one["took"]
            felt = [
                fault.name
                for fault in self.faults
                if fault.is_felt
                and fault.began - NOTICED <= end
                and one["at"] <= fault.ended + NOTICED
            ]
            counted[felt[0] if felt else "", one["name"], one["status"]] += 1
        for (fault, name, status), count in sorted(counted.items()):
            if fault:
                print(f"  {count} of {name} failed ({status}), as {fault} must cause", flush=True)
            else:
                yield f"{count} requests failed ({name}: {status}), and no fault explains it."

    def _check_ins(self):
        from checkins.models import CheckIn

        at = {(one["partner"]): one["occurrence"] for one in self.story["people"]}
        said, maybe = {}, defaultdict(set)
        for one in self._written("save"):
            if one["ok"]:
                said[one["partner"]] = one["value"]
                maybe[one["partner"]].clear()
            else:
                maybe[one["partner"]].add(one["value"])
        for partner, level in said.items():
            kept = CheckIn.objects.filter(partner=partner, occurrence=at[partner])
            levels = [one.answers["comfort"]["value"] for one in kept]
            if len(levels) != 1 or not {level, *maybe[partner]} & set(levels):
                yield f"A check-in that was kept reads otherwise: {levels} for {level}."
        print(f"  {len(said)} check-ins looked at", flush=True)

    def _thanks(self):
        from checkins.models import Appreciation

        kept = Counter()
        writers = {one["partner"] for one in self._written("thanks")}
        for one in Appreciation.objects.filter(author__in=writers):
            kept[one.words] += 1
        yield from _once("thanks", self._written("thanks"), lambda one: kept[one["value"]])

    def _signatures(self):
        from agreements.models import Signature

        kept = Counter(
            (str(version), str(partner))
            for version, partner in Signature.objects.values_list("version", "partner")
        )
        signs = self._written("sign")
        yield from _once("signature", signs, lambda one: kept[one["value"], one["partner"]])

    def _told(self):
        """What was due is sent once, or in doubt and flagged; nothing waits, nothing is missing."""
        from trustpact.notices.models import Notice

        copies = Counter(message_id for _moment, message_id in self.mails)
        reminders = list(self._reminders())
        states = Counter(str(one.status) for one in reminders)
        print(f"  {len(reminders)} reminders became {dict(states)}", flush=True)
        if len(reminders) != len(self.story["due"]):
            yield f"Of {len(self.story['due'])} that were due, {len(reminders)} have a row."
        for one in reminders:
            arrived = copies[f"<{one.pk}@localhost>"]
            if arrived > 1:
                yield f"A reminder came {arrived} times."
            if one.status == Notice.Status.SENT and not arrived:
                yield "A reminder reads sent, and never came."
            if one.status not in (Notice.Status.SENT, Notice.Status.UNKNOWN):
                yield f"A reminder reads {one.status}."
        if states["unknown"] > self.in_doubt_at_most:
            yield f"{states['unknown']} are in doubt, where {self.in_doubt_at_most} may be."

    def _reminders(self):
        from trustpact.notices.models import Notice

        return Notice.objects.filter(person__in=self.story["due"], channel=Notice.Channel.MAIL)

    def _written(self, name):
        return [one for one in self.outcomes if one["name"] == name]


def _once(what, written, kept):
    """Yield a sentence for each that was said to be kept and is not there, or is there twice."""
    for one in written:
        there = kept(one)
        if one["ok"] and there != 1:
            yield f"A {what} that was kept is there {there} times."
        if there > 1:
            yield f"A {what} is there {there} times."
    print(f"  {len(written)} of {what} looked at", flush=True)


def _percentile(name, taken, goal):
    value = taken[int(len(taken) * 0.95)] if taken else 0
    return Row(f"{name}, 95 %", round(value), "ms", f"at most {goal} ms", value <= goal)
