"""Evidence: photos and documents, stored once by what they hold and never changed.

The file comes first, the row second: ``store`` returns a ``Piece`` only when the bytes are on
the disk, and a decision that is refused afterwards leaves a file that nobody refers to, until
``unused`` puts it aside.
"""

from workflow.evidence.piece import EvidenceKind, Piece
from workflow.evidence.storage import ENDINGS, MOST_FILES, Size, path, preview, store

__all__ = ["ENDINGS", "MOST_FILES", "EvidenceKind", "Piece", "Size", "path", "preview", "store"]
