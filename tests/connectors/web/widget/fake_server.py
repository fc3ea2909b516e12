"""A small stand-in for the assistant's server: the HTTP of the web channel, with answers out of a table.

The widget is developed and looked at with it; it keeps what it is told in a file, so that it can be killed and started
again. `python fake_server.py --state FOLDER --port N` starts it. Beside the web channel it has `POST /fake`, which makes things happen:
{"say": text, "author": …} says something to everybody, {"owner": …} sets who owns all conversations, {"forget": true} lets
every token expire, {"delay": seconds} is how long an answer takes.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import json
import re
import secrets
from pathlib import Path
from typing import Any, AsyncIterator

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

WEB = Path(__file__).parents[4] / "connectors" / "web"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
CONFIG = {
    "event": {
        "name": {"zh": "第二十一届中国国际人才交流大会", "en": "21st Conference on International Exchange of Professionals (CIEP)"},
        "dates": {"start": "2023-04-15", "end": "2023-04-16"},
    },
    "privacy": {"days": 180, "url": "/privacy"},
    "suggestions": {
        "zh": ["大会什么时候、在哪里举办？", "参展报名截止到几号？", "四场招聘会分别面向谁？", "EO系统怎么收费？"],
        "en": [
            "When and where is the conference?",
            "Until when can I apply for a booth?",
            "Whom are the job fairs for?",
            "What is the EO system?",
        ],
    },
    "limits": {"message": 1000},
}
TABLE = json.loads((Path(__file__).parent / "answers.json").read_text(encoding="utf-8"))


class State:
    """All conversations, in a file."""

    def __init__(self, file: Path | None) -> None:
        self.file = file
        self.talks: dict[str, list[dict[str, Any]]] = {}
        self.languages: dict[str, str] = {}
        self.delay = 0.15
        self.owner = "bot"
        self.changed = asyncio.Condition()
        self.typing: set[str] = set()
        if file and file.exists():
            self.talks, self.languages = json.loads(file.read_text(encoding="utf-8"))

    async def add(self, talk: str, **message: Any) -> int:
        number = len(self.talks[talk]) + 1
        now = dt.datetime.now(dt.timezone.utc).isoformat(timespec="seconds")
        self.talks[talk].append({"number": number, "at": now, "buttons": [], "metadata": {}, "feedback": None, **message})
        await self.tell()
        return number

    async def tell(self) -> None:
        if self.file:
            self.file.write_text(json.dumps([self.talks, self.languages]), encoding="utf-8")
        async with self.changed:
            self.changed.notify_all()


OPTIONS = argparse.ArgumentParser()
OPTIONS.add_argument("--state", type=Path)
OPTIONS.add_argument("--port", type=int, required=True)
GIVEN = OPTIONS.parse_args()
STATE = State(GIVEN.state / "fake.json" if GIVEN.state else None)
TASKS: set[asyncio.Task[None]] = set()


def talk_of(request: Request) -> str | None:
    token = request.headers.get("authorization", "").removeprefix("Bearer ")
    return token if token in STATE.talks else None


def refused(status: int = 401, code: str = "token_invalid") -> JSONResponse:
    return JSONResponse({"error": code, "message": code}, status)


def visit_of(talk: str) -> dict[str, Any]:
    return {
        "token": talk,
        "conversation": f"c-{talk}",
        "language": STATE.languages[talk],
        "expires": "2099-01-01T00:00:00Z",
        "last": len(STATE.talks[talk]),
    }


def language_of(text: str) -> str:
    return "zh" if any("\u4e00" <= c <= "\u9fff" for c in text) else "en"


async def visits(request: Request) -> Response:
    talk = talk_of(request)
    if request.headers.get("authorization") and not talk:
        return refused()
    if request.method == "PATCH":
        STATE.languages[talk or ""] = (await request.json())["language"]
    if talk:
        return JSONResponse(visit_of(talk))
    talk = secrets.token_hex(8)
    STATE.talks[talk], STATE.languages[talk] = [], (await request.json()).get("language") or "zh"
    await STATE.tell()
    return JSONResponse(visit_of(talk), 201)


async def messages(request: Request) -> Response:
    talk = talk_of(request)
    if not talk:
        return refused()
    body = await request.json()
    for message in STATE.talks[talk]:
        if message.get("id") == body["id"]:
            return JSONResponse({"accepted": True, "number": message["number"], "duplicate": True}, 202)
    text = body.get("text") or body.get("button", "").removeprefix("button:")
    if request.url.path.endswith("human"):
        text = "Talk to a person" if STATE.languages[talk] == "en" else "联系工作人员"
    number = await STATE.add(talk, direction="in", author="visitor", text=text, language=language_of(text), id=body["id"])
    task = asyncio.create_task(answer(talk, text, human=request.url.path.endswith("human")))
    TASKS.add(task)
    task.add_done_callback(TASKS.discard)
    return JSONResponse({"accepted": True, "number": number, "duplicate": False}, 202)


async def answer(talk: str, text: str, *, human: bool) -> None:
    STATE.typing.add(talk)
    await STATE.tell()
    waits = re.match(r"wait (\d+)", text)
    await asyncio.sleep(float(waits[1]) if waits else STATE.delay)
    STATE.typing.discard(talk)
    language = STATE.languages[talk] if language_of(text) == "en" else "zh"
    reply = TABLE["person"][language] if human else reply_to(text, language)
    buttons = [{"title": title, "token": f"button:{title}"} for title in reply.get("buttons", [])]
    await STATE.add(
        talk,
        direction="out",
        author="bot",
        text=reply["text"],
        language=language_of(reply["text"][:5]),
        buttons=buttons,
        metadata=reply["metadata"],
    )


def reply_to(text: str, language: str) -> dict[str, Any]:
    """The first answer of the table with a word that was written."""
    said = text.lower()
    return next(
        (found for found in TABLE["answers"] if any(word in said for word in found["asked"].split("|"))), TABLE["otherwise"][language]
    )


async def events(request: Request) -> Response:
    talk = talk_of(request)
    if not talk:
        return refused()
    return StreamingResponse(stream(talk, int(request.query_params.get("after", 0))), media_type="text/event-stream")


async def stream(talk: str, after: int) -> AsyncIterator[str]:
    yield "retry: 2000\n\n"
    typing, owner = False, "bot"
    while talk in STATE.talks:
        for message in STATE.talks[talk][after:]:
            after = message["number"]
            yield event("message", message, after)
        if typing != (talk in STATE.typing):
            typing = not typing
            yield event("typing", {"on": typing})
        if owner != STATE.owner:
            owner = STATE.owner
            yield event("state", {"owner": owner})
        async with STATE.changed:
            try:
                await asyncio.wait_for(STATE.changed.wait(), 5)
            except asyncio.TimeoutError:
                yield ": ping\n\n"


def event(name: str, data: dict[str, Any], number: int | None = None) -> str:
    head = f"id: {number}\n" if number else ""
    return f"{head}event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


async def feedback(request: Request) -> Response:
    talk = talk_of(request)
    if not talk:
        return refused()
    body = await request.json()
    message = STATE.talks[talk][body["number"] - 1]
    message["feedback"] = body["rating"]
    message["reason"] = body.get("reason")
    await STATE.tell()
    return JSONResponse({"number": body["number"], "rating": body["rating"]})


async def transcript(request: Request) -> Response:
    talk = talk_of(request)
    if not talk:
        return refused()
    return PlainTextResponse("\n".join(f"{m['author']}: {m['text']}" for m in STATE.talks[talk]))


async def me(request: Request) -> Response:
    talk = talk_of(request)
    if not talk:
        return refused()
    del STATE.talks[talk]
    await STATE.tell()
    return Response(status_code=204)


async def config(_: Request) -> Response:
    return JSONResponse(CONFIG, headers={"Cache-Control": "max-age=60"})


async def fake(request: Request) -> Response:
    body = await request.json()
    STATE.delay = body.get("delay", STATE.delay)
    STATE.owner = body.get("owner", STATE.owner)
    if body.get("forget"):
        STATE.talks.clear()
    if body.get("say"):
        for talk in STATE.talks:
            await STATE.add(talk, direction="out", author=body.get("author", "bot"), text=body["say"], language=language_of(body["say"]))
    await STATE.tell()
    return JSONResponse({"talks": STATE.talks})


def page(file: str):
    async def send(_: Request) -> Response:
        return FileResponse(
            WEB / file, headers={"Content-Security-Policy": CSP, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache"}
        )

    return send


app = Starlette(
    routes=[
        Route("/", page("site/index.html")),
        Route("/privacy", page("site/privacy.html")),
        Route("/widget.js", page("widget/dist/widget.js")),
        Mount("/site", StaticFiles(directory=WEB / "site")),
        Route("/web/visits", visits, methods=["GET", "POST", "PATCH"]),
        Route("/web/messages", messages, methods=["POST"]),
        Route("/web/human", messages, methods=["POST"]),
        Route("/web/events", events),
        Route("/web/feedback", feedback, methods=["POST"]),
        Route("/web/transcript", transcript),
        Route("/web/me", me, methods=["DELETE"]),
        Route("/web/config", config),
        Route("/fake", fake, methods=["POST"]),
    ],
    middleware=[Middleware(CORSMiddleware, allow_origins=["http://other.test"], allow_methods=["*"], allow_headers=["*"], expose_headers=["Retry-After"])],
)

if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app, host="127.0.0.1", port=GIVEN.port, log_level="warning", ws="none", timeout_graceful_shutdown=1)
