"""The couple and who belongs to it."""

from trustpact.couples.models.couple import Couple
from trustpact.couples.models.partner import Partner

__all__ = ["Couple", "Partner"]
