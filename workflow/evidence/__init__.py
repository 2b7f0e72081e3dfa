"""Evidence: photos and documents, stored once by content and never changed.

The file comes first, the row second: ``store`` returns a ``Piece`` only when the bytes are on the
disk; a decision refused afterwards leaves a file without a reference, until ``unused`` puts the
file aside.
"""

from workflow.evidence.piece import EvidenceKind, Piece
from workflow.evidence.storage import ENDINGS, MEDIA_TYPES, MOST_FILES, Size, path, preview, store

__all__ = [
    "ENDINGS",
    "MEDIA_TYPES",
    "MOST_FILES",
    "EvidenceKind",
    "Piece",
    "Size",
    "path",
    "preview",
    "store",
]
