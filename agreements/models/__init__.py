"""The library, the draft, the versions."""

from agreements.models.agreement import Agreement
from agreements.models.category import Category
from agreements.models.clause_template import BlankKind, ClauseTemplate, WatchWords
from agreements.models.draft import Clause
from agreements.models.floor import Floor
from agreements.models.history import HistoryEntry
from agreements.models.pack import Pack
from agreements.models.proposal import Proposal
from agreements.models.review import ReviewDelay
from agreements.models.signature import Signature
from agreements.models.stance import Choice, Round, RoundPress, Stance
from agreements.models.term import Renewal, Term
from agreements.models.thread import Comment
from agreements.models.version import Version

__all__ = [
    "Agreement",
    "BlankKind",
    "Category",
    "Choice",
    "Clause",
    "ClauseTemplate",
    "Comment",
    "Floor",
    "HistoryEntry",
    "Pack",
    "Proposal",
    "Renewal",
    "ReviewDelay",
    "Round",
    "RoundPress",
    "Signature",
    "Stance",
    "Term",
    "Version",
    "WatchWords",
]
