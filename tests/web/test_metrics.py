"""What Prometheus reads, and who may."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families

from tests.cast import Persona
from tests.patience import ENOUGH
from tests.web import stories
from tests.web.test_slow_clients import serving
from tests.web.visitor import Visitor
from workflow.ops import heartbeats
from workflow.platform import BadSettings, settings

TOKEN = "a token that nobody guesses"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(autouse=True)
def _with_a_token(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("RECTIFY_METRICS_TOKEN", TOKEN)
    settings.cache_clear()
    yield
    settings.cache_clear()


def read(visitor: Visitor) -> dict[str, Metric]:
    answer = visitor.get("/metrics", headers=BEARER)
    assert answer.status_code == 200
    return {family.name: family for family in text_string_to_metric_families(answer.text)}


def value(family: Metric, **labels: str) -> float:
    [found] = [sample.value for sample in family.samples if sample.labels == labels]
    return found


def test_the_condition_of_the_service_is_measured(stranger: Visitor) -> None:
    stories.assigned()
    heartbeats.beat("seal", timedelta(0), problem="the disk is full")
    told = read(stranger)
    assert value(told["rectify_items"], list="problems", state="assigned") == 1
    assert value(told["rectify_items_overdue"], list="problems", state="assigned") == 0
    assert value(told["rectify_outbox_waiting"]) == 1
    assert value(told["rectify_job_failing"], job="seal") == 1
    assert value(told["rectify_job_age_seconds"], job="seal") >= 0
    assert value(told["rectify_database_up"]) == 1
    assert told["rectify_build_info"].samples[0].labels["version"]


def test_every_measurement_says_what_it_means(stranger: Visitor) -> None:
    for family in read(stranger).values():
        assert family.documentation, family.name
        assert family.type != "unknown", family.name


def test_the_time_of_requests_is_measured_by_endpoint_and_not_by_path(stranger: Visitor) -> None:
    for path in ("/sign-in", "/sign-in?next=/1", "/no/such/path/7", "/no/such/path/8"):
        stranger.get(path)
    labels = [sample.labels for sample in read(stranger)["rectify_request_seconds"].samples]
    endpoints = {one["endpoint"] for one in labels}
    assert {"sign_in.form", "none"} <= endpoints
    assert not [one for one in endpoints if "/" in one]


def test_without_the_database_the_measurements_say_so(
    stranger: Visitor, away: Callable[[], None]
) -> None:
    away()
    told = read(stranger)
    assert value(told["rectify_database_up"]) == 0
    assert "rectify_items" not in told


@pytest.mark.parametrize("headers", [
    {}, {"X-Forwarded-For": "127.0.0.1"}, {"Authorization": "Bearer another"},
    {"Authorization": f"Basic {TOKEN}"}, {"Authorization": "Bearer"},
])  # fmt: skip
def test_an_address_alone_opens_nothing_even_on_this_machine(
    headers: dict[str, str], stranger: Visitor
) -> None:
    assert stranger.get("/metrics", headers=headers).status_code == 404


def test_a_named_network_reads_without_a_token(
    stranger: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "metrics_allow", "10.2.0.0/24, fd00::/8")
    for address, status in (("10.2.0.9", 200), ("fd00::1", 200), ("10.3.0.9", 404)):
        answer = stranger.get("/metrics", environ_overrides={"REMOTE_ADDR": address})
        assert answer.status_code == status, address


@pytest.mark.parametrize(("name", "given"), [
    ("METRICS_TOKEN", "short"), ("METRICS_ALLOW", "10.2.0.0/99"), ("METRICS_ALLOW", "everybody"),
])  # fmt: skip
def test_a_wrong_setting_stops_the_start_with_a_sentence(
    name: str, given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"RECTIFY_{name}", given)
    with pytest.raises(BadSettings, match=f"RECTIFY_{name}"):
        settings.__wrapped__()


def test_the_processes_that_serve_add_up_what_they_measure(
    cast: dict[str, Persona], tmp_path: Path
) -> None:
    with serving(tmp_path / "web.log", "--workers", "2") as port:
        for _ in range(12):
            assert requests.get(f"http://127.0.0.1:{port}/sign-in", timeout=ENOUGH).ok
        address = f"http://127.0.0.1:{port}/metrics"
        answer = requests.get(address, headers=BEARER, timeout=ENOUGH)
    told = {family.name: family for family in text_string_to_metric_families(answer.text)}
    counted = [
        sample.value
        for sample in told["rectify_request_seconds"].samples
        if sample.name.endswith("_count") and sample.labels["endpoint"] == "sign_in.form"
    ]
    assert counted == [12]
