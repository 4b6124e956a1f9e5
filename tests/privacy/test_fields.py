import pytest
from django.core.exceptions import FieldError
from django.db import connection, transaction

from tests.cast import make_person
from trustpact.people.models import Person
from trustpact.privacy import keys
from trustpact.privacy.models import DataKey
from trustpact.privacy.vault import VaultError

pytestmark = pytest.mark.django_db


def stored_name(person) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM people_person WHERE email = %s", [person.email])
        return bytes(cursor.fetchone()[0])


@pytest.mark.parametrize("name", ["Ana", "Zoë", "愛", "نور", "👩‍👩‍👧", ""])
def test_sealed_text_comes_back_as_it_was_written(name):
    person = make_person(name, "somebody@example.org")
    assert Person.objects.get(pk=person.pk).name == name


def test_sealed_text_is_not_in_the_database_in_the_clear():
    assert b"Anastasia" not in stored_name(make_person("Anastasia"))


def test_sealed_text_saved_alone_is_sealed_too():
    person = make_person("Ana")
    person.name = "Anja"
    person.save(update_fields=["name"])
    assert Person.objects.get(pk=person.pk).name == "Anja"


def test_sealed_text_that_nobody_read_is_not_sealed_anew():
    person = make_person("Ana")
    before = stored_name(person)
    Person.objects.get(pk=person.pk).save()
    assert stored_name(person) == before


def test_sealed_text_can_be_deferred():
    person = make_person("Ana")
    assert Person.objects.defer("name").get(pk=person.pk).name == "Ana"


def test_sealed_text_does_not_open_in_another_row():
    ana, ben = make_person("Ana"), make_person("Ben")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_person SET name = %s WHERE email = %s", [stored_name(ana), ben.email]
        )
    with pytest.raises(VaultError):
        _ = Person.objects.get(pk=ben.pk).name


def test_sealed_text_refuses_an_update_without_its_row():
    with pytest.raises(FieldError, match="save it through its row"):
        Person.objects.update(name="Ana")


def test_sealed_text_refuses_a_bulk_update():
    person = make_person("Ana")
    person.name = "Anja"
    with pytest.raises(FieldError, match="save it through its row"):
        Person.objects.bulk_update([person], ["name"])


def test_sealed_text_cannot_be_searched():
    with pytest.raises(FieldError, match="nothing can be searched"):
        Person.objects.filter(name="Ana").exists()


def test_key_comes_with_its_owner():
    assert DataKey.objects.filter(owner_id=make_person("Ana").pk).count() == 1


def test_key_goes_with_a_transaction_that_fails():
    with transaction.atomic():
        person = make_person("Ana")
        transaction.set_rollback(True)
    assert not DataKey.objects.filter(owner_id=person.pk).exists()


def test_destroyed_key_opens_nothing_any_more():
    person = make_person("Ana")
    keys.destroy(person.pk)
    with pytest.raises(VaultError, match="does not exist any more"):
        _ = Person.objects.get(pk=person.pk).name


@pytest.mark.parametrize("count", [1, 3])
def test_keys_of_many_owners_load_with_one_query(count, django_assert_num_queries):
    people = [make_person(f"Person {number}") for number in range(count)]
    keys.forget()
    with django_assert_num_queries(1):
        keys.load([person.pk for person in people])


def test_keys_forgotten_are_read_again():
    person = make_person("Ana")
    keys.forget()
    assert Person.objects.get(pk=person.pk).name == "Ana"
