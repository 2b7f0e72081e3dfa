"""Settings come from the environment, and secrets from files as well."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from workflow.platform import BadSettings, settings

SMTP = "smtp://user:secret@mail.example.org:587"


@pytest.fixture(autouse=True)
def _read_anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("SMTP_URL", raising=False)
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.mark.parametrize("variable", ["RECTIFY_SECRETS", "CREDENTIALS_DIRECTORY"])
def test_a_secret_is_read_from_a_file_with_the_name_of_its_setting(
    variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "SMTP_URL").write_text(f"{SMTP}\n", encoding="utf-8")
    (tmp_path / "rectify_metrics_token").write_text("x" * 20, encoding="utf-8")
    monkeypatch.setenv(variable, str(tmp_path))
    assert (settings().smtp_url, settings().metrics_token) == (SMTP, "x" * 20)


def test_the_environment_comes_before_a_file_unless_it_is_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "SMTP_URL").write_text(SMTP, encoding="utf-8")
    monkeypatch.setenv("RECTIFY_SECRETS", str(tmp_path))
    for given, expected in (("smtp://other:25", "smtp://other:25"), ("", SMTP)):
        monkeypatch.setenv("SMTP_URL", given)
        settings.cache_clear()
        assert settings().smtp_url == expected


def test_a_wrong_secret_is_refused_by_its_name_and_not_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "RECTIFY_METRICS_TOKEN").write_text("too short", encoding="utf-8")
    monkeypatch.setenv("RECTIFY_SECRETS", str(tmp_path))
    with pytest.raises(BadSettings) as refused:
        settings()
    assert "RECTIFY_METRICS_TOKEN" in str(refused.value)
    assert "too short" not in str(refused.value)
