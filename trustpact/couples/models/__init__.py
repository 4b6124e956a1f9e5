"""The couple, who belongs to it, who is invited and who will not be; and what a therapist may see."""

from trustpact.couples.models.block import Block
from trustpact.couples.models.couple import Couple, OpeningHour
from trustpact.couples.models.grant import JOINT, OWN, Grant, Granted, Scope
from trustpact.couples.models.invitation import Invitation
from trustpact.couples.models.partner import Partner
from trustpact.couples.models.therapist import Secrets, Therapist
from trustpact.couples.models.therapist_invitation import TherapistInvitation
from trustpact.couples.models.therapy import Therapy
from trustpact.couples.models.viewing import Viewing
from trustpact.couples.models.wrong_code import WrongCode

__all__ = [
    "JOINT",
    "OWN",
    "Block",
    "Couple",
    "Grant",
    "Granted",
    "Invitation",
    "OpeningHour",
    "Partner",
    "Scope",
    "Secrets",
    "Therapist",
    "TherapistInvitation",
    "Therapy",
    "Viewing",
    "WrongCode",
]
