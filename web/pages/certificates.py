"""The closing certificate of an item, and the page that its code leads to."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from web.auth import actor
from web.papers import certificate_file
from workflow.queries.papers.certificate import check

blueprint = Blueprint("certificates", __name__)


@blueprint.get("/items/<number>/certificate.pdf")
def download(number: str) -> Response:
    """Send the certificate; 404 where the person may not see the item, 409 before closing."""
    return certificate_file(number)


@blueprint.get("/items/<number>/certificate")
def show(number: str) -> str:
    """Say whether a certificate is of this item, and whether the item is closed still."""
    found = check(number, request.args.get("digest", ""), actor())
    return render_template("certificate.html", found=found)
