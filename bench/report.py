"""What a run found: the table that is printed and the file that other programs read."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.contest import Entry, ratio

BARS = {"single_ratio": 0.50, "best_peer_ratio": 2.5, "bulk_ratio": 10.0}
SAYS = {
    "single_ratio": "ours / the limit, one connection",
    "best_peer_ratio": "ours / the best peer",
    "bulk_ratio": "bulk / one by one",
}


@dataclass(frozen=True)
class Findings:
    """All entries of a run, by what they are."""

    limit: Entry
    limit_8: Entry
    guarded: Entry
    ours: Entry
    bulk: Entry
    peers: Sequence[Entry]
    rows: dict[str, dict[str, int]]
    postgres: int
    quick: bool

    @property
    def best_peer(self) -> Entry:
        """The quickest peer."""
        return max(self.peers, key=lambda peer: peer.per_s)

    def ratios(self) -> dict[str, float]:
        """The three figures that have a bar."""
        return {
            "single_ratio": ratio(self.ours, self.limit),
            "best_peer_ratio": ratio(self.ours, self.best_peer),
            "bulk_ratio": ratio(self.bulk, self.ours),
        }


def as_json(found: Findings) -> dict[str, object]:
    """Return what results.json holds."""
    shown = [found.limit, found.limit_8, found.guarded, *found.peers, found.ours, found.bulk]
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "quick": found.quick,
        "machine": _machine(found.postgres),
        "limit_per_s": found.limit.per_s,
        "limit_8_per_s": found.limit_8.per_s,
        "best_peer": found.best_peer.name,
        **found.ratios(),
        "contestants": {entry.name: _entry(found, entry) for entry in shown},
    }


def _entry(found: Findings, entry: Entry) -> dict[str, object]:
    return {
        "per_s": entry.per_s,
        "slowest_per_s": min(entry.rates.values()),
        "fastest_per_s": max(entry.rates.values()),
        "of_limit": ratio(entry, found.limit),
        "rounds": len(entry.rates),
        "decisions": entry.asked,
        "rows": found.rows[entry.name],
    }


def _machine(postgres: int) -> dict[str, object]:
    return {
        "processors": os.cpu_count(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "python": platform.python_version(),
        "postgresql": postgres,
    }


def write(found: Findings, file: Path) -> None:
    """Write the results for programs."""
    text = json.dumps(as_json(found), indent=2, ensure_ascii=False)
    file.write_text(text + "\n", encoding="utf-8")


def show(found: Findings, console: Console) -> None:
    """Print the table of rates and the three ratios with their bars."""
    console.print(_rates(found))
    console.print(_bars(found))


def _rates(found: Findings) -> Table:
    table = Table("who", title="Durable decisions")
    for column in ("a second", "slowest", "fastest", "× the limit"):
        table.add_column(column, justify="right")
    peers = sorted(found.peers, key=lambda peer: -peer.per_s)
    for entry in (found.limit, found.guarded, found.ours, *peers, found.bulk, found.limit_8):
        rates = entry.rates.values()
        told = (entry.per_s, min(rates), max(rates))
        table.add_row(entry.name, *(f"{x:,.0f}" for x in told), f"{ratio(entry, found.limit):.2f}")
    return table


def _bars(found: Findings) -> Table:
    table = Table("ratio", "measured", "bar", "", title="Ratios, round by round, the median")
    for key, value in found.ratios().items():
        mark = "[green]✓[/]" if value >= BARS[key] else "[red]✗[/]"
        table.add_row(SAYS[key], f"{value:.2f}", f"≥ {BARS[key]:g}", mark)
    return table
