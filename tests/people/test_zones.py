"""Every form that takes a time zone takes one of the list, and nothing else."""

from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.urls import reverse

from trustpact.couples.forms import CoupleForm
from trustpact.couples.models import Couple
from trustpact.people.forms import ProfileForm, SignUpForm, ZoneField
from trustpact.people.models import Person
from trustpact.people.zones import ZONES

NO_ZONES = [
    "",
    " ",
    "localtime",
    "Factory",
    "posixrules",
    "posix/Europe/Berlin",
    "right/UTC",
    "Mars/Base",
]
NO_ZONES += [
    "../../etc/passwd",
    "/etc/localtime",
    "Europe/../UTC",
    "europe/berlin",
    "Europe",
    "UTC+1",
    "EST",
]
NO_ZONES += ["<script>", "' or 1=1", "Europe/Berlin\u202e", "\uff25urope/Berlin", "x" * 10_000]
REFUSED_BEFORE_ANY_FORM = ["Europe/Berlin\0", "\0", "Europe\x1b/Berlin"]
SENTENCE = "Choose a time zone from the list."


def test_every_zone_of_the_list_exists_and_its_name_fits():
    assert all(ZoneInfo(name).key == name for name in ZONES)
    assert max(map(len, ZONES)) <= Person._meta.get_field("zone").max_length
    assert max(map(len, ZONES)) <= Couple._meta.get_field("zone").max_length


@pytest.mark.parametrize("zone", [*NO_ZONES, *REFUSED_BEFORE_ANY_FORM], ids=repr)
def test_a_field_refuses_what_is_no_zone_with_a_sentence(zone):
    with pytest.raises(forms.ValidationError) as refused:
        ZoneField().clean(zone)
    assert refused.value.messages == [SENTENCE]


def test_every_form_that_asks_for_a_zone_asks_with_that_field():
    assert all(
        isinstance(form.base_fields["zone"], ZoneField) for form in (CoupleForm, ProfileForm)
    )
    assert isinstance(SignUpForm().fields["zone"], ZoneField)


FORMS = {
    "people:profile": {"name": "Ana", "language": "en"},
    "couples:settings": {"currency": "EUR"},
    "account_signup": {"name": "Zoe", "email": "zoe@example.org", "language": "en", "adult": "on"},
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("zone", ["../../etc/passwd", "localtime", "Mars/Base", "Mars\0"], ids=repr)
def test_a_form_with_what_is_no_zone_is_400_and_changes_nothing(cast, client, name, zone):
    if name != "account_signup":
        client.force_login(cast.ana)
    before = _zones()
    response = client.post(reverse(name), FORMS[name] | {"zone": zone})
    assert response.status_code == 400
    assert ("hidden control character" if "\0" in zone else SENTENCE) in response.content.decode()
    assert _zones() == before


def _zones():
    """Return where everybody lives, and by which clock couples do."""
    return [sorted(model.objects.values_list("pk", "zone")) for model in (Person, Couple)]
