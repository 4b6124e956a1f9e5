"""The pages of one kind of curated text: the list, and one text with its whole life."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import ModelAdmin, ShowFacets
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods

from trustpact.access.guards import curator_page
from trustpact.curation.desk import life, reading
from trustpact.curation.desk.forms import LABELS, field_for
from trustpact.rules import RuleBroken

written = require_http_methods(["GET", "POST"])


class NewestRevisions(ChangeList):
    """Each text once, as its newest revision has it; what is looked for is found in any language."""

    def get_queryset(self, request, exclude_parameters=None):
        rows = super().get_queryset(request, exclude_parameters).newest()
        return rows if self.query or self.filter_params else rows.once()


class CuratedPages(ModelAdmin):
    """
    How one kind of curated text is written, compared, published and put in order.

    Who builds on it names what a couple sees (`preview_template`), gives that template its context
    (`preview`), and may count couples (`counts_couples`, `couples_using`).
    """

    preview_template: str
    counts_couples = False
    actions = None
    ordering = ("position", "slug", "language")
    list_display: tuple[str, ...] = ("named", "spoken", "state", "position")
    list_display_links = ("named",)
    list_editable = ("position",)
    list_filter: tuple[str, ...] = ("language", "status")
    list_per_page = 100
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    formfield_overrides = {
        models.DateField: {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")},
        models.TimeField: {"widget": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")},
        models.PositiveIntegerField: {"widget": forms.NumberInput},
        models.PositiveSmallIntegerField: {"widget": forms.NumberInput},
        models.SlugField: {"widget": forms.TextInput},
    }
    VERBS = ("submit", "publish", "bring_back", "retire", "revise", "translate")

    @property
    def media(self):
        """Nothing of the admin's own scripts and styles."""
        return forms.Media()

    def get_urls(self):
        """Return the list, a new text, and a text."""
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("", written(curator_page(self.changelist_view)), name=f"{name}_changelist"),
            path("new/", written(curator_page(self.add_view)), name=f"{name}_add"),
            path(
                "<uuid:object_id>/", written(curator_page(self.change_view)), name=f"{name}_change"
            ),
        ]

    def page(self, name, *args):
        """Return the path of one of these pages: changelist, add or change."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}", args=args)

    def waiting(self, request):
        """Return the texts that wait for a colleague: (name, row, path), those of others first."""
        rows = list(self.model.objects.filter(status=self.model.Status.IN_REVIEW))
        rows.sort(key=lambda row: (row.written_by_id == request.user.pk, row.slug, row.language))
        return [(self.named(row), row, self.page("change", row.pk)) for row in rows]

    # --- Who may: a curator, and nothing is ever deleted.
    def has_module_permission(self, request):
        return request.is_curator

    def has_view_permission(self, request, obj=None):
        return request.is_curator

    has_add_permission = has_view_permission

    def has_change_permission(self, request, obj=None):
        return request.is_curator and (obj is None or obj.is_open)

    def has_delete_permission(self, request, obj=None):
        return False

    def log_addition(self, request, obj, message):
        """Keep no log beside the revisions: each names who wrote and who published it."""

    log_change = log_addition

    # --- The list
    def get_changelist(self, request, **kwargs):
        return NewestRevisions

    def get_search_fields(self, request):
        """Look in the short name and in all words."""
        kinds = (models.CharField, models.TextField)
        words = [name for name in self.model.TEXT if isinstance(self._field(name), kinds)]
        return ["slug", *words]

    def get_list_display(self, request):
        return self.list_display

    def named(self, row):
        """Return the first words of the text."""
        text = str(getattr(row, row.known_as()))
        return text if len(text) < 80 else f"{text[:78]} …"

    named.short_description = gettext_lazy("Text")

    def spoken(self, row):
        """Return the language in the reader's own."""
        return dict(settings.LANGUAGES).get(row.language, row.language)

    spoken.short_description = LABELS["language"]
    spoken.admin_order_field = "language"

    def state(self, row):
        """Return where this revision stands in its life."""
        return row.get_status_display()

    state.short_description = gettext_lazy("State")
    state.admin_order_field = "status"

    # --- One text
    def get_fields(self, request, obj=None):
        """Return the fields of the text; a new one is given its short name and its language."""
        return list(self.model.TEXT) if obj else ["slug", "language", *self.model.TEXT]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Take words in as everywhere: cleaned, with a sentence that helps."""
        if db_field.name == "language":
            return forms.ChoiceField(choices=settings.LANGUAGES, label=LABELS["language"])
        if db_field.name == "position":
            label = _("Place")
            widget = forms.NumberInput(attrs={"aria-label": label})
            return forms.IntegerField(min_value=0, max_value=9999, label=label, widget=widget)
        field = field_for(self.model, db_field)
        if field is None:
            field = super().formfield_for_dbfield(db_field, request, **kwargs)
            field.label = LABELS.get(db_field.name, field.label)
        return field

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Let no model validation run twice: the form's own fields and the verbs look at it."""
        form = super().get_form(request, obj, change, **kwargs)
        form._post_clean = _post_clean
        if "read" in request.POST:
            form.is_valid = _is_only_read
        return form

    def save_form(self, request, form, change):
        """Write the text through its own verbs."""
        row = form.instance
        if "position" in form.cleaned_data:
            return row
        fields = {name: form.cleaned_data[name] for name in row.TEXT}
        if change:
            row.write(fields=fields, by=request.user)
            return row
        named = {name: form.cleaned_data[name] for name in ("slug", "language")}
        return self.model.begin(**named, fields=fields, by=request.user)

    def save_model(self, request, obj, form, change):
        """A place was changed in the list; a text is written already."""
        if "position" in form.cleaned_data:
            obj.place(form.cleaned_data["position"])

    def save_related(self, request, form, formsets, change):
        """There is nothing related."""

    def construct_change_message(self, request, form, formsets, add=False):
        return []

    def add_view(self, request, form_url="", extra_context=None):
        """Write a new text; what is wrong with it comes back as 400."""
        return _as_400(super().add_view(request, form_url, extra_context))

    def changelist_view(self, request, extra_context=None):
        """Show the list, or put it in order."""
        return _as_400(super().changelist_view(request, extra_context))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show a text with its life; write in it, or lead it on."""
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        if request.method == "POST":
            verb = next((one for one in self.VERBS if one in request.POST), "")
            if verb:
                return getattr(self, f"_{verb}")(request, row)
            if not row.is_open:
                raise RuleBroken(
                    _("This text was published and stays as it is. Write a new revision.")
                )
        return _as_400(
            super().change_view(request, str(object_id), form_url, life.of(request, self, row))
        )

    def render_change_form(self, request, context, **kwargs):
        """Show a text with what the limits say of it and what couples see, both as it is typed."""
        form, row = context["adminform"].form, kwargs.get("obj")
        language = row.language if row else request.POST.get("language", "")
        typed = reading.typed(form, row or self.model(language=language or "en"))
        context |= {
            "fields": reading.fields(form, typed, address=request.path),
            "is_read": "read" in request.POST,
            **self.shown(typed if not form.errors and (row or form.is_bound) else None),
        }
        return super().render_change_form(request, context, **kwargs)

    def response_add(self, request, obj, post_url_continue=None):
        return self._kept(request, obj)

    def response_change(self, request, obj):
        return self._kept(request, obj)

    def _kept(self, request, row):
        if "hand_over" not in request.POST:
            return self._back_to(request, row, _("Kept as a draft."))
        if row.faults():
            return self._back_to(
                request, row, _("Kept as a draft. It is not ready for a colleague.")
            )
        return self._submit(request, row)

    # --- What couples see, and how many
    def preview(self, row):
        """Return the context of `preview_template`."""
        raise NotImplementedError

    def shown(self, row):
        """Return what the phone beside a text shows, or nothing while the text has not its form."""
        if row is None or not row.has_its_form:
            return {"shown_by": "", "shown_in": ""}
        with override(row.language):
            seen = self.preview(row)
        return {"shown_by": self.preview_template, "shown_in": row.language, **seen}

    def couples_using(self, row):
        """Return how many couples use this text now, where `counts_couples`."""
        raise NotImplementedError

    # --- What a button on a text's page does
    def _submit(self, request, row):
        row.submit()
        return self._back_to(request, row, _("Handed over. A colleague reads it and publishes it."))

    def _publish(self, request, row):
        row.publish(by=request.user, now=timezone.now(), seen=request.POST.get("seen") or "-")
        return self._back_to(request, row, _("Published. No agreement changes by it."))

    def _bring_back(self, request, row):
        seen = request.POST.get("seen") or "-"
        again = row.bring_back(by=request.user, now=timezone.now(), seen=seen)
        return self._back_to(request, again, _("Published again. No agreement changes by it."))

    def _retire(self, request, row):
        row.retire()
        said = _("Taken out of the library. Couples who hold it keep it as it is.")
        return self._back_to(request, row, said)

    def _revise(self, request, row):
        draft = row.revise(fields={}, by=request.user)
        return self._back_to(request, draft, _("This is a new draft with the same words."))

    def _translate(self, request, row):
        language = request.POST["translate"]
        if language not in dict(settings.LANGUAGES):
            raise Http404
        draft = self.model.begin(
            slug=row.slug, language=language, fields=row.text_fields, by=request.user
        )
        return self._back_to(request, draft, _("Say it in this language now."))

    def _back_to(self, request, row, said):
        messages.info(request, said)
        return redirect(self.page("change", row.pk))

    def _field(self, name):
        return self.model._meta.get_field(name)


def _post_clean(form):
    """Leave the row as it is: its verbs set what is written, and look at it."""


def _is_only_read(form):
    """Show what is typed, and what is wrong with it; nothing is kept."""
    form.full_clean()
    return False


def _as_400(response):
    context = getattr(response, "context_data", None) or {}
    if context.get("is_read"):
        return response
    formset = getattr(context.get("cl"), "formset", None)
    if context.get("errors") or (formset is not None and formset.is_bound and formset.errors):
        response.status_code = 400
    return response
