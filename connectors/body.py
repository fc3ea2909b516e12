"""The body of a request, read up to a limit and within a time: nothing is parsed before that."""

from __future__ import annotations

import asyncio

from starlette.requests import Request

from connectors.gateway.within import within

_SECONDS = 20.0


class BodyTooLong(Exception):
    """The body is longer than it may be; the rest of it is not read."""


class BodyTooSlow(Exception):
    """The body did not come to its end in time."""


async def body_of(request: Request, limit: int) -> bytes:
    """The body of at most `limit` bytes, which has 20 seconds to come.

    Raises:
        BodyTooLong, BodyTooSlow: see there. Close the connection then.
        ClientDisconnect: it broke off.
    """
    try:
        return await within(_SECONDS, _body(request, limit))
    except asyncio.TimeoutError:
        raise BodyTooSlow(f"the body did not come to its end within {_SECONDS:g} seconds") from None


async def _body(request: Request, limit: int) -> bytes:
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > limit:
        raise _too_long(limit)
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > limit:
            raise _too_long(limit)
    return bytes(body)


def _too_long(limit: int) -> BodyTooLong:
    return BodyTooLong(f"the request is longer than {limit} bytes")
