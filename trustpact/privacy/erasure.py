"""
Erasing: what the registry says goes with a person is taken out of the database, with their key.

Steps of the verb that ends an account (`couples.erasing`), inside its transaction. They walk the
registry and know no model: whatever is classified is erased, whatever is not stops the start.

Afterwards nothing says who the person was. What stays with somebody else hangs on the person's
place in their couple, a random number whose person is none; it opens under the couple's key.
"""

from functools import partial
from graphlib import TopologicalSorter

from django.db import transaction

from trustpact.privacy import keys
from trustpact.privacy.models import Erased
from trustpact.privacy.registry import Classification, classifications


def erase_rows_of(person) -> None:
    """
    Take out everything that is one person's, last of all the account itself.

    The caller has ended what they shared and holds the locks. Whatever of theirs stays is found
    before anything is gone: some of it is told only by their key.
    """
    person_id, ordered = person.pk, leaves_first()
    emptied = [
        (one, list(one.emptied_with(person).values_list("pk", flat=True)))
        for one in ordered
        if one.emptied
    ]
    for one in ordered:
        if one.model is not type(person):
            one.going_with(person_id).delete()
    for one, found in emptied:
        one.rows().filter(pk__in=found).update(**one.nothing_in(one.emptied))
    person.delete()
    _note(person_id)


def erase_rows_in(couple_id) -> None:
    """
    Take out everything that was a couple's of whom nobody is left, and their key.

    What a sealed chain rests on stands, without a word and without the salt: that a text of this
    digest was signed then, and no longer which.
    """
    for one in leaves_first():
        rows = one.rows_in(couple_id)
        if one.stands is None:
            rows.delete()
        elif one.stands:
            rows.update(**one.nothing_in(one.stands))
    _note(couple_id)


def leaves_first() -> list[Classification]:
    """Return all classifications, each model before those that its rows point to."""
    known = {one.model: one for one in classifications()}
    pointing: dict = {model: set() for model in known}
    for model in known:
        for field in model._meta.concrete_fields:
            if field.related_model in known and field.related_model is not model:
                pointing[field.related_model].add(model)
    return [known[model] for model in TopologicalSorter(pointing).static_order()]


def _note(owner_id):
    """Remember the number for the ledger, and forget the opened key, now and once it is so."""
    Erased.objects.get_or_create(pk=owner_id)
    keys.forget(owner_id)
    transaction.on_commit(partial(keys.forget, owner_id))
