"""The environment that a start makes by itself: its stamp, and its plain sentences."""

import subprocess
import sys

import pytest

from trustpact.web import environment


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project folder with two locks and an environment that has a Python."""
    venv = tmp_path / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").touch()
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text(f"what {name} names\n")
    monkeypatch.setattr(environment, "VENV", venv)
    monkeypatch.setattr(environment, "STAMP", venv / "lock.sha256")
    return tmp_path


def stamp_with(project, name):
    environment.STAMP.write_text(environment.stamp(project / name))


def test_environment_without_a_stamp_is_not_ready(project):
    assert not environment.is_ready(project / "requirements.txt")


def test_environment_is_ready_for_the_lock_it_was_made_from(project):
    stamp_with(project, "requirements.txt")

    assert environment.is_ready(project / "requirements.txt")
    assert not environment.is_ready(project / "requirements-dev.txt")


def test_environment_of_developers_serves_everybody(project):
    stamp_with(project, "requirements-dev.txt")

    assert environment.is_ready(project / "requirements.txt")


def test_changed_lock_makes_the_environment_unready(project):
    stamp_with(project, "requirements.txt")
    (project / "requirements.txt").write_text("something newer\n")

    assert not environment.is_ready(project / "requirements.txt")


def test_python_without_venv_is_told_what_to_install(project, monkeypatch):
    monkeypatch.setattr(environment, "is_whole", lambda: False)
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda name: None)

    with pytest.raises(SystemExit, match="Install python3-venv"):
        environment.make_venv()


def test_old_python_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(environment.sys, "version_info", (3, 9))
    monkeypatch.setattr(environment.shutil, "which", lambda name: None)

    with pytest.raises(SystemExit, match=r"Python 3\.11 or later"):
        environment.main(["requirements.txt", "python"])


def test_it_imports_the_standard_library_only():
    program = f"import runpy; runpy.run_path({environment.__file__!r})"
    subprocess.run([sys.executable, "-S", "-I", "-c", program], check=True)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", ".ci/uv.txt"])
def test_every_pin_has_a_hash_and_no_lock_names_an_index(name):
    lines = (environment.ROOT / name).read_text().splitlines()

    pins = [line for line in lines if "==" in line]
    assert pins
    assert all(line.endswith("\\") for line in pins)
    assert not [line for line in lines if "://" in line or line.startswith("--index")]
