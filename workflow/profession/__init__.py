"""The profession: roles, severity classes, ladder, sanctions, documents, lists and moves."""

from workflow.declaration import Pack


def load() -> Pack:
    """Return the pack of the profession; its modules are imported only by this call."""
    from workflow.profession.pack import PACK

    return PACK
