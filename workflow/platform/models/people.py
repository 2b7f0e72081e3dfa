"""People, their accounts, sign-ins and API tokens; secrets are kept as hashes only."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from workflow.platform.models.base import CALLED, Base


class Person(Base):
    """A person; duties are a person's, whichever account was used."""

    __tablename__ = "people"
    __table_args__ = (
        Index("ix_people_called", text(CALLED), postgresql_using="gin"),
        Index(
            "ix_people_numbered",
            text(
                "search_pairs(search_form((COALESCE(code, ''::character varying)::text"
                " || chr(10)) || email::text))"
            ),
            postgresql_using="gin",
        ),
        Index("ix_people_name", "name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(server_default="")
    email: Mapped[str] = mapped_column(server_default="")
    language: Mapped[str] = mapped_column(server_default="zh")
    theme: Mapped[str] = mapped_column(server_default="auto")  # auto, light or dark
    density: Mapped[str] = mapped_column(server_default="comfortable")  # or dense
    left_on: Mapped[date | None]
    code: Mapped[str | None] = mapped_column(unique=True)  # the number on the staff list


class Account(Base):
    """A way to sign in as a person."""

    __tablename__ = "accounts"
    __table_args__ = (
        Index("uq_accounts_open", "person_id", unique=True, postgresql_where=text("active")),
        Index(
            "ix_accounts_called",
            text("search_pairs(search_form(login::text))"),
            postgresql_using="gin",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    login: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    totp_secret: Mapped[bytes | None] = mapped_column(LargeBinary)  # sealed with the service's key
    totp_since: Mapped[datetime | None]  # empty while it is only being set up
    totp_step: Mapped[int] = mapped_column(BigInteger, server_default="0")  # the last one used
    approval_id: Mapped[int | None] = mapped_column(ForeignKey("approvals.id"))


class SignIn(Base):
    """A session on the server; the cookie holds the token, the row only its hash."""

    __tablename__ = "sign_ins"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    agent: Mapped[str] = mapped_column(server_default="")
    pending: Mapped[bool] = mapped_column(server_default=text("false"))  # the code is still to come
    strong: Mapped[bool] = mapped_column(server_default=text("false"))  # by more than a password
    proved_at: Mapped[datetime | None]  # when its owner last proved to be the one


class Token(Base):
    """A bearer token of the API, shown once, kept as a hash."""

    __tablename__ = "tokens"
    __table_args__ = (Index("uq_tokens_hash", "token_hash", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    label: Mapped[str] = mapped_column(server_default="")
    scopes: Mapped[list[str]] = mapped_column(
        ARRAY(String), server_default=text("'{read,write,decide}'")
    )
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
