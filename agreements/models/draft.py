"""The draft: the clauses that the two are talking about."""

import hashlib
import json
import uuid

from django.db import models, transaction
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from agreements import limits, wording
from agreements.meeting import Meeting, meeting_of
from agreements.models.agreement import Agreement
from agreements.models.as_read import AsRead
from agreements.models.clause_template import BlankKind, ClauseTemplate
from agreements.models.clauses import ClauseQuerySet
from agreements.models.refusals import refuse_binding
from agreements.models.stance import Round
from trustpact.couples.models import Partner
from trustpact.privacy.fields import SealedJSON, SealedText
from trustpact.rules import RuleBroken

SHORTEST_TERM_DAYS, LONGEST_TERM_DAYS = 60, 90
LONGEST_REST_DAYS = 365
_encode = json.JSONEncoder(sort_keys=True).encode
EACH = "each"  # in a blank for a partner: both of them, each for themselves


class Concerns(models.TextChoices):
    """Whom an intrusive clause concerns; partners stand by their place in the couple."""

    NOBODY = "", gettext_lazy("Nobody in particular")
    FIRST = "1", "1"
    SECOND = "2", "2"
    BOTH = "both", gettext_lazy("Both of us")


class Clause(AsRead):
    """One understanding in the draft: a clause of the library, or the couple's own words."""

    Concerns = Concerns

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="clauses")
    # The exact revision of the library: a later one never changes what two people talked about.
    template = models.ForeignKey(
        ClauseTemplate, models.PROTECT, null=True, blank=True, related_name="+"
    )
    words = SealedText(owner="agreement.couple")
    category = models.SlugField(max_length=60, blank=True, default="")
    heading = SealedText(owner="agreement.couple")  # an own category, in words
    blanks = SealedJSON(owner="agreement.couple")
    concerns = models.CharField(max_length=4, choices=Concerns, blank=True, default="")
    term_days = models.PositiveSmallIntegerField(default=0)  # 0: it does not lapse
    added_by = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, models.RESTRICT, related_name="clauses")
    position = models.PositiveIntegerField()
    removed_on = models.DateField(null=True, blank=True)
    parked_until = models.DateField(null=True, blank=True)  # from this day on it is back

    objects = ClauseQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "template"],
                condition=Q(removed_on__isnull=True),
                name="clause_once_in_a_draft",
            ),
            models.CheckConstraint(
                condition=Q(concerns="", term_days=0)
                | Q(
                    concerns__in=["1", "2", "both"],
                    term_days__range=(SHORTEST_TERM_DAYS, LONGEST_TERM_DAYS),
                ),
                name="clause_that_concerns_someone_lapses",
            ),
        ]

    def __str__(self):
        return f"clause {self.pk}"

    # --- its words

    @property
    def is_own(self):
        """Whether it stands in the couple's own words: from the start, or since both reworded it."""
        return self.template_id is None or self.words != ""

    @property
    def is_intrusive(self):
        """Whether it names whom it concerns, and lapses after a term."""
        return self.concerns != Concerns.NOBODY

    @cached_property
    def raw_text(self):
        """The words with their blanks as they stand in the library."""
        return self.words if self.is_own else self.template.text

    @property
    def blanks_known(self):
        """The blanks of these words: name to label, kind and suggestion."""
        return {} if self.is_own else self.template.blanks

    @cached_property
    def values(self):
        """What fills the blanks, in words: amounts with their currency, partners by name."""
        return {name: self._in_words(name, value) for name, value in self.blanks.items()}

    @cached_property
    def parts(self):
        """The words and blanks of the clause, to be shown one after the other."""
        return wording.parts(self.raw_text, self.blanks_known, self.values)

    @cached_property
    def text(self):
        """The clause as it reads, blanks filled in; an empty one reads as "…"."""
        return wording.joined(self.parts)

    @property
    def language(self):
        """The language of its words: its template's, or the couple's."""
        return self.agreement.couple.language if self.is_own else self.template.language

    def text_with(self, blanks):
        """Return the clause as it would read with these blanks, as `fill` takes them."""
        filled = {name: value for name, value in (self.blanks | blanks).items() if value != ""}
        values = {name: self._in_words(name, value) for name, value in filled.items()}
        return wording.filled(self.raw_text, self.blanks_known, values)

    @cached_property
    def unfilled(self):
        """The labels of the blanks that nobody filled in yet."""
        names = wording.unfilled(self.raw_text, self.blanks_known, self.blanks)
        return [self.blanks_known[name]["label"] for name in names]

    @property
    def suggestions(self):
        """What the library suggests for each blank, as `fill` takes it; it counts once taken."""
        return {name: self._suggested(blank) for name, blank in self.blanks_known.items()}

    @property
    def concerned(self):
        """The places of the partners whom it concerns: (), (1,), (2,) or (1, 2)."""
        return {"": (), "1": (1,), "2": (2,), "both": (1, 2)}[self.concerns]

    @cached_property
    def digest(self):
        """
        What identifies the words somebody answered to: 64 hexadecimal digits.

        It stands in sealed fields and on the couple's own pages alone, for it can be guessed.
        """
        said = [self.raw_text, self._blanks_meant, self.concerns, self.term_days]
        return hashlib.sha256(_encode(said).encode()).hexdigest()

    # --- what the two say of it

    @property
    def is_open(self):
        """Whether its round has opened."""
        return self.round.opened_on is not None

    @cached_property
    def choices_open(self):
        """What each partner says of the present words, by partner id; empty before it opened."""
        if not self.is_open:
            return {}
        return {
            stance.partner_id: stance.choice_for(self.digest)
            for stance in self._stances
            if stance.opened
        }

    @cached_property
    def is_agreed(self):
        """Whether both agree to the present words."""
        return meeting_of(self.choices_open.values()) is Meeting.AGREED

    @cached_property
    def is_aside(self):
        """Whether one of the two said that it is not for them."""
        return meeting_of(self.choices_open.values()) is Meeting.ASIDE

    @property
    def is_talk(self):
        """Whether it has opened and is neither agreed nor set aside."""
        return self.is_open and not self.is_agreed and not self.is_aside

    def is_parked_on(self, day):
        """Whether it rests on this day of the couple's clock."""
        return self.parked_until is not None and day < self.parked_until

    @cached_property
    def _stances(self):
        if hasattr(self, "stances_seen"):
            return self.stances_seen
        return list(self.stances.opened().select_related("partner__person"))

    # --- verbs

    @staticmethod
    def terms_of(is_intrusive):
        """Return whom a clause concerns at first, and for how long it holds."""
        if not is_intrusive:
            return {"concerns": Concerns.NOBODY, "term_days": 0}
        return {"concerns": Concerns.BOTH, "term_days": SHORTEST_TERM_DAYS}

    @transaction.atomic
    def fill(self, blanks):
        """
        Fill in blanks: names to values, "" to empty one. Others stay as they are.

        RuleBroken where they would make the clause bind a person beyond the limits.
        """
        if unknown := blanks.keys() - self.blanks_known.keys():
            raise ValueError(f"no such blank: {sorted(unknown)}")
        self.lock()
        if blanks.keys() - self.blanks_known.keys():
            raise RuleBroken(
                _("The words of this clause changed after you opened it. Read them again.")
            )
        merged = self.blanks | blanks
        self.blanks = {name: value for name, value in sorted(merged.items()) if value != ""}
        refuse_binding(self.text, self.language)
        self.save(update_fields=["blanks"])

    @transaction.atomic
    def name_concerned(self, concerns, *, term_days):
        """Say whom an intrusive clause concerns, and after how many days it lapses."""
        self.lock()
        if not self.is_intrusive or concerns == Concerns.NOBODY:
            raise RuleBroken(_("This clause concerns nobody in particular."))
        self.concerns, self.term_days = concerns, term_days
        self.save(update_fields=["concerns", "term_days"])

    @transaction.atomic
    def reword(self, words, *, partner):
        """Change own words within the limits, before they open; whoever wrote them may."""
        self.lock()
        if not self.is_own or self.added_by_id != partner.pk:
            raise RuleBroken(_("Only whoever wrote these words can change them here."))
        if self.is_open:
            raise RuleBroken(_("Both of you have answered these words. Propose other ones."))
        refuse_binding(words, self.language)
        self.words = words
        if limits.read(words, self.language).is_intrusive != self.is_intrusive:
            self._set_terms(not self.is_intrusive)
        self.save(update_fields=["words", "concerns", "term_days"])

    def take_words(self, words):
        """
        Say these words from now on, a clause of the library too; the caller holds the lock.

        They can make the clause an intrusive one. It stays one, however it is worded.
        """
        self.words, self.blanks = words, {}
        if not self.is_intrusive and limits.read(words, self.language).is_intrusive:
            self._set_terms(True)
        self.save(update_fields=["words", "blanks", "concerns", "term_days"])

    @transaction.atomic
    def park(self, *, until, now):
        """Let a clause that has opened rest until a day; either may."""
        self.lock()
        if not self.is_open:
            raise RuleBroken(
                _("Each of you answers this clause alone first. Then it can be parked.")
            )
        if not 1 <= (until - self.agreement.couple.local(now).date()).days <= LONGEST_REST_DAYS:
            raise RuleBroken(_("Choose a day after today, within a year."))
        self.parked_until = until
        self.save(update_fields=["parked_until"])

    @transaction.atomic
    def take_up(self):
        """Take a parked clause up again at once; either may."""
        self.lock()
        self.parked_until = None
        self.save(update_fields=["parked_until"])

    @transaction.atomic
    def remove(self, *, now):
        """Take it out of the draft; either may, and either can bring it back."""
        self.lock(removed=True)
        if self.removed_on is None:
            self.removed_on = self.agreement.couple.local(now).date()
            self.save(update_fields=["removed_on"])
            self.proposals.overtake(self.removed_on)

    @transaction.atomic
    def bring_back(self):
        """Put it back where it stood; where its round opened without it, it joins the next one."""
        self.lock(removed=True)
        if self.removed_on is None:
            return
        self.agreement.refuse_when_full()
        held = self.agreement.clauses.kept().filter(template__slug=self._slug).exclude(pk=self.pk)
        if self._slug and held.exists():
            raise RuleBroken(_("A newer wording of this clause stands in the draft already."))
        if self.is_open and not any(stance.opened for stance in self.stances.opened()):
            self.round = self.agreement.next_round()
        self.removed_on = None
        self.save(update_fields=["removed_on", "round"])

    @transaction.atomic
    def move(self, *, up):
        """Change places with the neighbour above or below under the same heading, if there is one."""
        self.lock()
        group = [
            clause
            for clause in self.agreement.clauses.kept()
            if (clause.category, clause.heading) == (self.category, self.heading)
        ]
        here = next(place for place, clause in enumerate(group) if clause.pk == self.pk)
        there = here - 1 if up else here + 1
        if not 0 <= there < len(group):
            return
        neighbour = group[there]
        self.position, neighbour.position = neighbour.position, self.position
        neighbour.save(update_fields=["position"])
        self.save(update_fields=["position"])

    # --- below the verbs

    def _set_terms(self, is_intrusive):
        for name, value in self.terms_of(is_intrusive).items():
            setattr(self, name, value)

    @cached_property
    def _blanks_meant(self):
        """The blanks, amounts with their currency: in another one they are other words."""
        return {
            name: self._in_words(name, value) if self._kind(name) == BlankKind.MONEY else value
            for name, value in self.blanks.items()
        }

    def _kind(self, name):
        return self.blanks_known.get(name, {}).get("kind", BlankKind.TEXT)

    @property
    def _slug(self):
        return self.template.slug if self.template_id else ""

    def lock(self, *, removed=False):
        """Lock the couple and read the row anew; a clause taken out changes no more."""
        agreement = self.agreement
        agreement.couple.lock()
        self.refresh_from_db()
        self.agreement = agreement
        if not removed:
            self.refuse_when_removed()

    def refuse_when_removed(self):
        """Raise RuleBroken where it does not stand in the draft any more."""
        if self.removed_on is not None:
            raise RuleBroken(_("This clause was taken out of the draft. Bring it back first."))

    @staticmethod
    def _suggested(blank):
        return EACH if blank["kind"] == BlankKind.PARTNER else blank["suggest"]

    def _in_words(self, name, value):
        kind = self._kind(name)
        if kind == BlankKind.MONEY:
            return f"{value} {self.agreement.couple.currency}"
        if kind == BlankKind.PARTNER and value == EACH:
            with override(self.template.language):
                return _("each of us")
        if kind == BlankKind.PARTNER:
            return self.agreement.names.get(int(value), "")
        return value
