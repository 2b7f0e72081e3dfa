"""The components that the service runs with, as installed: a bill of materials in CycloneDX."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

OWN = "rectify"
_SPEC = "1.6"
_LONGEST = 80  # characters of a licence's name; some packages give the whole text


def bill_of_materials() -> dict[str, Any]:
    """Return the bill of materials of the installed service: each component once, by name."""
    known = _installed()
    own = known.pop(OWN)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": _SPEC,
        "version": 1,
        "metadata": {"component": _told(own.found) | {"type": "application"}},
        "components": [_told(part.found) for _, part in sorted(known.items())],
        "dependencies": [
            {"ref": _ref(part.found), "dependsOn": [_ref(known[name].found) for name in part.needs]}
            for part in (own, *(part for _, part in sorted(known.items())))
        ],
    }


@dataclass(slots=True)
class _Component:
    """A distribution, the extras asked for, and the names of the distributions it needs."""

    found: Distribution
    extras: set[str] = field(default_factory=set)
    needs: list[str] = field(default_factory=list)


def _installed() -> dict[str, _Component]:
    """Return the service and every distribution needed for it, by name."""
    known: dict[str, _Component] = {OWN: _Component(distribution(OWN))}
    to_do = [OWN]
    while to_do:
        part = known[to_do.pop()]
        wanted = {canonicalize_name(r.name): r for r in _wanted(part)}
        part.needs = sorted(name for name, r in wanted.items() if _asked(known, name, r, to_do))
    return known


def _wanted(part: _Component) -> Iterator[Requirement]:
    """Yield the requirements that count on the present machine, with the extras asked for."""
    for text in part.found.requires or ():
        wanted = Requirement(text)
        extras = ("", *part.extras)
        if not wanted.marker or any(wanted.marker.evaluate({"extra": e}) for e in extras):
            yield wanted


def _asked(known: dict[str, _Component], name: str, wanted: Requirement, to_do: list[str]) -> bool:
    """Note a requirement, once more where it asks for further extras; say whether it is there."""
    if name not in known:
        try:
            known[name] = _Component(distribution(name))
        except PackageNotFoundError:
            return False
        to_do.append(name)
    if wanted.extras - known[name].extras:
        known[name].extras |= wanted.extras
        to_do.append(name)
    return True


def _ref(found: Distribution) -> str:
    return f"pkg:pypi/{canonicalize_name(found.name)}@{found.version}"


def _told(found: Distribution) -> dict[str, Any]:
    told = {
        "type": "library", "bom-ref": _ref(found), "name": canonicalize_name(found.name),
        "version": found.version, "purl": _ref(found),
    }  # fmt: skip
    licences = list(_licences(found))
    return told | {"licenses": licences} if licences else told


def _licences(found: Distribution) -> Iterator[dict[str, Any]]:
    metadata = found.metadata
    if "License-Expression" in metadata:
        yield {"expression": metadata["License-Expression"]}
        return
    classified = [
        line.rsplit(" :: ", 1)[1]
        for line in metadata.get_all("Classifier") or ()
        if line.startswith("License :: ") and line != "License :: OSI Approved"
    ]
    written = [*metadata.get_all("License", [])]
    names = classified or [text.strip()[:_LONGEST] for text in written if text.strip()]
    yield from ({"license": {"name": name}} for name in names)
