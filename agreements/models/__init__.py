"""The library, the draft, the versions."""

from agreements.models.agreement import Agreement
from agreements.models.category import Category
from agreements.models.clause_template import BlankKind, ClauseTemplate, WatchWords
from agreements.models.draft import Clause
from agreements.models.floor import Floor
from agreements.models.pack import Pack
from agreements.models.stance import Choice, Round, RoundPress, Stance

__all__ = [
    "Agreement",
    "BlankKind",
    "Category",
    "Choice",
    "Clause",
    "ClauseTemplate",
    "Floor",
    "Pack",
    "Round",
    "RoundPress",
    "Stance",
    "WatchWords",
]
