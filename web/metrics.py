"""The measurements for Prometheus: the time of requests, and the condition of the service."""

from __future__ import annotations

import hmac
import os
from collections.abc import Iterator
from importlib.metadata import version
from ipaddress import ip_address
from time import perf_counter

from flask import Flask, Request, Response, g, request
from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4 as CONTENT_TYPE
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from workflow.errors import Unavailable
from workflow.ops.health import measures
from workflow.platform import settings

__all__ = ["CONTENT_TYPE", "install", "may_read", "text"]

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)  # seconds
_REGISTRY, _CONDITION = CollectorRegistry(), CollectorRegistry()
_REQUESTS = Histogram(
    "rectify_request_seconds",
    "Time from a whole request to its answer.",
    ("method", "endpoint", "status"),
    registry=_REGISTRY,
    buckets=_BUCKETS,
)


class _Condition(Collector):
    """The condition of the service, read from the database when it is asked for."""

    def collect(self) -> Iterator[Metric]:
        """Yield the build and the figures of the database, or the absence of the database."""
        yield InfoMetricFamily("rectify_build", "The running version.", _build())
        reachable = GaugeMetricFamily("rectify_database_up", "Whether the database answers.")
        try:
            measured = measures()
        except Unavailable:
            reachable.add_metric([], 0)
            yield reachable
            return
        reachable.add_metric([], 1)
        yield reachable
        for measure in measured:
            family = GaugeMetricFamily(f"rectify_{measure.name}", measure.help, labels=measure.by)
            for labels, value in measure.samples:
                family.add_metric(labels, value)
            yield family


_CONDITION.register(_Condition())


def install(app: Flask) -> None:
    """Take the time of every request."""
    app.before_request(_begin)
    app.after_request(_end)


def text() -> bytes:
    """Return the measurements in the text format of Prometheus, of all serving processes."""
    registry = _REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry) + generate_latest(_CONDITION)


def may_read(asked: Request) -> bool:
    """Say whether a request may read the measurements: by the token, or from a named network.

    The address alone proves nothing where a proxy in front adds no header, so none is trusted
    unless the operator has named it.
    """
    given, expected = asked.authorization, settings().metrics_token
    if expected and given and given.type == "bearer":
        return hmac.compare_digest((given.token or "").encode(), expected.encode())
    if not asked.remote_addr:
        return False
    address = ip_address(asked.remote_addr)
    return any(address in network for network in settings().metrics_networks)


def _build() -> dict[str, str]:
    return {"version": version("rectify")}


def _begin() -> None:
    g.began = perf_counter()


def _end(answer: Response) -> Response:
    if "began" in g:
        endpoint = request.endpoint or "none"  # never the path: there are too many
        spent = perf_counter() - g.began
        _REQUESTS.labels(request.method, endpoint, str(answer.status_code)).observe(spent)
    return answer
