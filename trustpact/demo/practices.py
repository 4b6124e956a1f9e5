"""What the made-up couple does beside its rituals: what hurt, and what they wanted to talk about."""

from datetime import timedelta

from checkins.mending import YES
from checkins.models import Appreciation, Disclosure, HealthTest, Pause, Repair, Topic
from checkins.models.disclosure import Kind
from checkins.models.topic import Ready
from trustpact.demo import words


def practise(life):
    """Tell of thanks, of hurts, of topics, of a pause, and of news and dates."""
    _say_thank_you(life)
    _come_to_rest(life)
    _say_what_hurt(life)
    _talk_about(life)
    _pause(life)
    _tell_about_oneself(life)


def _say_thank_you(life):
    """Now and then one thanks the other, in the words that come to them; last, yesterday."""
    days = life.chance.sample(range(4, life.days - 2), life.days // 6)
    for number in [*sorted(days), life.days - 1]:
        said = life.chance.choice(words.THANKS)
        Appreciation.give(life.partners[number % 2], said, now=life.on_day(number, hour=20))


def _come_to_rest(life):
    """Early on something hurt; they went through it step by step, and it rests."""
    day = life.days // 3
    told = life.on_day(day)
    repair = Repair.open(life.couple, life.second, hurt=True, words=words.WHAT_HURT_FIRST, now=told)
    answered = life.on_day(day + 1)
    repair.say(life.first, "answer", choice=YES, now=answered)
    repair.say(life.first, "acknowledge", words=words.RECOGNISED_FIRST, now=answered)
    repair.say(life.second, "understood", choice=YES, now=life.on_day(day + 2))
    repair.say(life.first, "apologise", words=words.SORRY_FIRST, now=life.on_day(day + 2))
    repair.rest(life.second, now=life.on_day(day + 9))


def _say_what_hurt(life):
    """Something hurt a few days ago; it was answered, and the next step is open, or none."""
    opened, answered = life.now - timedelta(days=4), life.now - timedelta(days=2)
    repair = Repair.open(life.couple, life.first, hurt=True, words=words.WHAT_HURT, now=opened)
    repair.say(life.first, "impact", words=words.HOW_IT_LANDED, now=opened)
    repair.say(life.second, "answer", choice=YES, now=answered)
    repair.say(life.second, "acknowledge", words=words.RECOGNISED, now=answered)


def _talk_about(life):
    """They took up one topic; for the next both are ready, and for one they are asked."""
    asked = life.on_day(life.days // 2)
    settled = Topic.ask(life.first, words.TOPIC_TAKEN_UP, now=asked)
    settled.answer(life.second, Ready.NOW, now=asked)
    settled.take_up(life.second, now=asked + timedelta(days=1))
    yesterday = life.now - timedelta(days=1)
    ready = Topic.ask(life.second, words.TOPIC_READY, now=yesterday)
    ready.answer(life.first, Ready.NOW, now=yesterday)
    Topic.ask(life.second, words.TOPIC_ASKED, now=yesterday)


def _pause(life):
    """One of them took a break yesterday evening, and came back with a sentence."""
    evening = life.on_day(life.days - 1, hour=18)
    Pause.begin(life.second, now=evening)
    Pause.come_back(life.second, words=words.BACK, now=evening + timedelta(hours=1))


def _tell_about_oneself(life):
    """One told what they had kept back, and it was read; each keeps dates of tests, and shares one."""
    told = life.now - timedelta(days=9)
    Disclosure.tell(life.second, Kind.SLIP, words=words.KEPT_BACK, now=told).put_away()
    for partner, days in ((life.first, 40), (life.first, 160), (life.second, 75)):
        HealthTest.keep(partner.person, (life.now - timedelta(days=days)).date(), now=life.now)
    for partner in life.partners:
        HealthTest.of(partner.person)[0].share(partner)
