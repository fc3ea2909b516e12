"""A rehearsal of the forms: what their first use reads and compiles is there before a visitor's."""

from __future__ import annotations

from itertools import product
from typing import Iterator

from actions.forms.all import CASE_FORMS
from actions.forms.dialogue import Dialogue
from actions.forms.said import Said
from actions.forms.speaker import Speaker
from knowledge.pack import Pack
from knowledge.service import Service

_SAID = {"zh": "我们公司想做机器人展示", "en": "our company wants to show robots"}


def rehearse(pack: Pack) -> Iterator[None]:
    """Begin each form in each language and answer its first question, a step at a time; nothing of it is kept."""
    today = pack.event.dates.start
    for form, (language, text) in product(CASE_FORMS.values(), _SAID.items()):
        service, said = Service(pack, language, today), Said(text, form.intent, 1.0, language, today)
        dialogue, speaker = Dialogue(form, service, {}), Speaker(form, service)
        speaker.opening()
        begun = dialogue.begin(said)
        yield
        speaker.reply(begun)
        answered = dialogue.after(begun.filing, said)
        yield
        if answered:
            speaker.reply(answered)
