"""What a couple asks in a ritual that it wrote itself, each set of questions from a date on."""

import hashlib
import json
import uuid
from datetime import timedelta

from django.db import models, transaction
from django.utils.translation import gettext as _

from checkins import asking
from checkins.models.refusals import refuse_demands
from checkins.models.ritual import OWN, Ritual
from trustpact.privacy.fields import SealedJSON
from trustpact.rules import RuleBroken


class OwnQuestions(models.Model):
    """
    The questions of an own ritual from a date on, until the next row's date.

    A row whose date has come is never changed: each date keeps the words in which it asked, and
    both partners read the same on it, whoever comes first.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ritual = models.ForeignKey(Ritual, models.CASCADE, related_name="own_questions")
    from_on = models.DateField()
    questions = SealedJSON(owner="ritual.couple")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ritual", "from_on"], name="ownquestions_one_a_date")
        ]

    def __str__(self):
        return f"questions of {self.ritual_id} from {self.from_on}"

    @classmethod
    def asked_on(cls, ritual, day):
        """Return the questions of an own ritual on a date; those of before its start are its first."""
        rows = cls.objects.filter(ritual=ritual)
        row = rows.filter(from_on__lte=day).order_by("-from_on").first()
        row = row or rows.order_by("from_on").first()
        row.ritual = ritual
        return row.questions

    @classmethod
    def latest(cls, ritual):
        """Return the questions as they were last written, asked already or from tomorrow on."""
        row = cls.objects.filter(ritual=ritual).order_by("-from_on").first()
        row.ritual = ritual
        return row

    @classmethod
    @transaction.atomic
    def begin(cls, couple, *, name, about, questions, plan, now):
        """
        Begin a ritual in a couple's own words, for both; `plan` is as `Ritual.reschedule` takes it.

        Nothing of it is anywhere before this. Raises RuleBroken beyond the limits, TooOften for
        one ritual too many.
        """
        couple.lock()
        Ritual.refuse_one_more(couple)
        _refuse(name, about, questions, couple.language)
        today = couple.local(now).date()
        ritual = Ritual(couple=couple, slug=f"{OWN}{uuid.uuid4().hex}", started_on=today)
        ritual.words = {"name": name, "about": about}
        for field, value in plan.items():
            setattr(ritual, field, value)
        ritual.refuse_what_never_comes()
        ritual.save()
        questions = _named(questions, [])
        cls.objects.create(ritual=ritual, from_on=ritual.started_on, questions=questions)
        ritual.replan(now=now)
        return ritual

    @classmethod
    @transaction.atomic
    def rewrite(cls, ritual, *, name, about, questions, seen, now):
        """
        Write a ritual's words and questions anew; questions are asked like this from tomorrow on.

        Not from today: somebody may be answering, and nothing may tell whether. `seen` is the
        digest of what the writer changed; RuleBroken where the words are others by now.
        """
        ritual.couple.lock()
        ritual.refresh_from_db(fields=["words", "ended_on"])
        if seen != cls.digest(ritual):
            raise RuleBroken(
                _("The words changed after you opened them. Read both, then keep yours or not.")
            )
        _refuse(name, about, questions, ritual.couple.language)
        ritual.words = {"name": name, "about": about}
        ritual.save(update_fields=["words"])
        latest = cls.latest(ritual)
        from_on = cls._tomorrow(ritual, now)
        row = latest if latest.from_on >= from_on else cls(ritual=ritual, from_on=from_on)
        fresh = _named(questions, latest.questions)
        if fresh != latest.questions:
            row.questions = fresh
            row.save()

    @classmethod
    def digest(cls, ritual):
        """Return the digest of what an own ritual says and asks as it was last written."""
        said = [ritual.words, cls.latest(ritual).questions]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    @staticmethod
    def _tomorrow(ritual, now):
        """Return the first date that has begun for neither of the two, nor on the couple's clock."""
        people = ritual.couple.partners_now().select_related("person")
        days = [one.person.local(now).date() for one in people]
        return max(ritual.couple.local(now).date(), *days) + timedelta(days=1)


def _refuse(name, about, questions, language):
    if not 1 <= len(questions) <= asking.MOST_QUESTIONS:
        raise RuleBroken(
            _("Ask one question at least, and %(most)d at most.") % {"most": asking.MOST_QUESTIONS}
        )
    levels = [one["slug"] for one in questions if one["kind"] == "level"]
    if len(set(levels)) < len(levels):
        raise RuleBroken(_("Each level can be asked once."))
    refuse_demands([name, about], language)
    for question in questions:
        offered = asking.WITH_CHOICES.get(question["kind"], "")
        refuse_demands([question.get("text", ""), *question.get(offered, ())], language)


def _named(questions, before):
    """
    Return the questions, each under a slug: its own as long as it means the same, else a new one.

    Of the slugs that come from a form only those that stood here before count.
    """
    meanings = {one["slug"]: asking.meaning(one) for one in before}
    named, taken = [], set()
    for question in questions:
        slug = question.get("slug", "")
        same = meanings.get(slug) == asking.meaning(question | {"slug": slug})
        if question["kind"] != "level" and (not same or slug in taken):
            slug = f"{OWN}{uuid.uuid4().hex[:12]}"
        taken.add(slug)
        named.append(question | {"slug": slug})
    return named
