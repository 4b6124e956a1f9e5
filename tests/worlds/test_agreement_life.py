"""
The life of an agreement as a state machine: whatever the two do, in whatever order.

After each step: at most one version is put forward and one in force; what is in force was signed
by both, the same bytes, when signing had opened; each of its clauses was agreed to by both in the
words that stand there; the floor stands in it; the chain verifies; and from every state either can
withdraw and either can leave.
"""

from collections import Counter, defaultdict
from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from agreements import chain
from agreements.models import (
    Agreement,
    Choice,
    Comment,
    Floor,
    Proposal,
    Stance,
    Term,
    Version,
)
from agreements.models.amending import amend
from agreements.models.history import HistoryEntry, public_keys
from agreements.models.sheet import Sheet
from agreements.terms import beginning, renewable_from, utc_day
from tests.agreements.drafting import library, template
from tests.cast import NOON, make_cast
from trustpact.notices.sweep import sweep
from trustpact.rules import RuleBroken

Status = Version.Status
SLUGS = ["devices-private", "small-promises", "account-access"]  # one of them is intrusive
SENTENCES = ["We cook on Sundays.", "We say good night.", "We walk after dinner."]
NAMES = st.sampled_from(["ana", "ben"])
FEW = st.integers(0, 5)
CASES = {"max_examples": 25, "stateful_step_count": 15}
DEEP = {"max_examples": 300, "stateful_step_count": 30}
with_a_version = precondition(lambda life: Version.objects.exists())
with_a_term = precondition(lambda life: Term.objects.exists())
with_a_draft = precondition(lambda life: life.agreement.clauses.kept().exists())


@contextmanager
def refusable():
    """Let a rule say no: what was asked is not possible now, and nothing is half done."""
    with suppress(RuleBroken), transaction.atomic():
        yield


class AgreementLife(RuleBasedStateMachine):
    """Ana and Ben, their draft and their versions, and a clock that goes forward only."""

    def __init__(self):
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()
        self.cast, self.now = make_cast(), NOON
        self.agreed = defaultdict(set)  # version id: the words that both agreed to when it froze
        self.signed = defaultdict(dict)  # version id: who signed which digest, and when

    def teardown(self):
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)

    # --- what is there

    def partner(self, name):
        return getattr(self.cast, f"{name}_partner")

    @property
    def agreement(self):
        return Agreement.of(self.cast.couple)

    def versions(self):
        return list(Version.objects.select_related("agreement__couple").order_by("number"))

    def pick(self, rows, number):
        return rows[number % len(rows)] if rows else None

    def clause(self, number):
        return self.pick(list(self.agreement.clauses.kept()), number)

    def version(self, number):
        return self.pick(list(reversed(self.versions())), number)

    # --- the clock

    @rule(hours=st.sampled_from([1, 24, 24 * 3, 24 * 15, 24 * 70]))
    def wait(self, hours):
        self.now += timedelta(hours=hours)

    @rule()
    def let_the_sweep_run(self):
        sweep(self.now)

    # --- the draft

    @initialize(
        slugs=st.lists(st.sampled_from(SLUGS), unique=True),
        begins=st.booleans(),
        signs=st.booleans(),
    )
    def begin(self, slugs, begins, signs):
        for slug in slugs:
            self.take_from_the_library("ana", slug)
        if begins and slugs:
            self.both_agree_to_all()
            self.put_forward("ben")
            if signs:
                self.both_sign(waits=True)

    @rule(name=NAMES, slug=st.sampled_from(SLUGS))
    def take_from_the_library(self, name, slug):
        with refusable():
            clause = self.agreement.add(template(slug), partner=self.partner(name))
            clause.fill(clause.suggestions)

    @rule(name=NAMES, words=st.sampled_from(SENTENCES))
    def write_a_clause(self, name, words):
        with refusable():
            self.agreement.add_own(words, category="closeness", partner=self.partner(name))

    @with_a_draft
    @rule(name=NAMES, number=FEW, words=st.sampled_from(SENTENCES))
    def reword(self, name, number, words):
        if clause := self.clause(number):
            with refusable():
                clause.reword(words, partner=self.partner(name))

    @with_a_draft
    @rule(number=FEW)
    def take_out(self, number):
        if clause := self.clause(number):
            clause.remove(now=self.now)

    @rule(number=FEW)
    def bring_back(self, number):
        gone = list(self.agreement.clauses.filter(removed_on__isnull=False))
        if clause := self.pick(gone, number):
            with refusable():
                clause.bring_back()

    @with_a_draft
    @rule(name=NAMES, number=FEW, choice=st.sampled_from(Choice.values))
    def say(self, name, number, choice):
        if clause := self.clause(number):
            act = Stance.say if clause.is_open else Stance.give
            with refusable():
                act(clause, partner=self.partner(name), choice=choice, seen=clause.digest)

    @with_a_draft
    @rule()
    def both_agree_to_all(self):
        for clause in self.agreement.clauses.kept():
            for name in ("ana", "ben"):
                act = Stance.say if clause.is_open else Stance.give
                act(clause, partner=self.partner(name), choice="agree", seen=clause.digest)
        for name in ("ana", "ben"):
            self.press_open(name)

    @rule(name=NAMES)
    def press_open(self, name):
        if under_way := self.agreement.round:
            with refusable():
                under_way.press(partner=self.partner(name), now=self.now)

    # --- negotiating

    @with_a_draft
    @rule(name=NAMES, number=FEW, words=st.sampled_from(SENTENCES), writes=st.booleans())
    def propose_words(self, name, number, words, writes):
        if clause := self.clause(number):
            given = {"partner": self.partner(name), "words": words, "now": self.now}
            with refusable():
                Proposal.send(clause, reason="So.", seen=clause.digest, **given)
            with refusable():
                if writes:
                    Comment.send(clause, **given)

    @rule(name=NAMES, number=FEW, says=st.sampled_from(["accept", "decline", "take_back"]))
    def answer_words(self, name, number, says):
        if proposal := self.pick(list(Proposal.objects.order_by("sent_on", "pk")), number):
            read = {"seen": proposal.digest} if says == "accept" else {}
            with refusable():
                getattr(proposal, says)(partner=self.partner(name), now=self.now, **read)

    @with_a_draft
    @rule(number=FEW, days=st.integers(0, 40))
    def park_or_take_up(self, number, days):
        if clause := self.clause(number):
            with refusable():
                if days:
                    clause.park(until=self.now.date() + timedelta(days=days), now=self.now)
                else:
                    clause.take_up()

    # --- versions

    @with_a_draft
    @rule(name=NAMES)
    def put_forward(self, name):
        with refusable():
            version = Version.propose(self.agreement, partner=self.partner(name), now=self.now)
            # Asked afterwards: what ran out before does not count as agreed any more.
            self.agreed[version.pk] = {one.text for one in self.agreement.agreed_clauses(self.now)}

    @with_a_version
    @rule(name=NAMES, number=FEW, days=st.integers(1, 14))
    def take_more_time(self, name, number, days):
        if version := self.version(number):
            until = version.proposed_on + timedelta(days=days)
            with refusable():
                version.lengthen(partner=self.partner(name), until=until, now=self.now)

    @with_a_version
    @rule(name=NAMES, number=FEW, knows=st.booleans())
    def sign(self, name, number, knows):
        if version := self.version(number):
            seen = version.digest if knows else "0" * 64
            with refusable():
                version.sign(partner=self.partner(name), seen=seen, auth="totp", now=self.now)
                if version.signed_by(self.partner(name)):
                    self.signed[version.pk].setdefault(name, (seen, self.now))

    @with_a_version
    @rule(waits=st.booleans())
    def both_sign(self, waits):
        if version := self.version(0):
            if waits:
                self.now = max(self.now, version.signing_opens_at)
            for name in ("ana", "ben"):
                self.sign(name, 0, True)

    @with_a_version
    @rule(name=NAMES, number=FEW)
    def end(self, name, number):
        if version := self.version(number):
            with refusable():
                version.end(partner=self.partner(name), now=self.now)

    @with_a_version
    @rule(name=NAMES, number=FEW)
    def withdraw(self, name, number):
        if version := self.version(number):
            with refusable():
                version.withdraw(partner=self.partner(name), now=self.now)
                if version.in_force_since is None:
                    self.signed[version.pk].pop(name, None)

    @with_a_version
    @rule(name=NAMES, number=FEW, place=FEW)
    def withdraw_a_clause(self, name, number, place):
        if version := self.version(number):
            clause = self.pick(version.document.clauses, place)
            with refusable():
                version.withdraw(partner=self.partner(name), now=self.now, clause=clause.id)

    @with_a_term
    @rule(names=st.sampled_from([["ana"], ["ben"], ["ana", "ben"]]), soon=st.booleans())
    def renew(self, names, soon):
        for term in Term.objects.all()[:1]:
            if soon:
                asking = beginning(renewable_from(term.ends_on))
                self.now = max(self.now, asking)
            for name in names:
                version = self.versions()[term.version.number - 1]
                with refusable():
                    Term.renew(
                        version,
                        term.clause,
                        partner=self.partner(name),
                        auth="totp",
                        now=self.now,
                    )

    @with_a_version
    @rule(name=NAMES, number=FEW)
    def amend_what_is_in_force(self, name, number):
        if version := self.version(number):
            with refusable():
                amend(version, partner=self.partner(name), now=self.now)

    # --- what must be so after every step

    @invariant()
    def one_is_put_forward_and_one_in_force_at_most(self):
        standing = [version.status for version in self.versions()]
        assert standing.count(Status.PROPOSED) <= 1
        assert standing.count(Status.IN_FORCE) <= 1

    @invariant()
    def what_is_in_force_was_signed_by_both(self):
        for version in self.versions():
            if version.in_force_since is None:
                continue
            signed = self.signed[version.pk]
            assert set(signed) == {"ana", "ben"}
            assert {digest for digest, _moment in signed.values()} == {version.digest}
            assert all(moment >= version.signing_opens_at for _digest, moment in signed.values())
            assert version.is_genuine

    @invariant()
    def every_clause_was_agreed_to_in_its_words(self):
        for version in self.versions():
            assert {clause.text for clause in version.document.clauses} == self.agreed[version.pk]

    @invariant()
    def an_intrusive_clause_holds_for_its_term_only_and_both_renew_it(self):
        for version in self.versions():
            by = Counter(version.history.filter(kind="renew").values_list("signer", flat=True))
            assert not by or [*by.values()] == [by.total() // 2] * 2
            for line in Sheet(version, on=utc_day(self.now)).lines:
                if line.clause.lapses_after_days and line.condition.holds:
                    self._runs(version, line)

    def _runs(self, version, line):
        if version.status == Status.IN_FORCE:
            assert version.terms.get(clause=line.clause.id).ends_on == line.condition.ends_on

    @invariant()
    def three_proposals_of_one_person_are_open_at_most(self):
        for name in ("ana", "ben"):
            assert Proposal.objects.open().filter(proposed_by=self.partner(name)).count() <= 3

    @invariant()
    def the_floor_stands(self):
        floor = Floor.in_language("en")
        for version in self.versions():
            assert list(version.document.floor.lines) == floor.lines
            assert version.document.floor.banner == floor.banner

    @invariant()
    def the_chain_verifies(self):
        links = HistoryEntry.objects.all().links()
        assert chain.verify(links, public_keys()).state is chain.State.INTACT

    @invariant()
    def either_can_withdraw(self):
        for version in self.versions():
            if version.status == Status.IN_FORCE:
                for name in ("ana", "ben"):
                    self._withdraws(version, name)

    def _withdraws(self, version, name):
        with transaction.atomic():
            version.withdraw(partner=self.partner(name), now=self.now)
            assert version.status == Status.WITHDRAWN
            transaction.set_rollback(True)
        version.refresh_from_db()

    @invariant()
    def either_can_leave(self):
        for name in ("ana", "ben"):
            with transaction.atomic():
                self.partner(name).leave(now=self.now)
                assert not self.agreement.versions.proposed().exists()
                transaction.set_rollback(True)
            self.cast.couple.refresh_from_db()


@pytest.mark.django_db
def test_agreement_holds_its_promises_whatever_the_two_do(request):
    library()
    size = DEEP if request.config.getoption("--deep") else CASES
    unhurried = {"deadline": None, "suppress_health_check": list(HealthCheck), "print_blob": True}
    run_state_machine_as_test(AgreementLife, settings=settings(**size, **unhurried))
