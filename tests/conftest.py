"""What every test may use."""

import os
import re
from functools import partial

import pytest
from flask import Flask
from flask.templating import Environment
from hypothesis import HealthCheck, settings
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from workflow import profession
from workflow.declaration.packs import register
from workflow.platform import db

register(profession.load)

pytest_plugins = ("tests.servers", "tests.cast", "tests.registers.one_file")

# A busy machine is slow, and no example is at fault for it.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


class Compiled(BytecodeCache):
    """The templates that this process has compiled, for the next test's application."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


# Each test has an application of its own; to compile its templates took longer than to ask it.
Flask.jinja_environment = partial(Environment, bytecode_cache=Compiled())  # type: ignore[assignment]

# On a day that has been (`make test-days`) PostgreSQL would end what waits at once: libfaketime
# tells its handler of alarms the machine's time, and by that every time-out has run out.
if int(os.environ.get("FAKETIME", "0")) < 0:
    db._SESSION = re.sub(r"timeout=\d+s", "timeout=0", db._SESSION)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests that share something made for their file on one process: made once."""
    for item in items:
        if _shares(item) and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.split("::")[0]))


def _shares(item: pytest.Item) -> bool:
    found = getattr(item, "_fixtureinfo", None)
    defined = found.name2fixturedefs.values() if found else ()
    return any(one.scope == "module" for fixtures in defined for one in fixtures)
