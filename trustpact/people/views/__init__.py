"""A person's own pages, and the one about safety that needs no account."""

from trustpact.people.views.contact import contact
from trustpact.people.views.export import export, export_file
from trustpact.people.views.fresh_code import fresh_code
from trustpact.people.views.more import device, more, profile
from trustpact.people.views.safety import safety

__all__ = ["contact", "device", "export", "export_file", "fresh_code", "more", "profile", "safety"]
