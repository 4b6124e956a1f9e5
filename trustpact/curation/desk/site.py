"""
The desk itself: Django's admin with the doors that it needs and no other.

Its pages stand in the house's own frame, so nothing of the admin's scripts and styles is loaded.
Signing in, signing out and passwords are allauth's alone: there is no second way in.
"""

from django.contrib.admin import AdminSite
from django.core.exceptions import ImproperlyConfigured
from django.shortcuts import redirect
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from trustpact.access.guards import curator_page, desk_page
from trustpact.curation.desk import exchange, preview
from trustpact.curation.desk.pages import written
from trustpact.curation.models import Curated

ACCOUNTS = "people.person"  # of which an operator sees the mailbox and whether it is open


class Desk(AdminSite):
    """Holds what curators write, and the accounts; refuses to start with anything else."""

    site_title = index_title = _("Desk")
    enable_nav_sidebar = False

    def register(self, model_or_iterable, admin_class=None, **options):
        """Take in curated models, or the accounts. ImproperlyConfigured for any other."""
        several = isinstance(model_or_iterable, list | tuple)
        for model in model_or_iterable if several else [model_or_iterable]:
            if not (issubclass(model, Curated) or model._meta.label_lower == ACCOUNTS):
                raise ImproperlyConfigured(f"{model.__name__} is not curated: no desk shows it.")
            super().register(model, admin_class, **options)

    def has_permission(self, request):
        """Whether the guard in front of the page let somebody in."""
        return request.is_curator or request.is_operator

    def get_urls(self):
        """Return the index, what is the same for all kinds, and each kind's own pages."""
        return [
            path("", require_safe(desk_page(self.index)), name="index"),
            path("login/", require_safe(desk_page(self.no_door)), name="no_door"),
            path("import/", written(curator_page(exchange.take_in)), {"desk": self}, name="import"),
            path(
                "export/",
                require_safe(curator_page(exchange.give_out)),
                {"desk": self},
                name="export",
            ),
            path(
                "<slug:kind>/<uuid:pk>/preview/",
                require_safe(curator_page(preview.preview)),
                {"desk": self},
                name="preview",
            ),
            *(
                path(f"{model._meta.model_name}/", include(own.urls))
                for model, own in self._registry.items()
            ),
        ]

    def no_door(self, request):
        """Send whoever looks for a sign-in here to the desk; the guard sent all others to ours."""
        return redirect("admin:index")

    def get_app_list(self, request, app_label=None):
        """Return one list of everything, in the order of registration."""
        found, waiting = [], []
        for own in self._registry.values():
            if own.has_module_permission(request):
                rows = own.waiting(request)
                name = own.model._meta.verbose_name_plural
                found.append({"name": name, "url": own.page("changelist"), "waiting": len(rows)})
                waiting += [(own.model._meta.verbose_name, *row) for row in rows]
        return [{"models": found, "waiting": waiting}] if found else []

    @property
    def kinds(self):
        """Return the curated models by the name that paths give them."""
        return {
            model._meta.model_name: model for model in self._registry if issubclass(model, Curated)
        }

    def of(self, model):
        """Return what the desk knows of a curated model."""
        return self._registry[model]


desk = Desk(name="admin")
