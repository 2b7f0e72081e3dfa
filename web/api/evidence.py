"""Evidence: uploaded as a form with files, fetched by the SHA-256 of the bytes."""

from __future__ import annotations

from flask import Response, request
from werkzeug.datastructures import FileStorage

from web.api import bodies, keys, refusals, said, shapes, versions
from web.api import files as files_sent
from web.api.blueprint import blueprint
from web.api.items import told_of
from web.api.spec import answers, spec
from web.auth import actor
from web.pages import evidence
from workflow.declaration import CHECK
from workflow.engine import commands
from workflow.errors import BadInput, CodedWords, WrongType
from workflow.evidence import MOST_FILES
from workflow.evidence.refusals import TOO_MANY

ATTACH = "attach"
_NONE = CodedWords("请选择要上传的文件", "choose a file to add", "missing")
_UNKNOWN = CodedWords("没有“{field}”这一项", 'there is no part "{field}"', "unknown")


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
    key = keys.key_for(files_sent.content(files) | {"comment": comment})
    done = commands.fire(
        number,
        ATTACH,
        actor(),
        comment=comment,
        evidence=files_sent.stored(number, ATTACH, files, key),
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
    unknown = ({*request.form, *request.files} - {"file", "comment", "shows"}) | (
        {"file"} & {*request.form} | {"comment", "shows"} & {*request.files}
    )
    if unknown:
        raise BadInput(CHECK, {name[:40]: _UNKNOWN.format(field=name[:40]) for name in unknown})
    files = request.files.getlist("file")
    if not 0 < len(files) <= MOST_FILES:
        fault = TOO_MANY.format(limit=MOST_FILES) if files else _NONE
        raise BadInput(CHECK, {"file": fault})
    return files, request.form.get("comment", "")
