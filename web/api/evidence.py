"""Evidence: uploaded as a form with files, fetched by the SHA-256 of the bytes."""

from __future__ import annotations

from hashlib import file_digest

from flask import Response, request
from werkzeug.datastructures import FileStorage

from web.api import bodies, keys, refusals, said, shapes, versions
from web.api.blueprint import blueprint
from web.api.items import told_of
from web.api.spec import answers, spec
from web.auth import actor
from web.pages import evidence
from workflow import queries
from workflow.declaration import CHECK
from workflow.engine import commands, idempotency
from workflow.engine.idempotency import Key
from workflow.errors import BadInput, WrongType
from workflow.evidence import MOST_FILES, Piece, store
from workflow.evidence.refusals import TOO_MANY
from workflow.platform import connect
from workflow.words import Words

ATTACH = "attach"
_NONE = Words("请选择要上传的文件", "choose a file to add")
_UNKNOWN = Words("没有“{field}”这一项", 'there is no part "{field}"')


@blueprint.post("/items/<number>/evidence")
@spec.validate(
    form=bodies.Evidence,
    resp=answers(shapes.Done, 403, 404, 409, 412, 413, 415, 422),
    tags=["evidence"],
    operation_id="attach",
)
def attach(number: str) -> tuple[shapes.Done, int, dict[str, str]]:
    """Hand in photos or documents, each in a part named file."""
    files, comment = _form()
    digests = [[file.filename, _digest(file)] for file in files]
    key = keys.key_for({"files": digests, "comment": comment})
    done = commands.fire(
        number,
        ATTACH,
        actor(),
        comment=comment,
        evidence=_stored(number, files, key),
        version=versions.demanded(),
        key=key,
    )
    return said.done(done), 200, told_of(done)


@blueprint.get("/items/<number>/evidence/<sha256>")
@spec.validate(resp=answers(None, 404, 410), tags=["evidence"], operation_id="evidence")
def download(number: str, sha256: str) -> Response:
    """Return a piece of evidence, byte for byte as uploaded."""
    return evidence.original(number, sha256)


def _form() -> tuple[list[FileStorage], str]:
    """Return the files and the comment.

    Raises ``WrongType`` for another media type, ``BadInput`` with each part out of place.
    """
    if request.mimetype != "multipart/form-data":
        raise WrongType(refusals.NO_FORM)
    unknown = ({*request.form, *request.files} - {"file", "comment"}) | (
        {"file"} & {*request.form} | {"comment"} & {*request.files}
    )
    if unknown:
        raise BadInput(CHECK, {name[:40]: _UNKNOWN.format(field=name[:40]) for name in unknown})
    files = request.files.getlist("file")
    if not 0 < len(files) <= MOST_FILES:
        fault = TOO_MANY.format(limit=MOST_FILES) if files else _NONE
        raise BadInput(CHECK, {"file": fault})
    return files, request.form.get("comment", "")


def _digest(file: FileStorage) -> str:
    digest = file_digest(file.stream, "sha256").hexdigest()  # type: ignore[arg-type]
    file.stream.seek(0)
    return digest


def _stored(number: str, files: list[FileStorage], key: Key) -> list[Piece]:
    """Store the files of a permitted person; a repeated request stores none."""
    with connect() as connection:
        if idempotency.earlier(connection, key):
            return []
    queries.open_move(number, ATTACH, actor())
    return [store(file.stream, file.filename or "") for file in files]
