"""The way to production: what the compose file and the image promise."""

import re

import pytest
import yaml
from django.conf import settings

from trustpact.notices import tasks

OURS = ("migrate", "web", "worker", "urgent", "beat", "metrics")
SECRETS = ("SECRET_KEY", "VAULT_KEYS", "SEALING_KEYS", "VAPID_KEYS", "DATABASE_URL", "EMAIL_URL")


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((settings.BASE_DIR / "docker-compose.yml").read_text())


@pytest.fixture(scope="module")
def dockerfile():
    return (settings.BASE_DIR / "Dockerfile").read_text()


@pytest.mark.parametrize("name", OURS)
def test_secrets_come_from_files_alone(compose, name):
    service = compose["services"][name]

    for secret in SECRETS:
        assert secret not in service["environment"]
        path = service["environment"][f"{secret}_FILE"]
        assert path.removeprefix("/run/secrets/") in service["secrets"]


def test_nothing_starts_before_the_migrations_are_done(compose):
    for name in ("web", "worker", "urgent", "beat"):
        migrate = compose["services"][name]["depends_on"]["migrate"]
        assert migrate == {"condition": "service_completed_successfully"}


def test_only_the_proxy_is_reached_from_outside(compose):
    services = compose["services"]
    ports = {name: service["ports"] for name, service in services.items() if "ports" in service}

    assert ports.pop("proxy") == ["80:80", "443:443"]
    assert ports == {"metrics": ["127.0.0.1:9464:9464"]}


def test_proxy_asks_whether_the_web_is_ready_and_writes_no_addresses_down(compose):
    told = compose["configs"]["proxy"]["content"]

    assert "health_uri /readyz/" in told
    assert re.search(r"^ *log\b", told, re.MULTILINE) is None


@pytest.mark.parametrize("name", ["proxy", "backup", "redis", *OURS])
def test_root_of_a_service_cannot_be_written(compose, name):
    assert compose["services"][name]["read_only"] is True


def test_image_runs_without_rights_and_names_no_host(compose, dockerfile):
    assert re.findall(r"^USER (\w+)$", dockerfile, re.MULTILINE) == ["trustpact"]
    images = re.findall(r"^FROM (\S+)", dockerfile, re.MULTILINE)
    images += [service["image"] for service in compose["services"].values()]
    assert not [image for image in images if "/" in image]


def test_secrets_beside_the_compose_file_are_never_committed(compose):
    ignored = (settings.BASE_DIR / ".gitignore").read_text().splitlines()

    assert all(kept["file"].startswith("./secrets/") for kept in compose["secrets"].values())
    assert "/secrets/" in ignored


def test_the_worker_keeps_checkpoints_beside_the_database(compose, dockerfile):
    worker = compose["services"]["worker"]
    folder = worker["environment"]["CHECKPOINTS"]

    assert f"checkpoints:{folder}" in worker["volumes"]
    assert "checkpoints" in compose["volumes"]
    assert f"install -d -o trustpact -m 700 {folder}" in dockerfile


def test_every_queue_has_a_worker_and_what_is_urgent_one_of_its_own(compose):
    worker, urgent = (compose["services"][name]["command"] for name in ("worker", "urgent"))

    own = urgent[urgent.index("-Q") + 1].split(",")
    assert own == [tasks.QUEUES["sure"], settings.CELERY_TASK_ROUTES["notices.sweep"]["queue"]]
    assert "-Q" not in worker  # it takes from all
