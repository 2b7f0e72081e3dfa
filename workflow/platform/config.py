"""Settings from the environment; a missing or wrong setting stops the start with a sentence."""

from __future__ import annotations

import re
from datetime import time
from email.utils import parseaddr
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from workflow.calendar.public_holidays import countries
from workflow.platform import addresses
from workflow.platform.secret_files import secret_folders
from workflow.platform.setting_faults import sentence

ALWAYS = "always"
LEAST_TOKEN = 16  # characters
_MAIL_HOURS = "09:00-17:30"
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_OIDC = "RECTIFY_OIDC_ISSUER, RECTIFY_OIDC_CLIENT_ID, RECTIFY_OIDC_CLIENT_SECRET"


class BadSettings(Exception):
    """A setting is missing or wrong; the text holds its name and the remedy."""


class Settings(BaseSettings):
    """All settings; each is listed in the README (a test compares)."""

    model_config = SettingsConfigDict(env_prefix="RECTIFY_", extra="ignore", env_ignore_empty=True)

    data: Path = Field(Path("var"), description="Folder for everything the service keeps.")
    host: str = Field("127.0.0.1", description="Address the web server listens on.")
    port: int = Field(8000, ge=1, le=65535, description="Port the web server listens on.")
    base_url: Annotated[str, AfterValidator(addresses.base)] = Field(
        "", description="Address used in mails; empty means http://host:port."
    )
    database_url: str = Field(
        "", validation_alias="DATABASE_URL", description="PostgreSQL 15 or newer; empty: embedded."
    )
    owner_database_url: str = Field(
        "", description="The role that owns the tables and migrates; empty: DATABASE_URL."
    )
    redis_url: str = Field(
        "", validation_alias="REDIS_URL", description="Redis 7 or Valkey; empty: embedded."
    )
    smtp_url: str = Field(
        "",
        validation_alias="SMTP_URL",
        description="smtp://user:password@host:port or smtps://, with ?starttls=always|never|auto;"
        " empty: no mail is sent.",
    )
    secret_key: str = Field("", description="Signs cookies; at least 32 characters.")
    mail_from: str = Field("rectify@localhost", description="Sender of all mail.")
    mail_hours: str = Field(
        "",
        description="When mail leaves on working days, such as 08:30-18:00, or always; empty:"
        " 09:00-17:30, in the demonstration always.",
    )
    timezone: str = Field("Asia/Shanghai", description="Time zone of days and deadlines.")
    country: str = Field("CN", description="Whose public holidays count: CN, or another ISO code.")
    upload_mib: int = Field(20, ge=1, le=1024, description="Largest evidence file, in MiB.")
    virus_scanner: Annotated[str, AfterValidator(addresses.scanner)] = Field(
        "", description="clamd, as unix:/path or tcp://host:port; empty: files are not scanned."
    )
    demo: bool = Field(False, description="Demonstration: movable clock, mailbox in the browser.")
    require_totp: bool | None = Field(
        None,
        description="Deciders, verifiers, administrators need a second factor; empty: not in"
        " the demonstration.",
    )
    oidc_issuer: str = Field("", description="Provider of single sign-on (OpenID Connect).")
    oidc_client_id: str = Field("", description="What the provider calls this service.")
    oidc_client_secret: str = Field("", repr=False, description="Its secret at the provider.")
    proxies: int = Field(
        0, ge=0, le=5, description="Proxies of your own in front, whose X-Forwarded-For counts."
    )

    public_complaints: bool = Field(True, description="Anybody may complain, without an account.")
    public_board: bool = Field(True, description="Anybody reads what is published, on its days.")

    backups: Path | None = Field(
        None, description="Folder of the daily backups; empty: backups in the data folder."
    )
    backups_kept: int = Field(
        7, ge=0, le=1000, description="Daily backups that are kept; 0: none is made."
    )
    backup_passphrase_file: Path | None = Field(
        None, description="File whose first line encrypts backups; empty: not encrypted."
    )
    seal_key_file: Path | None = Field(
        None, description="File of the key that signs seals; empty: seal.key in the data folder."
    )
    anchors: Path | None = Field(
        None, description="Folder outside that gets a daily anchor of the trail; empty: none."
    )
    anchor_mail: str = Field(
        "", description="Mail address that gets a daily anchor of the trail; empty: none."
    )
    webhook_allow: str = Field(
        "",
        description="Networks that posts to channels may go to though they are not public,"
        " such as 10.1.0.0/16, separated by commas.",
    )
    api_calls: int = Field(
        1200, ge=0, description="Calls to the API that an account has in a minute; 0: no limit."
    )

    log_format: Literal["text", "json"] = Field(
        "text", description="Lines for people, or JSON for machines."
    )
    metrics_token: str = Field("", repr=False, description="Whoever sends it reads /metrics.")
    metrics_allow: str = Field(
        "", description="Networks that read /metrics without a token, such as 10.2.0.0/24."
    )

    @field_validator("timezone")
    @classmethod
    def known_timezone(cls, value: str) -> str:
        """Refuse a time zone unknown to the machine.

        Raises ``ValueError``, as all validators here do.
        """
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(
                f"{value!r} is no time zone; write one such as Asia/Shanghai"
            ) from error
        return value

    @field_validator("backups", "backup_passphrase_file", "seal_key_file", "anchors", mode="before")
    @classmethod
    def empty_is_none(cls, value: object) -> object:
        """Take an empty setting for none, as compose writes it."""
        return value or None

    @field_validator("country")
    @classmethod
    def known_country(cls, value: str) -> str:
        """Refuse a country without a calendar."""
        if value.upper() not in countries():
            raise ValueError(
                f"there is no calendar for {value!r}; write a country's two letters, such as CN"
            )
        return value.upper()

    @field_validator("mail_hours")
    @classmethod
    def is_part_of_a_day(cls, value: str) -> str:
        """Refuse hours with an end before the begin."""
        begin, _, end = value.partition("-")
        is_span = _TIME.fullmatch(begin) and _TIME.fullmatch(end) and begin < end
        if value not in ("", ALWAYS) and not is_span:
            raise ValueError(f"{value!r} must look like {_MAIL_HOURS}, or be {ALWAYS}")
        return value

    @field_validator("database_url", "owner_database_url")
    @classmethod
    def is_postgresql(cls, value: str) -> str:
        """Refuse every other database: there is one SQL dialect."""
        if value and not value.startswith(("postgresql://", "postgres://")):
            raise ValueError("must begin with postgresql://")
        return value

    @field_validator("database_url", "owner_database_url", "redis_url", "smtp_url")
    @classmethod
    def can_be_taken_apart(cls, value: str) -> str:
        """Refuse a malformed address, without repeating the text: it may hold a password."""
        try:
            _ = urlsplit(value).port
        except ValueError:
            raise ValueError("is no address; write one such as scheme://host:port") from None
        return value

    @field_validator("host", mode="before")
    @classmethod
    def can_be_listened_on(cls, value: object) -> object:
        """Refuse what is no address of a machine; an IPv6 address may stand in brackets."""
        return addresses.host(str(value))

    @field_validator("mail_from")
    @classmethod
    def can_be_answered(cls, value: str) -> str:
        """Refuse a sender unacceptable to mail servers."""
        if not re.fullmatch(r"[^@\s]+@[^@\s]+", parseaddr(value)[1]):
            raise ValueError(f"{value!r} must look like rectify@example.org")
        return value

    @field_validator("metrics_token")
    @classmethod
    def is_long_enough(cls, value: str) -> str:
        """Refuse a token that can be guessed, without repeating it."""
        if value and len(value) < LEAST_TOKEN:
            raise ValueError(f"must have at least {LEAST_TOKEN} characters")
        return value

    @field_validator("webhook_allow", "metrics_allow")
    @classmethod
    def are_networks(cls, value: str) -> str:
        """Refuse a malformed network: a slip of the pen must not open anything."""
        try:
            addresses.networks(value)
        except ValueError as error:
            raise ValueError(f"{error}; write networks such as 10.1.0.0/16") from error
        return value

    @property
    def metrics_networks(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """The networks that read ``/metrics`` without a token."""
        return addresses.networks(self.metrics_allow)

    @property
    def allowed_networks(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """The networks allowed for posts though not public."""
        return addresses.networks(self.webhook_allow)

    @property
    def backups_folder(self) -> Path:
        """The folder of the daily backups."""
        return self.backups or self.data / "backups"

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of days and deadlines."""
        return ZoneInfo(self.timezone)

    @model_validator(mode="after")
    def whole_provider(self) -> Settings:
        """Refuse half a provider, and a provider with answers readable by others on the way."""
        values = (self.oidc_issuer, self.oidc_client_id, self.oidc_client_secret)
        if any(values) and not all(values):
            raise ValueError(f"{_OIDC}: set all three or none")
        parts = urlsplit(self.oidc_issuer)
        near = parts.hostname in ("localhost", "127.0.0.1", "::1")
        if self.oidc_issuer and not (parts.scheme == "https" or (parts.scheme == "http" and near)):
            raise ValueError(f"{_OIDC}: the issuer must begin with https://")
        return self

    @property
    def hours_of_mail(self) -> tuple[time, time] | None:
        """The first and last time of mail on a working day, or ``None`` for any time."""
        hours = self.mail_hours or (ALWAYS if self.demo else _MAIL_HOURS)
        if hours == ALWAYS:
            return None
        begin, _, end = hours.partition("-")
        return time.fromisoformat(begin), time.fromisoformat(end)

    @property
    def needs_totp(self) -> bool:
        """Whether the posts with a second factor need the factor in this installation."""
        return self.require_totp if self.require_totp is not None else not self.demo

    @property
    def url(self) -> str:
        """The address of the service for people, without a trailing slash."""
        return self.base_url or addresses.url(addresses.seen_from_elsewhere(self.host), self.port)

    @property
    def near_url(self) -> str:
        """The address of the service for people at this machine."""
        return self.base_url or addresses.url(addresses.seen_from_here(self.host), self.port)

    @property
    def root(self) -> str:
        """The path below which the service is, empty or without a trailing slash."""
        return urlsplit(self.base_url).path

    @property
    def listens_everywhere(self) -> bool:
        """Whether the web server takes connections at every address of the machine."""
        return addresses.is_everywhere(self.host)

    @property
    def misleads(self) -> bool:
        """Whether mails or other machines get an address that was guessed, or only works here."""
        if not (self.listens_everywhere or self.smtp_url):
            return False
        guessed = self.listens_everywhere and not self.base_url
        return guessed or addresses.is_near(urlsplit(self.url).hostname or "")


@lru_cache
def settings() -> Settings:
    """Read the environment and the files of secrets once, and return the settings.

    Raises ``BadSettings`` with one line for each fault.
    """
    try:
        return Settings(_secrets_dir=secret_folders())  # the environment comes first
    except ValidationError as error:
        raise BadSettings("\n".join(sentence(dict(fault)) for fault in error.errors())) from None
