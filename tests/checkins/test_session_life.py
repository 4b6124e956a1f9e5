"""Any story of a session: from every state either alone can stop, and nothing is demanded."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from checkins.models import CheckIn, OpenedAnswer, Session
from checkins.models.passing import AGAIN, Given, keep_draft
from checkins.script import Kind
from tests.cast import make_cast
from tests.checkins.sessions import DAYS, at, fresh, go, keep
from tests.library import CLAUSES, RITUALS, load_library
from trustpact.rules import RuleBroken

WHO = st.sampled_from(["ana_partner", "ben_partner"])
WORDS = st.sampled_from(["", "Tea", "A walk on Sunday"])
Status = Session.Status


class SessionLife(RuleBasedStateMachine):
    """Two people press whatever they like, from pages of any age."""

    slug = ""

    def __init__(self):
        super().__init__()
        self.point = transaction.atomic()
        self.point.__enter__()
        self.cast = make_cast()
        self.date = keep(self.cast.couple, self.slug)
        self.now = at(self.slug)
        self.before = fresh(self.date).moves

    def teardown(self):
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)

    def partner(self, who):
        return getattr(self.cast, who)

    def attempt(self, act):
        """Do it; a refusal with its sentence is fine, and changes nothing."""
        before = self.state()
        try:
            with transaction.atomic():
                act()
        except RuleBroken:
            assert self.state() == before

    def state(self):
        session = fresh(self.date)
        said = sorted(OpenedAnswer.objects.values_list("pk", flat=True))
        return session.status, session.place, session.moves, said

    @rule(who=WHO, choice=st.integers(0, 2), together=st.booleans())
    def begin(self, who, choice, together):
        session = fresh(self.date)
        if session.asks_whether_ready:
            choices = session.steps[0]["choices"]
            pick = choices[choice % len(choices)]
            partner = self.partner(who)
            self.attempt(
                lambda: session.answer_ready(partner, pick, now=self.now, together=together)
            )
        else:
            self.attempt(lambda: session.begin(self.partner(who), now=self.now))

    @rule(who=WHO, words=WORDS, choice=st.integers(0, 3), age=st.integers(0, 2), mine=st.booleans())
    def press(self, who, words, choice, age, mine):
        session = fresh(self.date)
        given = {"words": words, "mine": mine}
        choices = [*session.asked.get("choices", ()), *session.asked.get("replies", ()), AGAIN, ""]
        if session.kind != Kind.OWN:
            given["choice"] = choices[choice % len(choices)]
        seen = max(0, session.moves - age)
        self.attempt(lambda: go(self.date, self.partner(who), now=self.now, seen=seen, **given))

    @rule(who=WHO)
    def press_with_nothing(self, who):
        """Every step lets either on without a word: nothing is demanded."""
        session = fresh(self.date)
        if session.status == Status.OPEN:
            go(self.date, self.partner(who), now=self.now)
            assert fresh(self.date).moves == session.moves + 1

    @rule(who=WHO, step=st.integers(0, 8))
    def write_without_showing(self, who, step):
        session = fresh(self.date)
        slug = session.steps[step % len(session.steps)]["slug"]
        before = self.state()
        with transaction.atomic():
            keep_draft(session, self.partner(who), Given(words="Hm"), step=slug, now=self.now)
        assert self.state() == before

    @rule(who=WHO)
    def take_everything_back(self, who):
        own = self.date.checkin_of(self.partner(who))
        with transaction.atomic():
            own.take_back(now=self.now)
        assert not OpenedAnswer.objects.filter(partner=self.partner(who)).exists()

    @invariant()
    def either_alone_can_stop(self):
        for who in ("ana_partner", "ben_partner"):
            point = transaction.savepoint()
            fresh(self.date).stop(self.partner(who), now=self.now)
            session = fresh(self.date)
            assert session.is_over
            assert session.step_began_at is None
            transaction.savepoint_rollback(point)

    @invariant()
    def it_only_goes_on(self):
        session = fresh(self.date)
        assert session.moves >= self.before
        self.before = session.moves

    @invariant()
    def what_is_said_aloud_is_nowhere(self):
        aloud = {step["slug"] for step in fresh(self.date).steps if step.get("aloud")}
        aloud |= {
            step["slug"] for step in fresh(self.date).steps if step.get("rule") == "one more try"
        }
        kept = set().union(*(set(one.answers) for one in CheckIn.objects.all()), set())
        kept |= set(OpenedAnswer.objects.values_list("question", flat=True))
        assert not aloud & kept

    @invariant()
    def readiness_shows_to_nobody(self):
        assert not OpenedAnswer.objects.filter(question="ready").exists()
        if fresh(self.date).status != Status.WAITING:
            assert all("ready" not in one.answers for one in CheckIn.objects.all())


@pytest.mark.django_db
@pytest.mark.parametrize("slug", DAYS)
def test_any_story_of_a_session(slug, request):
    load_library(CLAUSES, RITUALS)
    deep = request.config.getoption("--deep")
    machine = type("Life", (SessionLife,), {"slug": slug})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=60 if deep else 4,
            stateful_step_count=30 if deep else 12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
