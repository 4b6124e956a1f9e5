"""What is ahead, what is to be told, and when to keep quiet."""

from trustpact.notices.models.notice import Notice
from trustpact.notices.models.schedule import Schedule
from trustpact.notices.models.silence import Silence, cancel_for

__all__ = ["Notice", "Schedule", "Silence", "cancel_for"]
