"""The web of the storm: the product's own, unless `STORM_BREAK` says otherwise."""

from trustpact.wsgi import application

__all__ = ["application"]

from tests.faults import storm_kinds  # noqa: F401 (breaks what is to be broken)
