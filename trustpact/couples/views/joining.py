"""Beginning alone, and being invited."""

from allauth.account.adapter import get_adapter
from allauth.account.views import SignupView
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trustpact.access.guards import open_to_all, partner_page, person_page
from trustpact.couples.forms import CodeForm, StartForm
from trustpact.couples.models import Couple, Invitation, Partner, Therapist, WrongCode
from trustpact.couples.models.wrong_code import tries_of
from trustpact.couples.newcomers import OPENED, will_join
from trustpact.couples.obstacles import Obstacle
from trustpact.people.forms import SignUpForm
from trustpact.rules import RuleBroken

MINE = "mine"


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
def start(request):
    """Begin a couple alone, or go on with an invitation."""
    if request.partner is not None:
        return redirect("couples:us")
    past = Partner.objects.ended(request.user)
    if past is not None and not past.knows_of_end:
        return redirect("couples:ended")
    defaults = {"language": request.user.language}
    posted = request.POST if request.method == "POST" else None
    form = StartForm(posted, initial=defaults, action=request.path, label=_("Begin"))
    if form.is_valid():
        Couple.start(request.user, now=timezone.now(), **form.cleaned_data)
        return redirect("today:first")
    therapist = Therapist.objects.of(request.user) is not None
    page = {"form": form, "invited": OPENED in request.session, "is_therapist": therapist}
    return render(request, "couples/start.html", page, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def code(request):
    """Ask for the code of an invitation."""
    form = CodeForm(request.POST if request.method == "POST" else None, action=request.path)
    status = 200
    if form.is_bound:
        invitation, status = _by_code(request, form)
        if invitation is not None:
            request.session[OPENED] = str(invitation.pk)
            return redirect("join:invitation", MINE)
    return render(request, "couples/code.html", {"form": form}, status=status)


def _by_code(request, form):
    """Return the invitation of a typed code, or None with the status of what is wrong with it."""
    if not form.is_valid():
        return None, 400
    person = request.user if request.user.is_authenticated else None
    tries = tries_of(address=get_adapter(request).get_client_ip(request), person=person)
    if WrongCode.objects.too_many(tries, now=timezone.now()):
        form.add_error("code", _("That were too many wrong codes. Wait an hour, or use the link."))
        return None, 429
    invitation = Invitation.objects.by_code(form.cleaned_data["code"])
    if invitation is None:
        WrongCode.objects.note(tries, now=timezone.now())
        form.add_error("code", Obstacle.UNKNOWN.sentence)
    return invitation, 404


@require_safe
@open_to_all
def invitation(request, token):
    """Say who invites, what joining shares and what stays one's own; or what is in the way."""
    if token == MINE and OPENED not in request.session:
        return redirect("join:code")
    opened = _opened(request, token)
    obstacle = _obstacle(request, opened)
    if obstacle is not None:
        return _stopped(request, opened, obstacle)
    page = _page_of(opened, token)
    if not request.user.is_authenticated:
        page["form"] = SignUpForm()
    return render(request, "couples/invitation.html", page)


@require_POST
@open_to_all
def acceptance(request, token):
    """Join; somebody who is not signed in makes an account by it, or signs in and comes back."""
    opened = _opened(request, token)
    if opened is not None and not request.user.is_authenticated and "email" not in request.POST:
        return redirect_to_login(reverse("join:invitation", args=[MINE]))
    obstacle = _obstacle(request, opened)
    if obstacle is not None:
        return _stopped(request, opened, obstacle)
    if not request.user.is_authenticated:
        return _joined_by_signing_up(request, opened, token)
    opened.accept(person=request.user, now=timezone.now())
    request.session.pop(OPENED, None)
    return redirect("couples:welcome")


@require_POST
@open_to_all
def refusal(request, token):
    """Say no, without an account; nobody is told."""
    opened = _opened(request, token)
    obstacle = opened.closed(timezone.now()) if opened else Obstacle.UNKNOWN
    if obstacle is None and request.user.pk == opened.invited_by.person_id:
        obstacle = Obstacle.OWN
    if obstacle is not None:
        return _stopped(request, opened, obstacle)
    opened.decline(now=timezone.now())
    request.session.pop(OPENED, None)
    return render(request, "couples/declined.html", {"invitation": opened})


@require_safe
@partner_page
def welcome(request):
    """The joiner's private first page: what they answer never leaves their browser."""
    partner = request.partner
    if partner.place == 1:
        return redirect("couples:us")
    is_new = partner.joined_on == request.user.local(timezone.now()).date()
    page = {"other": partner.other, "next": reverse("today:first" if is_new else "today:today")}
    return render(request, "couples/welcome.html", page)


def _joined_by_signing_up(request, opened, token):
    """Answer the sign-up form of an invitation: it is joined once its mailbox is proved."""
    will_join(request, opened)
    sign_up = SignupView.as_view(
        template_name="couples/invitation.html",
        extra_context=_page_of(opened, token),
        success_url=reverse("join:invitation", args=[MINE]),
    )
    return sign_up(request)


def _page_of(opened, token):
    return {"invitation": opened, "token": token, "mine": MINE}


def _opened(request, token):
    """Return the invitation that a link names, or the one this browser opened last; or None."""
    if token == MINE:
        return _remembered(request)
    opened = Invitation.objects.by_token(token)
    if opened is not None:
        request.session[OPENED] = str(opened.pk)
    return opened


def _remembered(request):
    remembered = request.session.get(OPENED)
    shown = request.POST.get("invitation", remembered)
    if shown != remembered:
        raise RuleBroken(
            _("Another invitation was opened here in the meantime. Read it again first.")
        )
    return Invitation.objects.with_people().filter(pk=remembered).first() if remembered else None


def _obstacle(request, opened):
    if opened is None:
        return Obstacle.UNKNOWN
    person = request.user if request.user.is_authenticated else None
    return opened.obstacle(person=person, now=timezone.now())


def _stopped(request, opened, obstacle):
    page = {"invitation": opened, "obstacle": obstacle}
    if obstacle is Obstacle.BLOCKED:
        page["barrier"] = request.user.blocks.get(blocked_person=opened.invited_by.person)
    return render(request, "couples/stopped.html", page, status=obstacle.status)
