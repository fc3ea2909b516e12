"""How WeChat says no: by the code of an error."""

from __future__ import annotations

from starlette.responses import JSONResponse

MESSAGES = {
    -1: "system error", 40001: "invalid credential, access_token is invalid or not latest", 40003: "invalid openid",
    40013: "invalid appid", 40014: "invalid access_token", 40125: "invalid appsecret", 40164: "invalid ip 10.0.0.1, not in whitelist",
    40200: "invalid account type", 42001: "access_token expired", 43004: "require subscribe", 45002: "content size out of limit",
    45009: "reach max api daily quota limit", 45011: "api minute-quota reach limit, must slower, retry next minute",
    45015: "response out of time limit or subscription is canceled", 45047: "out of response count limit",
    48001: "api unauthorized", 48002: "user refuse to accept the msg",
}  # fmt: skip


def no(code: int) -> JSONResponse:
    """A refusal, with the words of the documentation."""
    return JSONResponse({"errcode": code, "errmsg": f"{MESSAGES.get(code, 'no')} rid: 6123-4567"})
