"""Files sent with a form: stored once, and kept while other fields are being corrected.

A browser does not send a file again when a form comes back with a fault. So the form carries a
signed note of each stored piece, good for its sender only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from web.auth import identity
from workflow import evidence
from workflow.errors import BadInput
from workflow.evidence import MOST_FILES, Piece, unused
from workflow.platform import cleaned
from workflow.words import Words, joined

_CHECK = Words("有文件不能上传，见下方提示。", "A file cannot be taken, see below.")
_EXPIRED = Words(
    "“{name}”上传后超过两天没有提交，已不保留；请重新选择。",
    '"{name}" was handed in more than two days ago and is kept no longer; choose it again.',
)
_TOO_MANY = Words(
    f"一次最多上传{MOST_FILES}个文件，请分几次上传。",
    f"At most {MOST_FILES} files can be sent at a time; send them in parts.",
)


@dataclass(slots=True)
class Uploads:
    """The pieces sent with a form so far."""

    pieces: list[Piece] = field(default_factory=list)
    expired: list[str] = field(default_factory=list)  # names of files that are there no more

    @classmethod
    def kept(cls, notes: Sequence[str]) -> Uploads:
        """Read the notes carried by the form; forged notes are left out, lost files are named."""
        pieces = [piece for note in notes[:MOST_FILES] if (piece := _read(note))]
        there = [piece for piece in pieces if unused.carried(piece.sha256)]
        return cls(there, [piece.name for piece in pieces if piece not in there])

    @property
    def is_any(self) -> bool:
        """Whether the form carries a file, or carried one that is lost."""
        return bool(self.pieces or self.expired)

    def notes(self) -> list[tuple[str, Piece]]:
        """Return each piece with the note to carry in the form."""
        return [(_serializer().dumps(asdict(piece)), piece) for piece in self.pieces]

    def tokens(self) -> list[str]:
        """Return the note of each piece."""
        return [note for note, _ in self.notes()]

    def take(self) -> None:
        """Store the files of the request, of the kind chosen; the good files are kept.

        Raises ``BadInput`` with every file's fault.
        """
        files = [file for file in request.files.getlist("evidence") if file.filename]
        if len(files) + len(self.pieces) > MOST_FILES:
            raise BadInput(_CHECK, {"evidence": _TOO_MANY})
        refused = [BadInput(_EXPIRED.format(name=name)) for name in self.expired]
        for file in files:
            try:
                self.pieces.append(evidence.store(file.stream, file.filename or ""))
            except BadInput as refusal:
                refused.append(refusal)
        if shows := cleaned(request.form.get("shows", "")):
            self.pieces = [replace(piece, shows=shows) for piece in self.pieces]
        if refused:
            raise type(refused[0])(_CHECK, {"evidence": _joined(refused)})


def _joined(refused: Sequence[BadInput]) -> Words:
    return joined(Words("", " "), (refusal.words for refusal in refused))


def _read(note: str) -> Piece | None:
    try:
        return Piece(**_serializer().loads(note))
    except (BadSignature, TypeError):
        return None


def _serializer() -> URLSafeSerializer:
    salt = f"evidence of account {identity().account_id}"
    return URLSafeSerializer(str(current_app.secret_key), salt)
