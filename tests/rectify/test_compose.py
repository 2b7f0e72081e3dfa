"""docker-compose.yml is valid, runs what ``rectify up`` runs, and runs none of it as root."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from rectify.service import processes
from workflow.platform import Settings

ROOT = Path(__file__).resolve().parents[2]
OURS = (
    "mail", "migrate", "web", "worker-mail", "worker-escalation", "worker-upkeep", "worker-imports",
    "cron",
)  # fmt: skip
LASTING = [name for name in OURS if name != "migrate"] + ["postgres", "redis"]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
    return read


@pytest.fixture(scope="module")
def services(compose: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = compose["services"]
    return found


def test_the_compose_file_follows_the_compose_schema(compose: dict[str, Any]) -> None:
    schema = json.loads((ROOT / "tests/data/compose.schema.json").read_text("utf-8"))
    faults = [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(compose)]
    assert faults == []


def test_the_schema_refuses_what_is_no_compose_file() -> None:
    schema = json.loads((ROOT / "tests/data/compose.schema.json").read_text("utf-8"))
    bad = {"services": {"web": {"comand": ["x"]}}}
    assert list(jsonschema.Draft7Validator(schema).iter_errors(bad))


def test_the_same_processes_run_as_under_rectify_up(services: dict[str, dict[str, Any]]) -> None:
    started = {tuple(service["command"][1:]) for name, service in services.items() if name in OURS}
    same = {
        processes.web("0.0.0.0", 8000),
        processes.TIMETABLE,
        *(processes.worker(queue) for queue in processes.QUEUES),
    }
    assert same < started
    assert started - same == {
        ("init",),
        (
            "-m", "rectify.demo.mail_catcher", "--host", "0.0.0.0",
            "--port", "1025", "--mailbox", "/data/mailbox",
        ),
    }  # fmt: skip


def test_every_setting_reaches_the_containers(services: dict[str, dict[str, Any]]) -> None:
    given = services["web"]["environment"].keys() | services["migrate"]["environment"].keys()
    # The folder is a volume, and the web's address and port are arguments of its command.
    of_the_image = {"RECTIFY_DATA", "RECTIFY_HOST", "RECTIFY_PORT"}
    names = {
        str(field.validation_alias or f"RECTIFY_{name.upper()}")
        for name, field in Settings.model_fields.items()
    }
    assert given == names - of_the_image


def test_a_setting_left_empty_in_compose_is_the_default(
    services: dict[str, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in services["web"]["environment"].items():
        default = re.fullmatch(r"\$\{\w+:-(.*)\}", str(value))
        if default:
            monkeypatch.setenv(name, default[1])
    monkeypatch.setenv("RECTIFY_SECRET_KEY", "x" * 40)
    read, plain = Settings(), Settings.model_construct()
    for name in ("upload_mib", "require_totp", "oidc_issuer", "proxies", "metrics_token"):
        assert getattr(read, name) == getattr(plain, name), name


def test_the_queue_keeps_its_data_and_evicts_nothing(services: dict[str, dict[str, Any]]) -> None:
    command = " ".join(services["redis"]["command"])
    assert "--appendonly yes" in command
    assert "--maxmemory-policy noeviction" in command


@pytest.mark.parametrize("name", [*OURS, "postgres", "redis"])
def test_no_service_is_root_or_writes_outside_its_volumes(
    services: dict[str, dict[str, Any]], name: str
) -> None:
    service = services[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert service.get("user", _image_user()) not in ("root", "0")


def _image_user() -> str:
    last = (ROOT / "Dockerfile").read_text("utf-8").split("FROM ")[-1]
    users = re.findall(r"^USER (\S+)$", last, re.MULTILINE)
    return str(users[-1]) if users else "root"


@pytest.mark.parametrize("name", LASTING)
def test_every_lasting_service_has_a_health_check(
    services: dict[str, dict[str, Any]], name: str
) -> None:
    assert services[name]["healthcheck"]["test"][0] == "CMD"


def test_only_the_migration_knows_the_owner_of_the_tables(
    services: dict[str, dict[str, Any]],
) -> None:
    knowing = [
        name for name in OURS if "RECTIFY_OWNER_DATABASE_URL" in services[name]["environment"]
    ]
    assert knowing == ["migrate"]


def test_every_secret_comes_from_the_env_file_and_stands_in_its_example() -> None:
    text = (ROOT / "docker-compose.yml").read_text("utf-8")
    example = (ROOT / ".env.example").read_text("utf-8")
    required = set(re.findall(r"\$\{(\w+):\?", text))
    assert required == {"RECTIFY_SECRET_KEY", "RECTIFY_OWNER_PASSWORD", "RECTIFY_APP_PASSWORD"}
    assert all(f"\n{name}=\n" in example for name in required)
