"""The proof of all histories: a checkpoint a day outside the database, and holding both together."""

import os
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.db.models import OuterRef, Subquery

from agreements import chain, checkpoint
from agreements.checkpoint import NotACheckpointError
from agreements.models import Agreement, HistoryEntry, Signature, Version
from agreements.models.history import key_validity, public_keys, sealing_key
from trustpact.privacy.vault import VaultError

DAYS = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9].json"  # the names of the files


def files() -> list[Path]:
    """Return the checkpoints, oldest first."""
    return sorted(settings.CHECKPOINTS.glob(DAYS))


def keep_checkpoint(*, now) -> Path:
    """
    Write the checkpoint of this UTC day, once, and return the newest file there is.

    Nothing is ever overwritten, and a clock that was set back writes nothing.
    """
    day, kept = now.astimezone(UTC).date(), files()
    if kept and kept[-1].stem >= day.isoformat():
        return kept[-1]
    prev = checkpoint.digest(kept[-1].read_bytes()) if kept else checkpoint.FIRST
    content = checkpoint.make(heads(), key=sealing_key(day), day=day, prev=prev)
    return _put(settings.CHECKPOINTS / f"{day.isoformat()}.json", content)


def heads() -> list[tuple[str, int, bytes]]:
    """Return agreement, number and hash of the last entry of every history, in one query."""
    last = HistoryEntry.objects.filter(agreement=OuterRef("pk")).order_by("-seq")
    found = Agreement.objects.annotate(
        seq=Subquery(last.values("seq")[:1]), own=Subquery(last.values("hash")[:1])
    )
    begun = found.filter(seq__isnull=False).values_list("pk", "seq", "own")
    return [(str(agreement), seq, bytes(own)) for agreement, seq, own in begun.iterator()]


def _put(path: Path, content: bytes) -> Path:
    """Let the file appear whole; one that another process put there meanwhile stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}")
    with half.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(half, path)
    except FileExistsError:
        pass
    finally:
        half.unlink()
    return path


class Inspection:
    """
    All histories in the database, held against their seals and against every checkpoint.

    `faults()` yields a sentence for each thing that does not hold. Every checkpoint counts, not
    only the newest: one that was written after a tail was cut off knows nothing of that tail.
    """

    def __init__(self):
        self.keys, self.validity = public_keys(), key_validity()
        self.heads = defaultdict(dict)  # agreement -> number of an entry -> its hash, in hex
        self.checkpoints = self.histories = self.entries = 0

    def faults(self) -> Iterator[str]:
        yield from self._faults_of_checkpoints()
        entries = HistoryEntry.objects.select_related("version").defer("version__text", "who")
        signed = self._signed()
        by_agreement = entries.order_by("agreement_id", "seq").iterator(chunk_size=2000)
        for agreement_id, chained in groupby(by_agreement, lambda entry: entry.agreement_id):
            self.histories += 1
            for fault in self._faults_of_history(str(agreement_id), list(chained), signed):
                yield f"Agreement {agreement_id}: {fault}"
        for agreement in sorted(self.heads):
            yield f"Agreement {agreement}: its history is gone."
        yield from self._faults_of_texts()
        if self.entries and not self.checkpoints:
            yield "There is no checkpoint: a tail that was cut off would not show."

    def _faults_of_checkpoints(self):
        prev = checkpoint.FIRST
        for path in files():
            self.checkpoints += 1
            content = path.read_bytes()
            try:
                read = checkpoint.read(content)
            except NotACheckpointError:
                yield f"Checkpoint {path.name}: altered."
                prev = checkpoint.digest(content)
                continue
            state = read.state(self.keys, self.validity)
            if state is not chain.State.INTACT:
                yield f"Checkpoint {path.name}: {state}."
            elif read.date != path.stem or read.prev != prev:
                yield f"Checkpoint {path.name}: not the one that followed the file before."
            else:
                yield from self._faults_of_heads(path, read)
            prev = checkpoint.digest(content)

    def _faults_of_heads(self, path, read):
        for agreement, head in read.heads.items():
            if self.heads[agreement].setdefault(head.seq, head.hash) != head.hash:
                yield f"Agreement {agreement}: rewritten before the checkpoint {path.name}."

    def _faults_of_history(self, agreement, entries, signed):
        self.entries += len(entries)
        links = [entry.link for entry in entries]
        known = self.heads.pop(agreement, {})
        verdict = chain.verify(links, self.keys, agreement=agreement, validity=self.validity)
        if not verdict:
            yield f"{verdict.state}, from entry {verdict.where} on."
            return
        for seq, own in sorted(known.items()):
            if len(links) < seq:
                yield f"altered, from entry {len(links) + 1} on: the end was cut off."
                break
            if links[seq - 1].hash.hex() != own:
                yield f"altered: entry {seq} is another than a checkpoint knows."
                break
        for entry in entries:
            if not _says_what_is_sealed(entry, signed):
                yield f"altered: entry {entry.seq} reads otherwise than it was sealed."

    def _signed(self):
        """Return what stands beside the histories: which party signed which version, and when."""
        given = Signature.objects.values_list(
            "version_id", "partner__party_id", "digest", "signed_on", "auth"
        )
        return {(version, str(party), *rest) for version, party, *rest in given}

    def _faults_of_texts(self):
        versions = Version.objects.select_related("agreement").order_by("agreement_id", "number")
        for version in versions.iterator(chunk_size=200):
            if not _is_as_put_forward(version):
                yield f"Agreement {version.agreement_id}: altered: the text of {version.number}."


def _is_as_put_forward(version) -> bool:
    try:
        erased = not version.text or not bytes(version.salt)
        return erased or version.is_genuine
    except (VaultError, ValueError):
        return False


def _says_what_is_sealed(entry, signed) -> bool:
    said, version = entry.said, entry.version
    same = (said.type, said.clause, said.version, said.digest) == (
        *(entry.kind, entry.clause, version.number, version.digest),
    )
    if entry.kind == HistoryEntry.Kind.SIGN:
        row = (version.pk, said.signer, said.digest, entry.day, said.auth)
        return same and row in signed
    return same
