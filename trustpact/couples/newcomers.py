"""
Joining with an account that is only being made: pressed on the invitation, done once it is there.

What was pressed lies in the browser's session with the mailbox it was pressed for, and counts for
the account that proves this mailbox; whoever else signs in there is asked for themselves.
"""

from django.shortcuts import redirect
from django.utils import timezone

from trustpact.couples.models import Invitation
from trustpact.people.mailboxes import LONGEST, normal

OPENED = "invitation"  # in the session: the id of the invitation opened last; never its token
JOINING = "joining"  # in the session: the invitation to join, and the mailbox to join with


def will_join(request, invitation):
    """Remember that the mailbox in the posted form shall join once it is proved."""
    mailbox = normal(request.POST["email"])[:LONGEST]
    request.session[JOINING] = {"invitation": str(invitation.pk), "mailbox": mailbox}


def join_as_pressed(request, person):
    """Join; None where nothing was pressed for this person, or something is in the way now."""
    pressed, now = request.session.pop(JOINING, {}), timezone.now()
    if pressed.get("mailbox") != person.email:
        return None
    invitation = Invitation.objects.with_people().filter(pk=pressed["invitation"]).first()
    if invitation is None or invitation.obstacle(person=person, now=now):
        return None  # the invitation's own page comes next, and says what it is
    invitation.accept(person=person, now=now)
    request.session.pop(OPENED, None)
    return redirect("couples:welcome")
