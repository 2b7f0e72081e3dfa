"""The log on standard error: lines for people, or JSON for machines, by choice.

Each entry has its time with the zone, its level and its logger, and what it belongs to: the id of
the request or the job. No entry holds a secret, nor what people have typed.
"""

from __future__ import annotations

import logging
import sys
from typing import Any

from structlog.contextvars import bind_contextvars, clear_contextvars, merge_contextvars
from structlog.processors import JSONRenderer, TimeStamper, format_exc_info
from structlog.stdlib import ExtraAdder, ProcessorFormatter, add_log_level, add_logger_name
from structlog.typing import EventDict, Processor

from workflow.platform.config import settings

# What is told of every entry, whoever wrote it.
_TOLD: tuple[Processor, ...] = (
    merge_contextvars,
    add_logger_name,
    add_log_level,
    ExtraAdder(),
    TimeStamper(fmt="iso", utc=True),
)


def configure() -> None:
    """Write what is logged in the chosen form.

    Raises ``BadSettings`` where a setting is wrong.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        ProcessorFormatter(
            processors=[ProcessorFormatter.remove_processors_meta, *_form(settings().log_format)],
            foreign_pre_chain=_TOLD,
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)


def belongs_to(**ids: str) -> None:
    """Let what this thread logs from now on carry the ids, and no others."""
    clear_contextvars()
    bind_contextvars(**ids)


def _form(name: str) -> tuple[Processor, ...]:
    """Return the steps for writing an entry; of an error the traceback, never the variables."""
    if name == "json":
        return format_exc_info, JSONRenderer(ensure_ascii=False)
    return format_exc_info, _line


def _line(_logger: Any, _method: str, entry: EventDict) -> str:
    """Return an entry as a line, and the traceback of an error below."""
    when, level, logger, text, trace = (
        entry.pop(key, "") for key in ("timestamp", "level", "logger", "event", "exception")
    )
    more = "".join(f" {key}={value}" for key, value in sorted(entry.items()))
    return f"{when} {level.upper()} {logger}: {text}{more}" + (f"\n{trace}" if trace else "")
