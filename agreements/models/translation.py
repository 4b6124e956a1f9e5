"""What becomes of the draft when the two begin to write in another language."""

from django.db import transaction

from agreements.models.clause_template import BlankKind, ClauseTemplate
from agreements.models.draft import Clause
from agreements.models.stance import RoundPress


@transaction.atomic
def say_in_language(couple, now):
    """
    Say each clause of the library in the couple's language, where it is translated.

    A yes is bound to the words it was said of, so that nothing is agreed in the new ones before
    both have read them; a press of Open, too, was for the old ones. Own words stay as they were
    written, and what is put forward or in force stays as it is. The caller holds the couple.
    """
    translated = ClauseTemplate.published.filter(language=couple.language, floor=False)
    # A clause that is intrusive in one language only is not the same one.
    translated = {(one.slug, one.intrusive): one for one in translated}
    clauses = Clause.objects.of_couple(couple).select_related("agreement__couple")
    said_anew = set()
    for clause in clauses:
        if clause.is_own:
            continue
        old = clause.template
        new = translated.get((old.slug, old.intrusive))
        if new is not None and new.language != old.language:
            clause.blanks = _carried(clause.blanks, old.blanks, new.blanks)
            clause.template = new
            clause.save(update_fields=["template", "blanks"])
            said_anew.add(clause.round_id)
    RoundPress.objects.filter(round__in=said_anew, round__opened_on__isnull=True).delete()


def _carried(values, old, new):
    """Keep what fills the blanks that both have; a suggestion that was taken is said anew."""
    carried = {}
    for name, value in values.items():
        if name in new and new[name]["kind"] == old[name]["kind"]:
            is_taken = new[name]["kind"] == BlankKind.TEXT and value == old[name]["suggest"]
            carried[name] = new[name]["suggest"] if is_taken else value
    return carried
