"""Two people open something to a therapist in a browser, who looks before a session; then it ends."""

from django.utils import timezone

from trustpact.couples.models import Couple, Therapist, Therapy


def bring():
    """Let the therapist go with the couple; nothing is open yet."""
    now, couple = timezone.now(), Couple.objects.get()
    [profile] = Therapist.objects.all()
    first = couple.members[0]
    return Therapy.begin(couple, profile, invited_by=first, now=now)


def consent(walker, *scopes):
    """Read what would be seen, tick it, and open it: an unfolding and a tick for each, and a press."""
    for scope in scopes:
        card = walker.page.locator(".card", has=walker.page.locator(f"input[value={scope}]"))
        walker.tap(card.locator("summary"))
        walker.tap(card.locator("input"))
    walker.press("Open what I ticked")
    if walker.sees("Code from the mail"):  # whose sign-in is an hour old
        walker.fill("Code from the mail", walker.code())
        walker.press("Go on")


def close(walker):
    """Close everything that was opened."""
    walker.press("Close everything I opened")


def look(chen, first, second):
    """From the list to what is new since the last session."""
    chen.press(f"{first.name}, {second.name}", exact=False)
    chen.page.locator(".sides").wait_for()
