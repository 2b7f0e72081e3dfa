"""Complaints: the public form and the receipt, the clerk's form, the handler's look and finding.

Of whoever complains nothing goes into a log or the journal: neither an account nor an address.
"""

from __future__ import annotations

import io

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from web.auth import actor, identity_or_none
from web.devices import visitor
from web.errors import answered, status_of
from web.forms import Filled, inputs, stranger_forms, unit_chosen
from workflow import evidence, journal
from workflow.accounts import throttle
from workflow.errors import NO_PAGE, BadInput, NotFound, NotPossible, TooManyTries, WorkflowError
from workflow.evidence import Piece
from workflow.inspections.complaints import findings, forms, identities, receipts
from workflow.inspections.complaints.receipts import Receipt
from workflow.inspections.complaints.receiving import receive
from workflow.platform import settings
from workflow.words import Words

blueprint = Blueprint("complaints", __name__)
_TRAP = "website"  # unseen by people; programs fill it in
_TRAPPED = Words(
    "这份表单没有提交：有一个不可见的栏目被填写了。请手工填写后再提交。",
    "The form was not taken: a field that cannot be seen was filled in. Fill it in by hand.",
)
_MANY = Words("最多{most}个文件", "at most {most:file|files}")
_CHECK = Words("有文件不能上传，见下方提示。", "A file cannot be taken, see below.")


@blueprint.get("/complain")
def form() -> str:
    """Show the public form of a complaint."""
    _demand_open()
    return _form(stranger_forms.fresh())


@blueprint.post("/complain")
def send() -> Response:
    """Take a complaint and show the receipt, once; or the form again with the reason."""
    _demand_open()
    journal.coming_from(None)
    return _taken(by_clerk=False)


@blueprint.get("/complain/receipt")
def ask_form() -> str:
    """Show the form for a complainant to ask how the complaint stands."""
    return render_template("complaint_receipt.html", standing=None, error=None, number="")


@blueprint.post("/complain/receipt")
def ask() -> Response:
    """Show how the complaint stands, for a number with the code."""
    journal.coming_from(None)
    number = request.form.get("number", "")[:40]
    try:
        buckets = throttle.asking_receipt(visitor().address, number)
        throttle.count(buckets, kind="throttled")
        found = receipts.standing(number, request.form.get("code", ""))
    except (NotFound, TooManyTries) as error:
        shown = render_template("complaint_receipt.html", standing=None, error=error, number=number)
        return answered(shown, error)
    return make_response(
        render_template("complaint_receipt.html", standing=found, error=None, number=number)
    )


@blueprint.get("/complaints/enter")
def enter_form() -> str:
    """Show the clerk's form for complaints received otherwise."""
    forms.refuse_others(actor())
    return _form(stranger_forms.fresh(), by_clerk=True)


@blueprint.post("/complaints/enter")
def enter() -> Response:
    """Enter a complaint received by letter, by telephone, or in person."""
    forms.refuse_others(actor())
    return _taken(by_clerk=True)


@blueprint.post("/complaints/<number>/complainant")
def look(number: str) -> str:
    """Show the complainant to the handler; the look is journaled."""
    found = identities.complainant_of(actor(), number)
    return render_template("complainant.html", number=number, found=found)


@blueprint.get("/complaints/<number>/finding")
def finding_form(number: str) -> str:
    """Show the form of the finding made of a complaint."""
    facts = findings.ready(actor(), number)
    return _finding(number, Filled({"unit": str(facts.item.unit_id)}))


@blueprint.post("/complaints/<number>/finding")
def raise_finding(number: str) -> Response:
    """Raise the finding, or show the form again with the reason."""
    filled = Filled.sent()
    try:
        filled.values = unit_chosen(actor(), filled.values)
        done = findings.raise_finding(actor(), number, filled.values)
    except NotFound:
        raise
    except WorkflowError as error:
        filled.note(error)
        return make_response(_finding(number, filled, error), status_of(error))
    flash(gettext("Raised: %(numbers)s", numbers=done.number))
    return redirect(url_for("items.item", number=done.number), 303)


def _demand_open() -> None:
    """Refuse strangers where the organisation wants no public form.

    Raises ``NotFound``.
    """
    if not (settings().public_complaints or identity_or_none()) or not forms.is_declared():
        raise NotFound(NO_PAGE)


def _taken(*, by_clerk: bool) -> Response:
    filled = stranger_forms.sent("evidence", "kept", _TRAP)
    try:
        if request.form.get(_TRAP):
            raise NotPossible(_TRAPPED)
        if not by_clerk:
            throttle.count(throttle.complaining(visitor().address), kind="throttled")
        clerk = actor() if by_clerk else None
        receipt = receive(filled.values, filled.key, _files(), clerk=clerk)
    except NotFound:
        raise
    except WorkflowError as error:
        shown = stranger_forms.refused(filled, error)
        return answered(_form(filled, shown, by_clerk=by_clerk), shown)
    return make_response(_receipt(receipt))


def _files() -> list[Piece]:
    """Store the files of the form; files without a reference in the end are put aside later.

    Raises ``BadInput`` with the fault of a file.
    """
    files = [file for file in request.files.getlist("evidence") if file.filename]
    if len(files) > forms.MOST_FILES:
        raise BadInput(_CHECK, {"evidence": _MANY.format(most=forms.MOST_FILES)})
    try:
        return [evidence.store(io.BytesIO(f.stream.read()), f.filename or "") for f in files]
    except BadInput as refusal:
        raise type(refusal)(_CHECK, {"evidence": refusal.words}) from refusal


def _receipt(receipt: Receipt) -> str:
    return render_template("complaint_taken.html", receipt=receipt)


def _form(filled: Filled, error: WorkflowError | None = None, *, by_clerk: bool = False) -> str:
    asked = forms.complaint_form(by_clerk=by_clerk)
    return render_template(
        "complaint.html",
        inputs=stranger_forms.inputs_of(asked, filled),
        filled=filled,
        error=error,
        faults=list(filled.faults.values()),
        by_clerk=by_clerk,
        most=forms.MOST_FILES,
        trap=_TRAP,
    )


def _finding(number: str, filled: Filled, error: WorkflowError | None = None) -> str:
    asked = findings.finding_form()
    return render_template(
        "complaint_finding.html",
        number=number,
        inputs=inputs(asked, filled, actor(), None),
        error=error,
        faults=list(filled.faults.values()),
    )
