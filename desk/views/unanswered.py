"""Questions without an answer, or with a thumb down: in groups of what is alike, to be reviewed, and handed out as files."""

from __future__ import annotations

import datetime as dt
from typing import Any

from starlette.responses import Response

from desk import downloads, reviewed
from desk.access import LEAD, OVERSEE, WORK, Page
from desk.call import Call
from desk.forms import BadForm, Form
from desk.likeness import groups
from knowledge.pack.schema import Question
from records import audit, reviews, transcript
from records.database import Session
from records.models import Verdict
from records.reviews import Reviewed

_SINCE = dt.timedelta(days=90)
_SHOWN, _EXAMPLES = 60, 8
_LONGEST = 2000
QUESTIONS = [question.value for question in Question]


async def look(call: Call) -> Response:
    """The page."""
    found, pending = await call.read(lambda session: (reviews.open_(session, call.now - _SINCE), reviews.pending(session)))
    made = groups(found)
    shown, hidden = made[:_SHOWN], max(0, len(made) - _SHOWN)
    values: dict[str, Any] = {"total": len(found), "pending": pending, "examples": _EXAMPLES, **_choices(call)}
    return call.page("unanswered.html", groups=shown, hidden=hidden, **values)


async def review(call: Call) -> Response:
    """Say what a group of questions is."""
    form = await call.form()
    ids = [int(one) for one in form.all("id") if one.isascii() and one.isdigit()]
    await call.write(lambda session: save(session, call, form, ids))
    return call.go("/unanswered")


async def correct(call: Call) -> Response:
    """Say what one message of a conversation should have been understood as."""
    form = await call.form()
    message_id = form.number("message")
    await call.write(lambda session: save(session, call, form, [message_id]))
    return call.go(f"/conversations/{call.id}")


async def export(call: Call) -> Response:
    """The reviews as a file: training phrases, or changes of the pack; those that were taken over before too, where `all` is asked."""
    kind, whole = call.query.one_of("kind", ("phrases", "changes")), call.query.text("all") == "1"

    def job(session: Session) -> list[Reviewed]:
        found = reviews.reviewed(session, exported=whole)
        audit.note(session, call.who.login, "downloaded reviews", call.now, kind=kind, number=len(found))
        return found

    found = await call.write(job)
    text = reviewed.phrases(found) if kind == "phrases" else reviewed.changes(found)
    return downloads.download(text.encode(), "yml", f"reviewed-{kind}-{call.now:%Y-%m-%d}")


async def taken_over(call: Call) -> Response:
    """The files have been committed: what was in them counts no more."""

    def job(session: Session) -> None:
        ids = [one.review.message_id for one in reviews.reviewed(session, exported=False)]
        reviews.mark_exported(session, ids, call.who.login, call.now)

    await call.write(job)
    return call.go("/unanswered")


async def ask_correction(call: Call) -> Response:
    """The form to say what one message should have been understood as."""
    number = call.query.text("message", 9)
    if not (number.isascii() and number.isdigit()):
        raise BadForm(400, "message")
    message = await call.read(lambda session: transcript.message(session, call.id, int(number)))
    return call.page("correct.html", message=message, **_choices(call))


def save(session: Session, call: Call, form: Form, message_ids: list[int]) -> None:
    """Keep what a form says of messages.

    Raises:
        BadForm: 400, it does not say enough.
    """
    verdict = Verdict(form.one_of("verdict", [one.value for one in Verdict]))
    question, topic = form.one_of("question", ["", *QUESTIONS]), form.one_of("topic", ["", *call.desk.pack.topics])
    zh, en = form.text("zh", _LONGEST), form.text("en", _LONGEST)
    if not message_ids or (verdict is Verdict.QUESTION and not (question and topic)) or (verdict is Verdict.ANSWER and not (zh and en)):
        raise BadForm(400, "the review does not say enough", "review_lacks")
    if verdict not in {Verdict.QUESTION, Verdict.ANSWER}:
        question = topic = zh = en = ""
    reviews.save(session, message_ids, verdict, call.who.login, call.now, question=question, topic=topic, zh=zh, en=en)


def _choices(call: Call) -> dict[str, Any]:
    names = ((topic, call.desk.topic(topic, call.language)) for topic in call.desk.pack.topics)
    return {"topics": sorted(names, key=lambda pair: pair[1]), "questions": QUESTIONS, "verdicts": list(Verdict)}


PAGES = (
    Page("GET", "/unanswered", look, OVERSEE),
    Page("POST", "/unanswered", review, LEAD),
    Page("GET", "/unanswered/export", export, LEAD),
    Page("POST", "/unanswered/taken-over", taken_over, LEAD),
    Page("GET", "/conversations/{id:int}/correct", ask_correction, WORK),
    Page("POST", "/conversations/{id:int}/correct", correct, WORK),
)
