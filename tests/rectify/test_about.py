"""The bill of materials names each component that the lock file names, and nothing else."""

from __future__ import annotations

import json
import re
from importlib.metadata import PackageNotFoundError, distribution

from click.testing import CliRunner

from rectify.commands import about
from tests.servers import ROOT


def _is_installed(name: str) -> bool:
    try:
        return bool(distribution(name))
    except PackageNotFoundError:  # the lock file is for other machines and Pythons, too
        return False


def test_the_bill_of_materials_is_the_lock_file_as_installed() -> None:
    printed = CliRunner().invoke(about.command, ["--sbom"], catch_exceptions=False)
    found = json.loads(printed.output)
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    locked = set(re.findall(r"^([a-z0-9._-]+)==([^ ;]+)", lock, re.MULTILINE))
    named = {(part["name"], part["version"]) for part in found["components"]}
    assert named <= locked
    names = {name for name, _ in named}  # one may be locked twice, for different Pythons
    assert not [name for name, _ in locked if name not in names and _is_installed(name)]
    assert all(part["licenses"] for part in found["components"])
    refs = {part["bom-ref"] for part in (*found["components"], found["metadata"]["component"])}
    assert {line["ref"] for line in found["dependencies"]} == refs
    needed = {name for line in found["dependencies"] for name in line["dependsOn"]}
    assert needed == refs - {found["metadata"]["component"]["bom-ref"]}  # nothing stands alone


def test_every_input_of_the_image_is_named_by_version_and_hash() -> None:
    told = (ROOT / "Dockerfile").read_text("utf-8")
    assert re.search(r"^ARG PYTHON_IMAGE=python:\d+\.\d+\.\d+-slim-[a-z]+$", told, re.MULTILINE)
    assert set(re.findall(r"^FROM (\S+)", told, re.MULTILINE)) == {"${PYTHON_IMAGE}"}
    fetched = re.findall(r"pip (?:install|wheel) (.+)", told)
    pinned = ("--require-hashes", "--no-build-isolation", "--no-index")
    assert len(fetched) == 4
    assert all(any(word in line for word in pinned) for line in fetched)
    compose = (ROOT / "docker-compose.yml").read_text("utf-8")
    images = re.findall(r"image: (\S+)", compose)
    assert all(re.search(r":\d+\.\d+", image) for image in images if image != "rectify")
