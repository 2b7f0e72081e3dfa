"""The organisation's own part of the calendar: days, completed years, counting conventions."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from workflow.models.base import Base


class OwnDayRow(Base):
    """A day that the organisation works on, or has off, whatever the country does."""

    __tablename__ = "own_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    working: Mapped[bool]
    name: Mapped[str]
    name_en: Mapped[str]
    note: Mapped[str]


class SettledYear(Base):
    """A year whose schedule somebody has completed by hand, before the library knew it."""

    __tablename__ = "settled_years"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class ConventionRow(Base):
    """Whether the first day counts for one kind of deadline, where the usual was changed."""

    __tablename__ = "conventions"

    key: Mapped[str] = mapped_column(primary_key=True)
    counts_first: Mapped[bool]
