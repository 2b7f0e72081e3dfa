"""Every setting that cannot work stops the start with a sentence; none is guessed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rectify.data_folder import DataFolder
from workflow.errors import NotPossible
from workflow.ops import named_places
from workflow.platform import BadSettings, settings


@pytest.fixture(autouse=True)
def _read_anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("DATABASE_URL", "REDIS_URL", "SMTP_URL"):
        monkeypatch.delenv(name, raising=False)
    settings.cache_clear()
    yield
    settings.cache_clear()


WRONG = {
    "RECTIFY_PORT": ["0", "65536", "eighty", "８０００", "1e3", "80.5", "-1"],
    "RECTIFY_HOST": ["0", "127.1", "0x7f.1", "0x7f000001", "999.9.9.9", "1.2.3", "localhost."],
    "RECTIFY_BASE_URL": [
        "http://0x7f000001", "https://[::ffff:0.0.0.0]", "https://255.255.255.255",
        "https://224.0.0.1", "https://[ff02::1]", "https://[fe80::1%25eth0]", "https:/a.example",
        "https://a.example:443:443", "https://a.example\\@b.example", f"https://{'a' * 64}.example",
    ],
    "DATABASE_URL": [
        "postgresql://", "mysql://h/x", "postgresql+psycopg://h/x", "postgresql://h:99999/x",
        "postgresql://h/x?sslmode=wrong", "postgresql://h/x?nonsense=1", "postgresql://a b/x",
        "postgresql://u:hunter2@b@h/x", "postgresql://u:hunter2%zz@h/x", "postgresql://h:x/x",
        "postgresql://0x7f.1/x", "h/x",
    ],
    "RECTIFY_OWNER_DATABASE_URL": ["sqlite:///x", "postgresql://u:hunter2@[::1"],
    "REDIS_URL": [
        "http://h", "h:6379", "redis://", "redis://h/abc", "redis://h/0/1", "redis://h:0",
        "redis://h?nonsense=1", "redis://h?db=x", "redis://:hunter2@h#1", "redis://a b",
        "unix://", "redis://u:hunter2@h:x",
    ],
    "SMTP_URL": [
        "http://mail", "mail.example.org", "smtp://", "smtp://:25", "smtp://h:0", "smtp://a b",
        "smtp://h?starttls=maybe", "smtp://h?startls=always", "smtp://h?always", "smtp://h/path",
        "smtps://h?starttls=always", "smtp://u:hunter2#@h", "smtp://u:hunter2/@h:25",
    ],
    "RECTIFY_MAIL_FROM": [
        "not mail", "a@b, c@d", "a@b\nBcc: c@d", "张@b.c", "a@例子.中国", "a@\u200bb.c", "a@b..c",
        f"{'x' * 65}@b.c", "a<b>@c.d", "@b",
    ],
    "RECTIFY_ANCHOR_MAIL": ["audit", "a@b\nBcc: c@d", "张@b.c", "a@b,c@d", "A <a@b>"],
    "RECTIFY_MAIL_HOURS": ["9:00-17:00", "09:00－17:00", "17:00-09:00", "ALWAYS", "24:00-25:00"],
    "RECTIFY_TIMEZONE": [
        "Mars/Olympus", "asia/shanghai", "UTC+8", "localtime", "posixrules", "Factory", "right/UTC",
        "posix/UTC", "../../etc/passwd", "/etc/localtime", "Asia",
    ],
    "RECTIFY_COUNTRY": ["china", "XX"],
    "RECTIFY_UPLOAD_MIB": ["0", "-1", "20MB", "1025"],
    "RECTIFY_VIRUS_SCANNER": ["clamd", "unix:relative", "tcp://x:0", "http://x:3310", "unix:/"],
    "RECTIFY_DEMO": ["maybe", "2"],
    "RECTIFY_REQUIRE_TOTP": ["nope"],
    "RECTIFY_PUBLIC_BOARD": ["closed"],
    "RECTIFY_PROXIES": ["6", "-1", "yes"],
    "RECTIFY_API_CALLS": ["-5", "none"],
    "RECTIFY_BACKUPS_KEPT": ["-1", "many"],
    "RECTIFY_LOG_FORMAT": ["JSON", "xml"],
    "RECTIFY_METRICS_TOKEN": ["short", "令牌" * 10, "with a tab\tinside it"],
    "RECTIFY_METRICS_ALLOW": ["1", "10.2.0.0/33", "10.2.0.1/16", "intranet"],
    "RECTIFY_WEBHOOK_ALLOW": ["10.1.0.0/16;10.2.0.0/16", "10.1.0.1/16", "*"],
    "RECTIFY_SECRETS": ["/nowhere", "/dev/null"],
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_work_stops_the_start_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for value in WRONG[name]:
        monkeypatch.setenv(name, value)
        settings.cache_clear()
        with pytest.raises(BadSettings) as refused:
            settings()
        said = str(refused.value)
        assert said.startswith(f"{name}: "), (value, said)
        assert "hunter2" not in said
        assert "Input should be" not in said


@pytest.mark.parametrize(
    ("name", "value", "plain"),
    [
        ("DATABASE_URL", " POSTGRESQL://h/x ", "postgresql://h/x"),
        ("DATABASE_URL", "postgres://u:a%40b@[::1]:5432/x?sslmode=verify-full", None),
        ("DATABASE_URL", "postgresql://u@/x?host=/run/postgresql", None),
        ("DATABASE_URL", "postgresql://h,h2/x", None),
        ("REDIS_URL", "REDIS://:p@h:6379/3", "redis://:p@h:6379/3"),
        ("REDIS_URL", "unix:///run/valkey.sock?db=1", None),
        ("REDIS_URL", "rediss://h?ssl_cert_reqs=required", None),
        ("SMTP_URL", "smtp://h?starttls=always", None),
        ("SMTP_URL", "smtps://u:p@[2001:db8::1]", None),
        ("RECTIFY_MAIL_FROM", "整改 <rectify@example.org>", None),
        ("RECTIFY_METRICS_TOKEN", " abcdefghijklmnop= ", "abcdefghijklmnop="),
        ("RECTIFY_TIMEZONE", "Asia/Shanghai ", "Asia/Shanghai"),
        ("RECTIFY_TIMEZONE", "   ", "Asia/Shanghai"),
    ],
)
def test_what_works_is_taken_in_its_plain_form(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, plain: str | None
) -> None:
    monkeypatch.setenv(name, value)
    read = getattr(settings(), name.removeprefix("RECTIFY_").lower())
    assert read == (value if plain is None else plain)


def test_a_blank_in_the_key_is_part_of_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECTIFY_SECRET_KEY", " a key of another time, kept as it was ")
    assert settings().secret_key == " a key of another time, kept as it was "


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("RECTIFY_BASEURL", "RECTIFY_BASE_URL"), ("RECTIFY_SMTP_URL", "SMTP_URL"),
        ("RECTIFY_DATABASE_URL", "DATABASE_URL"), ("rectify_time_zone", "RECTIFY_TIMEZONE"),
        ("RECTIFY_PROXY", "RECTIFY_PROXIES"), ("RECTIFY_QUITE_OTHER", "the README"),
    ],
)  # fmt: skip
def test_a_misspelled_setting_is_not_passed_over(
    monkeypatch: pytest.MonkeyPatch, name: str, meant: str
) -> None:
    monkeypatch.setenv(name, "x")
    with pytest.raises(BadSettings, match=f"{name}: is no setting; .*{meant}"):
        settings()


def test_named_files_and_folders_are_looked_at_before_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("short")
    for setting, named in (
        ("BACKUP_PASSPHRASE_FILE", ["missing", "file", ""]),
        ("SEAL_KEY_FILE", ["missing", "file", ""]),
        ("BACKUPS", ["file", "file/below"]),
        ("ANCHORS", ["file", "file/below"]),
    ):
        for name in named:
            monkeypatch.setenv(f"RECTIFY_{setting}", str(tmp_path / name))
            settings.cache_clear()
            with pytest.raises(BadSettings, match=f"RECTIFY_{setting}: "):
                named_places.demand(settings())
        monkeypatch.delenv(f"RECTIFY_{setting}")
    monkeypatch.setenv("RECTIFY_BACKUPS", str(tmp_path / "to be made" / "daily"))
    settings.cache_clear()
    named_places.demand(settings())
    assert not (tmp_path / "to be made").exists()


@pytest.mark.parametrize("root", ["/", "/etc", "/usr/../etc", "/home", "/tmp"])
def test_no_folder_of_the_system_is_closed_to_others(root: str) -> None:
    before = Path(root).stat().st_mode
    with pytest.raises(NotPossible, match="shared by everybody"):
        DataFolder.at(Path(root))
    assert Path(root).stat().st_mode == before


@pytest.mark.parametrize("kept", ["", "short", "\u5bc6" * 40, "x" * 31])
def test_a_damaged_key_is_no_key_and_is_not_drawn_anew(tmp_path: Path, kept: str) -> None:
    folder = DataFolder.at(tmp_path / "data")
    assert folder.secret_key() == folder.secret_key()
    (folder.root / "secret-key").write_text(kept, encoding="utf-8")
    with pytest.raises(NotPossible, match="holds no whole key"):
        folder.secret_key()
    assert (folder.root / "secret-key").read_text(encoding="utf-8") == kept
    assert [path.name for path in folder.root.glob("secret-key*")] == ["secret-key"]
