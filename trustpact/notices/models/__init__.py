"""What is ahead, what is to be told and how, when to keep quiet, and who reads it in a calendar."""

from trustpact.notices.models.calendar_feed import CalendarFeed
from trustpact.notices.models.notice import Notice
from trustpact.notices.models.push_subscription import PushSubscription
from trustpact.notices.models.reminders import Book, Reminders
from trustpact.notices.models.schedule import Schedule
from trustpact.notices.models.silence import Silence, cancel_for

__all__ = [
    "CalendarFeed",
    "Notice",
    "PushSubscription",
    "Book",
    "Reminders",
    "Schedule",
    "Silence",
    "cancel_for",
]
