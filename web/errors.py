"""The table from refusals to HTTP, and the two forms of an answer: a page and problem+json."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, Response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, SecurityError

from web import held_forms
from web.answers import in_data
from web.held_forms import HeldForm
from web.languages import language
from web.problem_codes import TITLES
from web.problems import Place, members, problem
from web.request_id import request_id
from workflow import errors
from workflow.words import Words, clauses

STATUS: dict[type[errors.WorkflowError], int] = {
    errors.NotFound: 404,
    errors.NotPermitted: 403,
    errors.NotProved: 403,
    errors.Gone: 410,
    errors.TooManyTries: 429,
    errors.NotPossible: 409,
    errors.StaleItem: 409,
    errors.BadInput: 422,
    errors.TooLarge: 413,
    errors.WrongType: 415,
    errors.KeyReused: 422,
    errors.Unavailable: 503,
    errors.BadDeclaration: 500,
}
_SENTENCES: dict[int, Words] = {
    400: Words("服务器看不懂这个请求。", "The server does not understand this request."),
    401: Words(
        "请带上有效的令牌：Authorization: Bearer …", "Send a valid token: Authorization: Bearer …"
    ),
    403: Words(
        "这个请求不是从本站页面发出的，或页面打开太久。请刷新页面再试一次。",
        "This request did not come from a page of this site, or the page is too old. "
        "Reload it and try again.",
    ),
    404: Words("地址不存在，或您无权查看。", "There is nothing here, or nothing you may see."),
    405: Words("这个地址不接受这种请求方法。", "This address does not take that method."),
    413: Words(
        "一次发送的内容太大，什么都没有保存。请减少或压缩文件，分几次上传。",
        "What was sent is too large and nothing was kept. Send fewer or smaller files at a time.",
    ),
}
_FOREIGN_HOST = Words(
    "本服务不用这个名字。管理员可以用 RECTIFY_BASE_URL 写明它的地址。",
    "This service does not go by that name. Its address is set with RECTIFY_BASE_URL.",
)
_INCIDENT = Words(
    "服务器内部出错，什么都没有写入。请把编号 {incident} 告诉系统管理员。",
    "An internal error happened and nothing was written. "
    "Give the number {incident} to the system administrator.",
)
_OLD_FORM = Words(
    "您在打开这个页面之后重新登录过，这份表单还没有提交，什么都没有写入。填写的内容都在下面，核对后再提交一次；"
    "也可以刷新页面重新填写。",
    "You signed in again since this page was opened, so the form was not taken and nothing was "
    "written. All that you typed is below: check it and send it once more.",
)
_log = logging.getLogger("rectify.web")


def install(app: Flask) -> None:
    """Answer every refusal and every failure with a status and a sentence."""
    app.register_error_handler(errors.WorkflowError, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _failed)


def status_of(error: errors.WorkflowError) -> int:
    """Return the HTTP status of a refusal."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def answered(shown: str, error: errors.WorkflowError) -> Response:
    """Return a given page as the answer to a refusal, with the status of the refusal."""
    return _waiting(Response(shown, status_of(error)), error)


def problem_of(error: errors.WorkflowError, within: Place = (), **more: Any) -> Response:
    """Return the problem document of a refusal, with the fault of each field.

    ``within`` is the place in the body of what was refused, where the body holds several; ``more``
    are members of the document.
    """
    status = status_of(error)
    answer = problem(status, error.words, error.code, **members(error, within), **more)
    return _with_headers(_waiting(answer, error), status)


def page(status: int, words: Words, held: HeldForm | None = None) -> Response:
    """Return the page of a refusal; ``held`` is a form to be sent again from there."""
    title = TITLES.get(status, TITLES[400])
    if status == 503 and request.method == "POST":
        held = held_forms.present()
    shown = render_template(
        "error.html", status=status, title=title, words=words, held=held, bare=True
    )
    return _with_headers(Response(shown, status), status)


def _refused(error: errors.WorkflowError) -> Response:
    if in_data():
        return problem_of(error)
    return _waiting(page(status_of(error), _sentence(error)), error)


def _sentence(error: errors.WorkflowError) -> Words:
    """Return the sentence for a page without the form: there, faults stand beside no field."""
    fields = error.fields if isinstance(error, errors.BadInput) else {}
    return clauses(fields.values()) if fields else error.words


def _http(error: HTTPException) -> Response | HTTPException:
    if error.response is not None or error.code is None or error.code < 400:
        return error  # a redirect is an exception, too
    if isinstance(error, SecurityError):  # without a host of ours there is no address to link to
        return Response(_FOREIGN_HOST.of(language()), 400, mimetype="text/plain")
    if isinstance(error, CSRFError) and (held := held_forms.present()).is_typed:
        return problem(403, _OLD_FORM) if in_data() else page(403, _OLD_FORM, held)
    status = 403 if isinstance(error, CSRFError) else error.code
    answer = (problem if in_data() else page)(status, _SENTENCES.get(status, _SENTENCES[400]))
    answer = _with_headers(answer, status)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        answer.allow.update(error.valid_methods)
    return answer


def _failed(error: Exception) -> Response:
    incident = request_id()
    _log.error("incident %s", incident, exc_info=error)
    words = _INCIDENT.format(incident=incident)
    return problem(500, words, incident=incident) if in_data() else page(500, words)


def _waiting(answer: Response, error: errors.WorkflowError) -> Response:
    if isinstance(error, errors.TooManyTries):
        answer.headers["Retry-After"] = str(error.wait)
    return answer


def _with_headers(answer: Response, status: int) -> Response:
    if status == 503:
        answer.headers["Retry-After"] = "5"
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer
