"""The desk: where curators write the library and operators keep accounts; Django's admin, cut down."""

from trustpact.curation.desk.site import desk

__all__ = ["desk"]
