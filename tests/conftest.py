"""What every test may use."""

import os
import re

import pytest
from hypothesis import HealthCheck, settings

from workflow import profession
from workflow.declaration.packs import register
from workflow.platform import db

register(profession.load)

pytest_plugins = ("tests.servers", "tests.cast", "tests.registers.one_file")

# A busy machine is slow, and no example is at fault for it.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

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
