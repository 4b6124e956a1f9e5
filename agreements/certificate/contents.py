"""What stands on the paper of a version, in the version's language: words in, plain data out."""

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.models.history import HistoryEntry
from agreements.models.sheet import Sheet
from agreements.models.version import Version
from agreements.terms import State, utc_day

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"


def contents_of(version, *, now, sheet=None, as_of=None) -> dict:
    """
    Return what the templates print of a version as it stands now, for both partners alike; with a
    `sheet` and the day `as_of`, as it stood at the end of the space that it belonged to.

    Of a version that is not in force nothing tells who has signed; of a withdrawal nothing tells
    whose it was. There are days in it, never times.
    """
    sheet = sheet or Sheet(version, on=utc_day(now))
    as_of = as_of or version.agreement.couple.local(now).date()
    with translation.override(sheet.document.locale):
        return _words(version, sheet, now, as_of) | _proof(version, sheet)


def _words(version, sheet, now, as_of) -> dict:
    document, floor = sheet.document, sheet.document.floor
    number = _("Version %(number)s") % {"number": version.number}
    in_force = version.standing(now) == Version.Status.IN_FORCE
    return {
        "language": document.locale,
        "title": f"{_('Pages')} {version.number}",  # it stands in tabs: neutral
        "number": number,
        "heading": _("Our agreement"),
        "parties": [_isolated(partner.name) for partner in sheet.parties],
        "and": _("and"),
        "standing": f"{number}: {_standing(version, now)}",
        "as_of": _("As of %(day)s") % {"day": _day(as_of)},
        "floor": {"title": floor.title, "lines": list(floor.lines), "note": floor.note},
        "banner": floor.banner,
        "agreed": _("What we agreed"),
        "clauses": [_clause(line, in_force=in_force) for line in sheet.lines],
        "more": [_more(count) for count in range(1, len(document.clauses) + 1)],
        "signatures": [
            {"name": _isolated(partner.name), "said": _signed(signature)}
            for partner, signature in sheet.signature_lines
        ],
        "warning": "",
        "incomplete": _(
            "Some signs of this text could not be drawn here and stand as empty boxes. Nothing is "
            "missing from the text itself: its page shows all of it."
        ),
    }


def _standing(version, now) -> str:
    standing = version.standing(now)
    if standing == Version.Status.PROPOSED:
        return _("put forward, not signed")
    if standing == Version.Status.IN_FORCE:
        return _("in force from %(day)s") % {"day": _day(version.in_force_since)}
    return str(standing.label)


def _clause(line, *, in_force) -> dict:
    notes = []
    if line.concerned:
        notes.append(_("It concerns %(name)s.") % {"name": _isolated(line.concerned)})
    if in_force and line.condition.ends_on:
        notes.append(_("It ends on %(day)s.") % {"day": _day(line.condition.ends_on)})
    elif days := line.clause.lapses_after_days:
        ends = ngettext("It ends after %(days)s day.", "It ends after %(days)s days.", days)
        notes.append(ends % {"days": days})
    return {
        "text": line.clause.text,
        "notes": notes,
        "state": _state(line.condition.state),
    }


def _state(state) -> str:
    return {State.WITHDRAWN: _("withdrawn"), State.ENDED: _("ended")}.get(state, "")


def _signed(signature) -> str:
    if signature is None:
        return _("Signature")
    return _("Signed on %(day)s") % {"day": _day(signature.signed_on)}


def _more(count) -> str:
    more = ngettext(
        "and %(count)d more in the agreement", "and %(count)d more in the agreement", count
    )
    return more % {"count": count}


def _proof(version, sheet) -> dict:
    """Return the days, the digest and the links by which anyone can check the text."""
    last = version.agreement.history.order_by("seq").last()
    facts = [
        (_("Put forward"), _day(version.proposed_on)),
        (_("In force from"), version.in_force_since and _day(version.in_force_since)),
        (_("To be looked at again"), _day(version.document.review_on)),
    ]
    names = {partner.pk: partner.name for partner in sheet.parties}
    entries = version.history.order_by("seq")
    return {
        "about": _("About this text"),
        "facts": [fact for fact in facts if fact[1]],
        "numbers": [
            (
                _("Digest"),
                version.digest,
                _("A signature is bound to this number. Another text has another one."),
            ),
            (_("Last link of the history"), bytes(last.hash).hex(), ""),
            (_("Key of the seal"), last.said.key, ""),
        ],
        "history": [
            (_day(entry.day), _happened(entry, version.number, names)) for entry in entries
        ],
        "checking": [
            _(
                "To check that nothing was changed, keep the file under “History” and open it at "
                "%(address)s. It is checked in your browser and sent nowhere."
            )
            % {"address": settings.SITE_ADDRESS.rstrip("/") + reverse("verify:verify")},
            _(
                "It is a simple electronic signature with the platform’s seal, and not legally "
                "binding by design."
            ),
        ],
    }


def _happened(entry, number, names) -> str:
    kind = HistoryEntry.Kind
    said = {
        kind.PROPOSE: _("%(name)s put version %(number)s forward."),
        kind.SIGN: _("%(name)s signed version %(number)s."),
        kind.RENEW: _("%(name)s renewed a clause of version %(number)s."),
        kind.LAPSE: _("A clause of version %(number)s ended.")
        if entry.clause
        else _("Version %(number)s ended without both signatures."),
        kind.WITHDRAW: _("A clause of version %(number)s was withdrawn.")
        if entry.clause
        else _("Version %(number)s was withdrawn."),
    }
    name = _isolated(names[entry.signer_id]) if entry.signer_id else ""
    return said[entry.kind] % {"name": name, "number": number}


def _isolated(name: str) -> str:
    """Keep a name apart: no text of a person may hold these two signs (`trustpact.web.text`)."""
    return f"{FIRST_STRONG_ISOLATE}{name}{POP_ISOLATE}"


def _day(day: date) -> str:
    return formats.date_format(day, _("j F Y"))
