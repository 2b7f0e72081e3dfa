"""The chapters of the documentation of the API, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from web.api.bodies import MOST_DECISIONS
from workflow.delivery.channels.signatures import signatures
from workflow.queries.listing import MOST
from workflow.words import Words

# A message as it is sent, with a secret of nobody's; the page signs it anew at every showing.
SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="  # noqa: S105 -- an example
ID, STAMP = "msg_42", 1767225600
SENT = (
    '{"type":"item.moved","timestamp":"2026-01-01T00:00:00.000Z","data":{"number":"P2026-0001",'
    '"list":"problems","state":"assigned","version":2,"link":"https://example.org/items/P2026-0001"}}'
)
_VERIFY = '''import base64, hmac, time
from hashlib import sha256

def is_ours(secret, headers, body):
    """Say whether a message is from this service: the bytes of the body, before any parsing."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    right = "v1," + base64.b64encode(hmac.new(key, signed, sha256).digest()).decode()
    fresh = abs(time.time() - int(headers["webhook-timestamp"])) < 300
    given = headers["webhook-signature"].split(" ")
    return fresh and any(hmac.compare_digest(right, one) for one in given)'''


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: anchor, title, paragraphs, and an example."""

    key: str
    title: Words
    text: tuple[Words, ...]
    example: str = ""


def chapters(url: str) -> tuple[Chapter, ...]:
    """Return the chapters for a service at ``url``."""
    return (*_beginning(url), *_writing(url), _webhooks(), _versions())


def _beginning(url: str) -> tuple[Chapter, ...]:
    return (
        Chapter("begin", Words("开始", "Begin"), (
            Words(
                "在“账号”页建一个令牌，放在请求头 Authorization 里。read 可读，write 可写，"
                "decide 可办理页面上要再次"
                "确认身份的事项。令牌只有其主人的权限；看不到的一律答 404。",
                "Make a token on the page of your account and send it in the header "
                "Authorization. read "
                "reads, write writes, decide does what a page asks a proof for. A token may "
                "what its "
                "owner may; what the owner may not see is answered by 404.",
            ),
            Words(
                "语言由 Accept-Language 决定（zh 或 en）；标签和句子总是两种语言都给。时刻是 UTC"
                "，日期是本单位当地的日期。",
                "Accept-Language (zh or en) chooses the language of refusals; labels come in both. "
                "Instants are UTC, days are those of the organisation.",
            ),
        ), f'curl -H "Authorization: Bearer $TOKEN" {url}/api/v1/me'),
        Chapter("pages", Words("翻页与同步", "Pages, and following a list"), (
            Words(
                f"每页最多 {MOST} 行（limit）。next 是下一页的地址，为 null 时就是最后一页；翻页"
                "按键不按行数，中间有变动也不漏不重。",
                f"A page has {MOST} lines at most (limit). next is the address of the next "
                "page, null on "
                "the last; pages follow a key, so that changes between them lose nothing.",
            ),
            Words(
                "要保持一份副本：用 sort=updated 和 updated_since（含该时刻）。记下最后一行的 "
                "updated_at，下次从早一分钟"
                "的时刻问起，按编号和版本去重。",
                "To keep a copy: ask with sort=updated and updated_since (included). Note "
                "updated_at of the "
                "last line, ask from a minute earlier next time, and tell repetitions by number "
                "and "
                "version.",
            ),
        ), f'curl -H "Authorization: Bearer $TOKEN" \\\n  "{url}/api/v1/items?list=problems'
           '&sort=updated&updated_since=2026-01-01T00:00:00Z"'),
    )  # fmt: skip


def _writing(url: str) -> tuple[Chapter, ...]:
    return (
        Chapter("writing", Words("写入", "Writing"), (
            Words(
                "每个 POST 都要带 Idempotency-Key（一个新的 UUID）。没有收到回答就用同一个值重发"
                "：办过的不会再办，回答相同，"
                "并带 Idempotency-Replayed: true。",
                "Every POST carries an Idempotency-Key, a new UUID. Without an answer send it "
                "again under "
                "the same key: what was done is not done again, and the answer is the same, with "
                "Idempotency-Replayed: true.",
            ),
            Words(
                "GET 的回答带 ETag；下次放在 If-None-Match 里，没有变化时答 304，不再传一遍。"
                "每个账号每分钟的次数有限，RateLimit 说明还剩多少；超过答 429，等 Retry-After 秒。",
                "An answer to a GET has an ETag: send it in If-None-Match, and where nothing has "
                "changed the answer is 304. Calls of an account in a minute are limited; the "
                "header RateLimit tells what is left. 429 comes with Retry-After.",
            ),
            Words(
                "要在没有人改过的前提下办理，把读到的 ETag 放在 If-Match 里；已有变化时答 412，"
                "并列出之后的变化。",
                "To act only on what you have read, send its ETag in If-Match; where it has "
                "changed the "
                "answer is 412 with the changes since.",
            ),
            Words(
                "GET /lists 列出每个清单的状态、动作和字段，足以画出所有表单。POST /decisions "
                f"一次最多 {MOST_DECISIONS} 项，"
                "各有各的结果。受托人用请求头 Rectify-Behind 写明委托号（见 GET /me）。",
                "GET /lists declares every state, move and field, enough to draw every form. "
                "POST /decisions "
                f"takes {MOST_DECISIONS} at once, each with a result of its own. A delegate "
                "names the delegation "
                "in the header Rectify-Behind (see GET /me).",
            ),
        ), f'curl -X POST {url}/api/v1/items/P2026-0001/comment \\\n'
           '  -H "Authorization: Bearer $TOKEN" -H "Idempotency-Key: $(uuidgen)" \\\n'
           '  -H "Content-Type: application/json" -H \'If-Match: "7"\' \\\n'
           '  -d \'{"comment": "..."}\''),
        Chapter("problems", Words("拒绝", "Refusals"), (
            Words(
                "每个拒绝都是 application/problem+json（RFC 9457）。程序只看 code：它不会改变含"
                "义。errors 一次列出所有错误，"
                "各有位置（pointer 指请求体，parameter 指网址参数）、code 和句子。每个回答都有 "
                "X-Request-Id，请告诉管理员。",
                "Every refusal is application/problem+json (RFC 9457). Programs read code, "
                "whose meaning never "
                "changes. errors tells all faults at once, each with its place (pointer into "
                "the body, "
                "parameter of the address), code and sentence. Every answer has an X-Request-Id "
                "to give to "
                "an administrator.",
            ),
        )),
    )  # fmt: skip


def _webhooks() -> Chapter:
    headers = (
        f"webhook-id: {ID}\nwebhook-timestamp: {STAMP}\n"
        f"webhook-signature: {signatures([SECRET], ID, STAMP, SENT.encode())}"
    )
    return Chapter("webhooks", Words("Webhook", "Webhooks"), (
        Words(
            "系统管理员在“渠道”页（或 POST /channels）设置接收地址，密钥只显示一次。消息按 "
            "Standard Webhooks 签名；内容只有编号、"
            "状态和链接，详情用令牌去读，保密清单从不发送。",
            "A system administrator sets an address on the page of channels (or by POST "
            "/channels); the "
            "secret is shown once. Messages are signed by Standard Webhooks. They hold number, "
            "state and "
            "link only: read the rest with a token. Confidential lists are never sent.",
        ),
        Words(
            "先用原始字节验签，再解析。答 2xx 即收下；其他回答、超时、跳转都会再试，间隔从 30 秒"
            "倍增到 1 小时，5 天都不行就停用渠道"
            "并发邮件告知管理员；410 表示不再要这一条。同一条消息可能来两次：以 webhook-id 去重"
            "；先后次序以 version 为准。",
            "Check the signature on the raw bytes before parsing. 2xx takes a message; any "
            "other answer, a "
            "timeout or a redirect is tried again, after 30 seconds first and doubling to an "
            "hour; after 5 "
            "days the channel is switched off and its administrator is told by mail. 410 gives "
            "this one "
            "up. A message may come twice: tell it by webhook-id, and the order by version.",
        ),
        Words(
            "更换密钥后一天之内，新旧密钥各签一次，中间以空格分隔。下面的例子可以照样验算（时间"
            "检查除外）。",
            "For a day after a change of the secret both sign, with a space between. The "
            "example below can "
            "be reckoned again as it stands, but for its age.",
        ),
    ), f"{_VERIFY}\n\n# secret: {SECRET}\n{headers}\n\n{SENT}")  # fmt: skip


def _versions() -> Chapter:
    return Chapter("versions", Words("版本政策", "Versions"), (
        Words(
            "/api/v1 之内只增不减：可能增加接口、可以不填的参数、回答里的成员和新的 code；请忽略"
            "不认识的成员。已有的名称、"
            "类型和含义不改。",
            "Within /api/v1 only additions are made: operations, parameters that may be left "
            "out, members of "
            "answers, new codes; ignore what you do not know. Names, types and meanings that "
            "exist stay.",
        ),
        Words(
            "要取消的，至少提前一年标明：文档里标 deprecated，回答带 Deprecation（RFC 9745）、"
            "Sunset（RFC 8594）和 Link。"
            "不相容的改动只会出现在 /api/v2，两者并行至少一年。",
            "What has to go is marked a year before: deprecated in the document, and "
            "Deprecation (RFC 9745), "
            "Sunset (RFC 8594) and Link in its answers. Other changes come as /api/v2 only, "
            "beside v1 for a "
            "year at least.",
        ),
    ))  # fmt: skip
