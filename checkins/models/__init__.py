"""Rituals, their occurrences, each partner's check-in, and what of it opened."""

from checkins.models.appreciation import Appreciation, AppreciationAway, AppreciationOwn
from checkins.models.checkin import CheckIn
from checkins.models.disclosure import Disclosure
from checkins.models.exercise import Exercise
from checkins.models.followup import FollowUp
from checkins.models.guide import RepairGuide
from checkins.models.health_test import HealthTest
from checkins.models.journal import JournalEntry, JournalPrompt
from checkins.models.occurrence import Occurrence
from checkins.models.opened import OpenedAnswer
from checkins.models.own import OwnQuestions
from checkins.models.pause import Pause
from checkins.models.repair import Repair
from checkins.models.repair_words import RepairMessage, UnsentWords
from checkins.models.ritual import Ritual, RitualTime
from checkins.models.rollup import RollUp
from checkins.models.session import Session
from checkins.models.snooze import Snooze
from checkins.models.template import Level, RitualTemplate, WordList
from checkins.models.topic import Topic, TopicAnswer, TopicOwn
from checkins.models.wish import RitualWish

__all__ = [
    "Appreciation",
    "AppreciationAway",
    "AppreciationOwn",
    "CheckIn",
    "Disclosure",
    "Exercise",
    "FollowUp",
    "HealthTest",
    "JournalEntry",
    "JournalPrompt",
    "Level",
    "Occurrence",
    "OpenedAnswer",
    "OwnQuestions",
    "Repair",
    "RepairGuide",
    "RepairMessage",
    "Pause",
    "Ritual",
    "RitualTemplate",
    "RitualTime",
    "RitualWish",
    "RollUp",
    "Snooze",
    "Session",
    "UnsentWords",
    "Topic",
    "TopicAnswer",
    "TopicOwn",
    "WordList",
]
