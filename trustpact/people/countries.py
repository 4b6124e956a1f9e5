"""The countries that helplines are known for, and a guess of which one a browser is in. PURE."""

import re

from django.utils.translation import gettext_lazy as _

COUNTRIES = {
    "AT": _("Austria"),
    "AU": _("Australia"),
    "BE": _("Belgium"),
    "CA": _("Canada"),
    "CH": _("Switzerland"),
    "DE": _("Germany"),
    "DK": _("Denmark"),
    "ES": _("Spain"),
    "FI": _("Finland"),
    "FR": _("France"),
    "GB": _("United Kingdom"),
    "IE": _("Ireland"),
    "IT": _("Italy"),
    "LU": _("Luxembourg"),
    "NL": _("Netherlands"),
    "NO": _("Norway"),
    "NZ": _("New Zealand"),
    "PL": _("Poland"),
    "PT": _("Portugal"),
    "SE": _("Sweden"),
    "US": _("United States"),
    "ZA": _("South Africa"),
}


def country_of(accept_language: str) -> str:
    """Return the country in the first language a browser asks for ("de-AT, de;q=0.9"), or ""."""
    first = accept_language.partition(",")[0].partition(";")[0].strip()
    found = re.fullmatch(r"([a-z]{2})(?:-([a-z]{2}))?", first.lower())
    if found is None:
        return ""
    language, country = found.groups()
    return (country or {"de": "DE", "fr": "FR", "es": "ES", "it": "IT"}.get(language, "")).upper()
