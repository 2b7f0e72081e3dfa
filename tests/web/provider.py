"""A provider of single sign-on on the loopback: a real one, with keys, codes, PKCE and nonces.

It serves OpenID Connect's discovery, authorisation, token and key addresses. ``who`` is whom it
says is there; ``forge`` changes the ID token that it is about to sign, or how it is signed.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from tests import clock

CLIENT, SECRET = "rectify", "what only the two of us know, 0123456789"


@dataclass
class Provider:
    """What the provider knows, and how it may be told to misbehave."""

    issuer: str = ""
    who: dict[str, Any] = field(default_factory=dict)
    forge: Callable[[dict[str, Any]], None] = lambda claims: None
    signing: str = "RS256"
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    other: RSAKey | None = None  # signs instead, under the same name
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            "code_challenge_methods_supported": ["S256"],
        }

    def authorize(self, query: dict[str, str]) -> str:
        """Answer the browser at once: whoever it is has signed in here already."""
        self.asked.append(query)
        assert query["client_id"] == CLIENT
        assert query["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """Change a code for an ID token, once, for the client that asked, with its verifier."""
        wanted = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        begun = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = _packed(digest)
        if authorization != f"Basic {wanted}" or begun is None:
            return None
        if (begun["code_challenge"], begun["redirect_uri"]) != (challenge, form["redirect_uri"]):
            return None
        now = clock.seconds()
        claims = {
            "iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "auth_time": now,
            "nonce": begun["nonce"], **self.who,
        }  # fmt: skip
        self.forge(claims)
        return {
            "access_token": secrets.token_urlsafe(16), "token_type": "Bearer",
            "id_token": self._signed(claims),
        }  # fmt: skip

    def _signed(self, claims: dict[str, Any]) -> str:
        if self.signing == "RS256":
            return jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.other or self.key)
        head = {"alg": self.signing, "typ": "JWT", "kid": "one"}
        text = ".".join(_packed(json.dumps(part).encode()) for part in (head, claims))
        if self.signing == "none":
            return f"{text}."
        public = self.key.as_pem(private=False)  # what everybody knows, as if it were a secret
        return f"{text}.{_packed(hmac.new(public, text.encode(), hashlib.sha256).digest())}"


def _packed(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


@contextmanager
def serving() -> Iterator[Provider]:
    """Serve on a free port of the loopback until the end of the block."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {key: values[0] for key, values in parse_qs(parts.query).items()}
            if parts.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(query))
                self.end_headers()
            elif parts.path == "/keys":
                self._json({"keys": [provider.key.as_dict(private=False)]})
            else:
                self._json(provider.discovery())

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {key: values[0] for key, values in parse_qs(sent).items()}
            answer = provider.token(form, self.headers.get("Authorization", ""))
            self._json(answer or {"error": "invalid_grant"}, 200 if answer else 400)

        def _json(self, value: dict[str, Any], status: int = 200) -> None:
            body = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
