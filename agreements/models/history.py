"""The history of an agreement: an append-only chain of sealed statements."""

import uuid
from datetime import UTC, date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements import chain
from trustpact.privacy.fields import SealedJSON
from trustpact.privacy.vault import VaultError


def sealing_keys() -> list[chain.SealingKey]:
    """Return the installation's keys, newest first."""
    return chain.read_keys(settings.SEALING_KEYS)


def public_keys() -> dict[str, bytes]:
    """Return the public halves of the installation's keys by their ids, newest first, old ones last."""
    ours = {key.id: key.public for key in sealing_keys()}
    return ours | chain.read_public_keys(settings.OLD_SEALING_KEYS)


def key_validity() -> dict[str, chain.Validity]:
    """Return on which UTC days keys may seal, by their ids; one that is not named may always."""
    return chain.read_validity(settings.SEALING_KEY_DATES)


def sealing_key(day: date) -> chain.SealingKey:
    """
    Return the newest key that may seal on this UTC day.

    Where none may, the newest seals all the same, because a withdrawal waits for no operator: the
    verifiers then name the entry until the dates are set right.
    """
    keys, validity = sealing_keys(), key_validity()
    valid = (key for key in keys if validity.get(key.id, chain.ALWAYS).covers(day.isoformat()))
    return next(valid, keys[0])


class HistoryQuerySet(models.QuerySet):
    """Entries in the order in which they were made; nothing here changes one."""

    def update(self, **values):
        """Refuse: an entry stands as it was sealed."""
        raise NotImplementedError("The history only grows.")

    def delete(self):
        """Refuse: an entry stands."""
        raise NotImplementedError("The history only grows.")

    def record(self, kind, *, version, day, signer=None, auth="", clause="", private=None):
        """
        Append one statement to the chain of the version's agreement and return its entry.

        The caller holds the couple's lock. `signer` is the partner named in the statement, if any;
        `private` is (partner, details): what is sealed for that partner's eyes alone.
        """
        last = self.filter(agreement=version.agreement_id).order_by("seq").last()
        key = sealing_key(day)
        statement = chain.Statement(
            type=str(kind),
            agreement=str(version.agreement_id),
            version=version.number,
            clause=clause,
            digest=version.digest,
            signer=str(signer.party_id) if signer else "",
            auth=auth,
            date=day.isoformat(),
            seq=last.seq + 1 if last else 1,
            prev=(bytes(last.hash) if last else chain.START).hex(),
            key=key.id,
        )
        entry = HistoryEntry.sealed(statement, key, version=version, signer=signer)
        if private:
            entry.keeper_id, entry.who = private[0].person_id, private[1]
        entry.save(force_insert=True)
        return entry

    def links(self):
        """Return the chain that these entries form, to be verified."""
        return [entry.link for entry in self.order_by("seq")]


class HistoryEntry(models.Model):
    """One sealed statement in the chain of an agreement."""

    class Kind(models.TextChoices):
        PROPOSE = "propose", _("put forward")
        SIGN = "sign", _("signed")
        WITHDRAW = "withdraw", _("withdrawn")
        RENEW = "renew", _("renewed")
        LAPSE = "lapse", _("ended")

    # The person for whom `who` is sealed. No column: of a withdrawal nothing stored says who it
    # was, so whoever wants to read `who` says for whom, and it opens or it does not.
    keeper_id = None

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(
        "agreements.Agreement", on_delete=models.PROTECT, related_name="history"
    )
    version = models.ForeignKey(
        "agreements.Version", on_delete=models.PROTECT, related_name="history"
    )
    kind = models.CharField(max_length=16, choices=Kind.choices)
    clause = models.CharField(max_length=36, blank=True, default="")
    signer = models.ForeignKey(
        "couples.Partner", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    seq = models.PositiveIntegerField()
    statement = models.BinaryField(max_length=2048)
    seal = models.BinaryField(max_length=chain.SEAL_LENGTH)
    prev = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)
    who = SealedJSON(owner="keeper")  # the exact time, and who it was, for that person alone

    objects = HistoryQuerySet.as_manager()

    class Meta:
        ordering = ["seq"]
        verbose_name_plural = "history entries"
        constraints = [
            models.UniqueConstraint(fields=["agreement", "seq"], name="history_one_a_place"),
            models.UniqueConstraint(
                fields=["version"], condition=Q(kind="propose"), name="history_proposed_once"
            ),
            models.UniqueConstraint(
                fields=["version", "signer"], condition=Q(kind="sign"), name="history_signed_once"
            ),
            models.UniqueConstraint(
                fields=["version", "clause"],
                condition=Q(kind="withdraw"),
                name="history_withdrawn_once",
            ),
            models.UniqueConstraint(
                fields=["version", "clause"],
                condition=Q(kind="lapse"),
                name="history_ended_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["withdraw", "lapse"], signer__isnull=True)
                | Q(kind__in=["propose", "sign", "renew"], signer__isnull=False),
                name="history_names_no_one_who_withdrew",
            ),
        ]

    def __str__(self):
        return f"entry {self.seq} of {self.agreement_id}"

    @classmethod
    def sealed(cls, statement: chain.Statement, key: chain.SealingKey, **rows) -> "HistoryEntry":
        """Return the entry of a statement, sealed and linked, not yet saved."""
        content, prev = statement.encoded, bytes.fromhex(statement.prev)
        seal = key.seal(content)
        return cls(
            agreement_id=statement.agreement,
            kind=statement.type,
            clause=statement.clause,
            seq=statement.seq,
            statement=content,
            seal=seal,
            prev=prev,
            hash=chain.link_hash(prev, content, seal),
            **rows,
        )

    @property
    def link(self) -> chain.Link:
        """This entry as the chain knows it."""
        return chain.Link(bytes(self.statement), bytes(self.seal), bytes(self.hash))

    @property
    def said(self) -> chain.Statement:
        """What the sealed statement says."""
        return chain.Statement.read(bytes(self.statement))

    @property
    def day(self) -> date:
        """The UTC day of what happened."""
        return date.fromisoformat(self.said.date)

    def kept_for(self, person) -> dict:
        """Return what is sealed here for this person, or {} when it is another's or nothing."""
        stored = type(self).objects.only("who", "agreement").get(pk=self.pk)
        stored.keeper_id = person.pk
        try:
            return stored.who
        except VaultError:
            return {}


def private_details(partner, now) -> tuple:
    """Return what is sealed for a partner alone: that it was they, and the exact moment."""
    return partner, {"party": str(partner.party_id), "at": now.astimezone(UTC).isoformat()}
