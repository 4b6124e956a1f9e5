import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustpact.privacy import vault

KEY = vault.Key.of(bytes(range(32)))
OTHER = vault.Key.of(bytes(32))


def encoded(material: bytes) -> str:
    return base64.urlsafe_b64encode(material).decode()


@given(st.binary(max_size=300))
def test_vault_opens_what_it_sealed(plain):
    assert (
        vault.open_sealed(vault.seal(plain, key=KEY, place=b"here"), key=KEY, place=b"here")
        == plain
    )


def test_vault_seals_the_same_words_differently_each_time():
    assert vault.seal(b"yes", key=KEY, place=b"here") != vault.seal(b"yes", key=KEY, place=b"here")


def test_vault_hides_the_length_of_short_answers():
    lengths = {
        len(vault.seal(answer, key=KEY, place=b"here"))
        for answer in (b"agree", b"talk", b"not for me", b"")
    }
    assert len(lengths) == 1


def test_vault_refuses_ciphertext_that_was_moved():
    sealed = vault.seal(b"mine", key=KEY, place=b"row one")
    with pytest.raises(vault.VaultError, match="altered or moved"):
        vault.open_sealed(sealed, key=KEY, place=b"row two")


def test_vault_refuses_another_key():
    sealed = vault.seal(b"mine", key=KEY, place=b"here")
    with pytest.raises(vault.VaultError, match="another key"):
        vault.open_sealed(sealed, key=OTHER, place=b"here")


def test_vault_finds_every_altered_byte():
    sealed = vault.seal(b"mine", key=KEY, place=b"here")
    for position in range(len(sealed)):
        altered = bytearray(sealed)
        altered[position] ^= 1
        with pytest.raises(vault.VaultError):
            vault.open_sealed(bytes(altered), key=KEY, place=b"here")


@pytest.mark.parametrize("cut", [0, 1, 9, 20, 40])
def test_vault_refuses_cut_ciphertext(cut):
    sealed = vault.seal(b"mine", key=KEY, place=b"here")
    with pytest.raises(vault.VaultError):
        vault.open_sealed(sealed[:cut], key=KEY, place=b"here")


def test_master_keys_are_read_newest_first():
    ring = vault.master_keys(f"{encoded(bytes(range(32)))}, {encoded(bytes(32))}")
    assert [key.id for key in ring] == [KEY.id, OTHER.id]


def test_master_keys_open_what_an_older_one_sealed():
    sealed = vault.seal(b"old", key=OTHER, place=b"here")
    assert vault.open_with_any(sealed, keys=[KEY, OTHER], place=b"here") == b"old"


def test_master_keys_say_when_the_right_one_is_missing():
    sealed = vault.seal(b"old", key=OTHER, place=b"here")
    with pytest.raises(vault.VaultError, match="not in the ring"):
        vault.open_with_any(sealed, keys=[KEY], place=b"here")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no vault key"),
        (" , ", "no vault key"),
        ("not base64!", "Vault key 1 is not"),
        (encoded(b"short"), "32 bytes, not 5"),
    ],
)
def test_master_keys_refuse_what_is_no_key(text, reason):
    with pytest.raises(vault.VaultError, match=reason):
        vault.master_keys(text)


def test_master_keys_never_stand_in_a_message():
    with pytest.raises(vault.VaultError) as caught:
        vault.master_keys("c2VjcmV0IHNlY3JldA==")
    assert "c2VjcmV0" not in str(caught.value)
