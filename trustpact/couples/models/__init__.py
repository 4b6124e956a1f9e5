"""The couple, who belongs to it, who is invited and who will not be."""

from trustpact.couples.models.block import Block
from trustpact.couples.models.couple import Couple, OpeningHour
from trustpact.couples.models.invitation import Invitation
from trustpact.couples.models.partner import Partner
from trustpact.couples.models.wrong_code import WrongCode

__all__ = ["Block", "Couple", "Invitation", "OpeningHour", "Partner", "WrongCode"]
