"""The application, and the programs that call it."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.cast import Persona
from tests.web.api.client import Programs
from web.app import create_app


@pytest.fixture
def app(cast: dict[str, Persona]) -> Flask:
    """The application on the cast's database."""
    return create_app()


@pytest.fixture
def programs(app: Flask) -> Programs:
    """The client of a persona is ``programs("inspector")``."""
    return Programs(app)
