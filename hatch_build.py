"""Build hook: compile the message catalogues, so that a wheel carries its translations."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogues(BuildHookInterface):
    """Turn every web/translations/*.po into the .mo file that is shipped."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 -- the hook's form
        """Compile in place; the .mo files are artifacts, never committed."""
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        for po in (Path(self.root) / "web" / "translations").glob("*/LC_MESSAGES/*.po"):
            with po.open("rb") as source, po.with_suffix(".mo").open("wb") as target:
                write_mo(target, read_po(source, locale=po.parts[-3]))
