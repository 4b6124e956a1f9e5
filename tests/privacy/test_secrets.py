import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from trustpact.privacy.secrets import development_secret, from_environment


def test_secret_comes_from_the_environment(monkeypatch):
    monkeypatch.setenv("SOME_KEY", " value ")
    assert from_environment("SOME_KEY") == "value"


def test_secret_comes_from_a_file_first(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("from the file\n")
    monkeypatch.setenv("SOME_KEY", "value")
    monkeypatch.setenv("SOME_KEY_FILE", str(tmp_path / "key"))
    assert from_environment("SOME_KEY") == "from the file"


def test_secret_file_that_is_missing_stops_the_start(monkeypatch, tmp_path):
    monkeypatch.setenv("SOME_KEY_FILE", str(tmp_path / "missing"))
    with pytest.raises(ImproperlyConfigured, match="SOME_KEY_FILE cannot be read"):
        from_environment("SOME_KEY")


def test_secret_is_never_invented_outside_development(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="Set VAULT_KEYS or VAULT_KEYS_FILE"):
        development_secret("vault_keys", debug=False, var=tmp_path)


def test_development_secret_stays_the_same(tmp_path):
    first = development_secret("vault_keys", debug=True, var=tmp_path)
    assert development_secret("vault_keys", debug=True, var=tmp_path) == first


def test_development_secret_is_readable_by_its_owner_alone(tmp_path):
    development_secret("vault_keys", debug=True, var=tmp_path)
    mode = (tmp_path / "secrets" / "vault_keys").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600
