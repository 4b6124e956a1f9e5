"""Two presses of one button: one account, and two answers that look alike."""

import pytest

from tests.people.flows import SIGN_UP, sign_up
from tests.races import errors, race, values
from trustpact.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_presses_make_one_account(settings, django_client_factory):
    settings.ACCOUNT_RATE_LIMITS = False
    for number in range(3):
        mailbox = f"{number}.{SIGN_UP['email']}"
        press = lambda: sign_up(django_client_factory(), email=mailbox)  # noqa: B023, E731
        outcomes = race(press, press)

        assert errors(outcomes) == []
        assert [response.status_code for response in values(outcomes)] == [302, 302]
        assert Person.objects.filter(email=mailbox).count() == 1
