"""A person's own pages, and the one about safety that needs no account."""

from trustpact.people.views.consents import consent_revocation, consents
from trustpact.people.views.contact import contact
from trustpact.people.views.export import export, export_file, export_pages
from trustpact.people.views.fresh_code import fresh_code
from trustpact.people.views.more import device, keys, more, profile, screen
from trustpact.people.views.safety import safety

__all__ = [
    "consent_revocation",
    "consents",
    "contact",
    "device",
    "export",
    "export_file",
    "export_pages",
    "fresh_code",
    "keys",
    "more",
    "profile",
    "safety",
    "screen",
]
