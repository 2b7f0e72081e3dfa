"""Settings from the environment; a missing or wrong setting stops the start with a sentence."""

from __future__ import annotations

from datetime import time
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from workflow.platform import addresses, setting_names, setting_values
from workflow.platform.secret_files import secret_folders
from workflow.platform.setting_faults import sentence
from workflow.platform.setting_values import ALWAYS, USUAL_MAIL_HOURS

_OIDC = "RECTIFY_OIDC_ISSUER, RECTIFY_OIDC_CLIENT_ID, RECTIFY_OIDC_CLIENT_SECRET"

OwnPath = Annotated[Path, AfterValidator(Path.expanduser)]


class BadSettings(Exception):
    """A setting is missing or wrong; the text holds its name and the remedy."""


class Settings(BaseSettings):
    """All settings; each is listed in the README (a test compares)."""

    model_config = SettingsConfigDict(
        env_prefix=setting_names.PREFIX,
        extra="ignore",
        env_ignore_empty=True,
        str_strip_whitespace=True,
    )

    data: Path = Field(Path("var"), description="Folder for everything the service keeps.")
    host: str = Field("127.0.0.1", description="Address the web server listens on.")
    port: int = Field(8000, ge=1, le=65535, description="Port the web server listens on.")
    base_url: Annotated[str, AfterValidator(addresses.base)] = Field(
        "", description="Address used in mails; empty means http://host:port."
    )
    database_url: Annotated[str, AfterValidator(setting_values.database)] = Field(
        "", validation_alias="DATABASE_URL", description="PostgreSQL 15 or newer; empty: embedded."
    )
    owner_database_url: Annotated[str, AfterValidator(setting_values.database)] = Field(
        "", description="The role that owns the tables and migrates; empty: DATABASE_URL."
    )
    redis_url: Annotated[str, AfterValidator(setting_values.queue)] = Field(
        "", validation_alias="REDIS_URL", description="Redis 7 or Valkey; empty: embedded."
    )
    smtp_url: Annotated[str, AfterValidator(setting_values.smtp)] = Field(
        "",
        validation_alias="SMTP_URL",
        description="smtp://user:password@host:port or smtps://, with ?starttls=always|never|auto;"
        " empty: no mail is sent.",
    )
    secret_key: Annotated[str, StringConstraints(strip_whitespace=False)] = Field(
        "", description="Signs cookies; at least 32 characters."
    )
    mail_from: Annotated[str, AfterValidator(setting_values.sender)] = Field(
        "rectify@localhost", description="Sender of all mail."
    )
    mail_hours: Annotated[str, AfterValidator(setting_values.mail_hours)] = Field(
        "",
        description="When mail leaves on working days, such as 08:30-18:00, or always; empty:"
        " 09:00-17:30, in the demonstration always.",
    )
    timezone: Annotated[str, AfterValidator(setting_values.timezone)] = Field(
        "Asia/Shanghai", description="Time zone of days and deadlines."
    )
    country: Annotated[str, AfterValidator(setting_values.country)] = Field(
        "CN", description="Whose public holidays count: CN, or another ISO code."
    )
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
    oidc_issuer: Annotated[str, AfterValidator(setting_values.issuer)] = Field(
        "", description="Provider of single sign-on (OpenID Connect)."
    )
    oidc_client_id: str = Field("", description="What the provider calls this service.")
    oidc_client_secret: str = Field("", repr=False, description="Its secret at the provider.")
    proxies: int = Field(
        0, ge=0, le=5, description="Proxies of your own in front, whose X-Forwarded-For counts."
    )

    public_complaints: bool = Field(True, description="Anybody may complain, without an account.")
    public_board: bool = Field(True, description="Anybody reads what is published, on its days.")

    backups: OwnPath | None = Field(
        None, description="Folder of the daily backups; empty: backups in the data folder."
    )
    backups_kept: int = Field(
        7, ge=0, le=1000, description="Daily backups that are kept; 0: none is made."
    )
    backup_passphrase_file: OwnPath | None = Field(
        None, description="File whose first line encrypts backups; empty: not encrypted."
    )
    seal_key_file: OwnPath | None = Field(
        None, description="File of the key that signs seals; empty: seal.key in the data folder."
    )
    anchors: OwnPath | None = Field(
        None, description="Folder outside that gets a daily anchor of the trail; empty: none."
    )
    anchor_mail: Annotated[str, AfterValidator(setting_values.mailbox)] = Field(
        "", description="Mail address that gets a daily anchor of the trail; empty: none."
    )
    webhook_allow: Annotated[str, AfterValidator(setting_values.networks)] = Field(
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
    metrics_token: Annotated[str, AfterValidator(setting_values.token)] = Field(
        "", repr=False, description="Whoever sends it reads /metrics."
    )
    metrics_allow: Annotated[str, AfterValidator(setting_values.networks)] = Field(
        "", description="Networks that read /metrics without a token, such as 10.2.0.0/24."
    )

    @model_validator(mode="before")
    @classmethod
    def blank_is_none(cls, given: dict[str, object]) -> dict[str, object]:
        """Take a blank setting for none, as compose writes it."""
        return {name: value for name, value in given.items() if str(value).strip()}

    @field_validator("host", mode="before")
    @classmethod
    def can_be_listened_on(cls, value: object) -> object:
        """Refuse what is no address of a machine; an IPv6 address may stand in brackets."""
        return addresses.host(str(value))

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
        """Refuse half a provider.

        Raises ``ValueError``.
        """
        values = (self.oidc_issuer, self.oidc_client_id, self.oidc_client_secret)
        if any(values) and not all(values):
            raise ValueError(f"{_OIDC}: set all three or none")
        return self

    @property
    def hours_of_mail(self) -> tuple[time, time] | None:
        """The first and last time of mail on a working day, or ``None`` for any time."""
        hours = self.mail_hours or (ALWAYS if self.demo else USUAL_MAIL_HOURS)
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
    if misspelled := list(setting_names.unknown(_variables())):
        raise BadSettings("\n".join(misspelled))
    try:
        return Settings(_secrets_dir=_folders())  # the environment comes first
    except ValidationError as error:
        raise BadSettings("\n".join(sentence(dict(fault)) for fault in error.errors())) from None


def _folders() -> list[Path]:
    try:
        return secret_folders()
    except ValueError as error:
        raise BadSettings(str(error)) from error


def _variables() -> set[str]:
    """Return the variable of each setting."""
    return {
        str(field.validation_alias or f"{setting_names.PREFIX}{name.upper()}")
        for name, field in Settings.model_fields.items()
    }
