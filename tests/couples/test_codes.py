"""Secrets of invitations: codes are read kindly and kept as digests only."""

import pytest

from trustpact.couples.codes import ALPHABET, digest, new_secret, read_code


def test_code_is_three_groups_of_four_clear_signs():
    groups = new_secret().code.split("-")

    assert [len(group) for group in groups] == [4, 4, 4]
    assert set("".join(groups)) <= set(ALPHABET)


def test_alphabet_has_no_signs_that_look_alike():
    assert not set("IO01") & set(ALPHABET)
    assert len(ALPHABET) == 32


def test_secrets_differ():
    assert len({new_secret().token for _ in range(100)}) == 100


@pytest.mark.parametrize("typed", ["ABCD-EFGH-JKLM", "abcdefghjklm", " ab cd–ef.gh/jk_lm "])
def test_code_is_read_in_any_case_and_spacing(typed):
    assert read_code(typed) == "ABCD-EFGH-JKLM"


@pytest.mark.parametrize(
    "typed", ["", "ABCD", "ABCD-EFGH-JKL0", "ABCD-EFGH-JKLMN", "Ä" * 12, "A" * 10**6]
)
def test_what_cannot_be_a_code_is_none(typed):
    assert read_code(typed) == ""


def test_digest_depends_on_purpose_and_key():
    assert digest("x", purpose="link", key="k") != digest("x", purpose="code", key="k")
    assert digest("x", purpose="link", key="k") != digest("x", purpose="link", key="other")
