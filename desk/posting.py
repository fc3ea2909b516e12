"""How staff are reached who are not looking: e-mail over SMTP, or a webhook such as WeCom's and DingTalk's group robots take."""

from __future__ import annotations

import json
import smtplib
import ssl
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Sequence
from urllib.parse import unquote, urlsplit

_SECONDS = 15.0
_SUBMISSION, _TLS = 587, 465


class PostingFailed(Exception):
    """It could not be sent; the text says why, without what was to be sent."""


@dataclass(frozen=True)
class Post:
    """What is told. No word of a visitor is in it: it leaves for servers of others."""

    subject: str
    text: str


@dataclass(frozen=True)
class Mail:
    """server: `smtp://user:password@host:587` (TLS is asked for) or `smtps://…`. sender: an address."""

    server: str
    sender: str

    def send(self, post: Post, to: Sequence[str]) -> None:
        """Send to each address. Waits for the server; no event loop does.

        Raises:
            PostingFailed: it was not taken.
        """
        message = EmailMessage()
        message["Subject"], message["From"], message["To"] = post.subject, self.sender, self.sender
        message.set_content(post.text)
        try:
            with self._connected() as connection:
                connection.send_message(message, self.sender, list(to))
        except (OSError, smtplib.SMTPException) as error:
            raise PostingFailed(f"the mail server {urlsplit(self.server).hostname}: {type(error).__name__}") from error

    def _connected(self) -> smtplib.SMTP:
        url, context = urlsplit(self.server), ssl.create_default_context()
        host = url.hostname or "localhost"
        if url.scheme == "smtps":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(host, url.port or _TLS, timeout=_SECONDS, context=context)
        else:
            connection = smtplib.SMTP(host, url.port or _SUBMISSION, timeout=_SECONDS)
            if connection.has_extn("starttls") or (connection.ehlo() and connection.has_extn("starttls")):
                connection.starttls(context=context)
        if url.username:
            connection.login(unquote(url.username), unquote(url.password or ""))
        return connection


class _Straight(urllib.request.HTTPRedirectHandler):
    """Follows nowhere: what is sent goes to the address that was set, and no other."""

    def redirect_request(self, *_args: object, **_more: object) -> None:
        """None."""


@dataclass(frozen=True)
class Webhook:
    """An address that takes {"msgtype": "text", "text": {"content": …}}, as the robots of WeCom and DingTalk do."""

    url: str

    def send(self, post: Post) -> None:
        """Send it. Waits for the server; no event loop does.

        Raises:
            PostingFailed: it was not taken.
        """
        body = json.dumps({"msgtype": "text", "text": {"content": f"{post.subject}\n{post.text}"}}, ensure_ascii=False).encode()
        request = urllib.request.Request(self.url, body, {"Content-Type": "application/json; charset=utf-8"})  # noqa: S310 (settings)
        try:
            with urllib.request.build_opener(_Straight).open(request, timeout=_SECONDS) as reply:
                answer = reply.read(4096)
        except urllib.error.HTTPError as error:
            error.close()
            raise PostingFailed(f"the webhook of {urlsplit(self.url).hostname}: {error.code}") from None
        except OSError as error:
            raise PostingFailed(f"the webhook of {urlsplit(self.url).hostname}: {type(error).__name__}") from error
        _check(answer, urlsplit(self.url).hostname or "")


def _check(answer: bytes, host: str) -> None:
    """The robots answer 200 to what they refuse, and say so in the body."""
    try:
        code = json.loads(answer).get("errcode", 0)
    except (ValueError, AttributeError):
        return
    if code:
        raise PostingFailed(f"the webhook of {host} refused it: errcode {code}")
