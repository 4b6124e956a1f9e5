"""What the desk shows of people: helplines to curators; to operators, whether an account is open."""

from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.forms import Media
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from trustpact.access.guards import operator_page
from trustpact.curation.desk import desk
from trustpact.curation.desk.pages import CuratedPages, written
from trustpact.people.countries import COUNTRIES
from trustpact.people.mailboxes import normal
from trustpact.people.models import Helpline, Person


@admin.register(Helpline, site=desk)
class HelplinePages(CuratedPages):
    """The helplines of the safety page, with the day on which each was called last."""

    list_display = (*CuratedPages.list_display[:-1], "checked_on", "position")
    preview_template = "admin/seen/helpline.html"

    def preview(self, row):
        """Show it as the safety page does."""
        return {"one": {"line": row, "country": COUNTRIES.get(row.country, row.country)}}


@admin.register(Person, site=desk)
class AccountPages(ModelAdmin):
    """
    One account, found by its whole mailbox: it can be closed, opened, signed out everywhere.

    There is no list of people, and no name, couple or word: who is here is nobody's to leaf through.
    """

    @property
    def media(self):
        """Nothing of the admin's own scripts and styles."""
        return Media()

    def get_urls(self):
        """Return where an account is looked for, and the account."""
        return [
            path("", written(operator_page(self.search)), name="people_person_changelist"),
            path(
                "<uuid:object_id>/",
                written(operator_page(self.account)),
                name="people_person_change",
            ),
        ]

    def page(self, name, *args):
        """Return the path of one of these pages: changelist or change."""
        return reverse(f"admin:people_person_{name}", args=args)

    def waiting(self, request):
        """Nothing waits here."""
        return []

    def has_module_permission(self, request):
        return request.is_operator

    def search(self, request):
        """Find an account by its mailbox, written out."""
        typed = request.POST.get("mailbox", "").strip()
        found = Person.objects.filter(email=normal(typed)).first() if typed else None
        if found:
            return redirect(self.page("change", found.pk))
        status = 400 if request.method == "POST" else 200
        return render(request, "admin/accounts.html", {"typed": typed}, status=status)

    def account(self, request, object_id):
        """Show whether an account is open, and change it."""
        person = Person.objects.filter(pk=object_id).first()
        if person is None:
            raise Http404
        if request.method == "POST":
            if said := self._changed(request, person):
                messages.info(request, said)
            return redirect(self.page("change", person.pk))
        return render(
            request, "admin/account.html", {"mailbox": person.email, "open": person.is_active}
        )

    def _changed(self, request, person):
        if "close" in request.POST:
            person.close(by=request.user)
            return _("Closed, and signed out everywhere.")
        if "open" in request.POST:
            person.open_again()
            return _("Open again.")
        if "end" in request.POST:
            person.end_sign_ins()
            return _("Signed out everywhere.")
        return ""
