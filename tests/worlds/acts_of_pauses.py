"""What Ana does about pauses and topics for herself alone; nothing of it may show to Ben."""

from datetime import timedelta

from django.urls import reverse

from agreements.models import Agreement, Choice
from checkins import topics
from checkins.models import Pause, Topic, TopicOwn
from checkins.models.topic import Ready
from tests.agreements.drafting import say
from tests.cast import NOON
from tests.worlds.acts import _signed_in
from tests.worlds.stories import NEXT_DAY, keeping_rituals, opened
from trustpact.couples.models import Partner

# --- Stories


def where_ben_asked():
    """Ben has asked whether now is good."""
    cast = keeping_rituals()
    Topic.ask(cast.ben_partner, "How we want to spend Easter.", now=NOON)
    return cast


def where_ana_pauses():
    """Ana has called a pause, until this evening."""
    cast = keeping_rituals()
    Pause.begin(cast.ana_partner, now=NOON)
    Pause.change(cast.ana_partner, "evening", now=NOON)
    return cast


def where_a_clause_is_back():
    """They parked what they had to talk about until the next day."""
    cast = opened()
    for clause in Agreement.of(cast.couple).clauses.kept():
        if clause.is_open:
            say(clause, cast.ben_partner, Choice.TALK)
            clause.park(until=NEXT_DAY.date(), now=NOON)
    return cast


# --- Acts


def be_ready_for_what_is_back(cast):
    ana = Partner.objects.of(cast.ana)
    found = topics.waiting_for(ana, NEXT_DAY)
    assert found
    for number, one in enumerate(found):
        one.topic.answer(ana, [Ready.NOW, Ready.NOT_YET][number % 2], now=NEXT_DAY)


def say_not_yet(cast):
    Topic.objects.get().answer(cast.ana_partner, Ready.NOT_YET, now=NOON)


def be_ready_in_a_month(cast):
    day = NOON.date() + timedelta(days=30)
    Topic.objects.get().answer(cast.ana_partner, Ready.DAY, day=day, now=NOON)


def be_ready_and_put_it_off(cast):
    Topic.objects.get().answer(cast.ana_partner, Ready.NOW, now=NOON)
    say_not_yet(cast)


def keep_a_draft(cast):
    client = _signed_in(cast)
    for typed in ({"words": "Easter.", "keep": "1"}, {"words": "x" * 501, "ask": "1"}):
        client.post(reverse("checkins:asking"), typed)


def mute_topics(cast):
    TopicOwn.keep(cast.ana_partner, quiet=True)


def use_the_page_of_the_pause(cast):
    """Look at it, type, and be refused: the feeling and the need are posted nowhere at all."""
    client = _signed_in(cast)
    for name in ("moment", "moment_changes"):
        client.get(reverse(f"checkins:{name}"))
    client.post(reverse("checkins:moment_time"), {"back": "never"})
    client.post(reverse("checkins:moment_return"), {"send": "1", "words": "x" * 301})
