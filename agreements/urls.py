"""Mounted at /pages/: after that come ids and neutral words only."""

from django.urls import path

from agreements.views import (
    comparing,
    draft,
    force,
    history,
    library,
    paper,
    signing,
    stances,
    versions,
)

app_name = "agreements"

urlpatterns = [
    path("", draft.agreement, name="agreement"),
    path("library/", library.library, name="library"),
    path("library/packs/<uuid:pack_id>/", library.pack, name="pack"),
    path("library/packs/<uuid:pack_id>/taken/", library.pack_taken, name="pack_taken"),
    path("library/clauses/<uuid:template_id>/taken/", library.clause_taken, name="clause_taken"),
    path("clauses/own/", draft.own_clause, name="own_clause"),
    path("clauses/<uuid:clause_id>/", draft.clause, name="clause"),
    path("clauses/<uuid:clause_id>/blanks/", draft.blanks, name="blanks"),
    path("clauses/<uuid:clause_id>/terms/", draft.terms, name="terms"),
    path("clauses/<uuid:clause_id>/words/", draft.words, name="words"),
    path("clauses/<uuid:clause_id>/removal/", draft.removal, name="removal"),
    path("clauses/<uuid:clause_id>/return/", draft.returned, name="returned"),
    path("clauses/<uuid:clause_id>/place/", draft.place, name="place"),
    path("clauses/<uuid:clause_id>/stance/", stances.stance, name="stance"),
    path("clauses/<uuid:clause_id>/note/", stances.note, name="note"),
    path("round/", stances.round_start, name="round"),
    path("round/clauses/<uuid:clause_id>/", stances.answer, name="answer"),
    path("round/opening/", stances.opening, name="opening"),
    path("round/opening/return/", stances.opening_taken_back, name="opening_taken_back"),
    path("round/opened/", stances.opened, name="opened"),
    path("versions/", versions.versions, name="versions"),
    path("versions/new/", versions.new_version, name="new_version"),
    path("versions/changes/", comparing.changes, name="changes"),
    path("versions/day/", comparing.day, name="day"),
    path("versions/<uuid:version_id>/", versions.version, name="version"),
    path("versions/<uuid:version_id>/file/", paper.document, name="version_file"),
    path("versions/<uuid:version_id>/card/", paper.card, name="version_card"),
    path("versions/<uuid:version_id>/time/", versions.time, name="time"),
    path("versions/<uuid:version_id>/end/", versions.end, name="end"),
    path("versions/<uuid:version_id>/signature/", signing.signature, name="signature"),
    path(
        "versions/<uuid:version_id>/signature/removal/",
        signing.signature_removal,
        name="signature_removal",
    ),
    path(
        "versions/<uuid:version_id>/clauses/<uuid:clause_id>/removal/",
        signing.clause_removal,
        name="clause_removal",
    ),
    path(
        "versions/<uuid:version_id>/clauses/<uuid:clause_id>/renewal/",
        force.renewal,
        name="renewal",
    ),
    path(
        "versions/<uuid:version_id>/clauses/<uuid:clause_id>/renewal/removal/",
        force.renewal_removal,
        name="renewal_removal",
    ),
    path("versions/<uuid:version_id>/draft/", force.amendment, name="amendment"),
    path("versions/<uuid:version_id>/review/", force.review, name="review"),
    path("history/", history.history, name="history"),
    path("history/file/", history.history_file, name="history_file"),
]
