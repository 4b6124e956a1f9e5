"""Which passwords are taken, and how they are hashed."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tests.people.flows import GOOD_PASSWORD


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short horse", "short"),
        ("x1" * 65, "long"),
        ("password1234", "weak"),
        ("qwertyuiop123", "weak"),
        ("Ana.Ana.Ana.Ana", "weak"),
        ("ana@example.org", "weak"),
        ("Ben.Ben.Ben.Ben", "weak"),
    ],
)
def test_what_a_partner_guesses_first_is_refused(cast, password, code):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, cast.ana)

    assert code in {error.code for error in refused.value.error_list}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "password", [GOOD_PASSWORD, "ветер несёт семь карт", "x" * 4 + GOOD_PASSWORD * 3]
)
def test_a_few_words_in_a_row_are_taken(cast, password):
    validate_password(password, cast.ana)


@pytest.mark.django_db
def test_passwords_are_hashed_as_owasp_says(cast):
    cast.ana.set_password(GOOD_PASSWORD)

    assert cast.ana.password.startswith("argon2$argon2id$v=19$m=47104,t=1,p=1$")
