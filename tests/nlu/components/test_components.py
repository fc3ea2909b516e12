"""The Rasa components: each alone on a message, then all of them in the order of `config.yml`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import yaml
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from knowledge.text.language import Language
from knowledge.understanding import Part, Understanding
from nlu.asking import ranked
from nlu.components.base import Annotator
from nlu.components.folding import TextFolder
from nlu.components.language import LanguageDetector
from nlu.components.linker import TopicLinker
from nlu.components.questions import QuestionClassifier, likely
from nlu.components.tokenizer import BilingualTokenizer

ROOT = Path(__file__).parents[3]
STORED = Resource("questions")


def message(text, **more):
    return Message(data={"text": text, **more})


def after(component, asked):
    (found,) = component.process([asked])
    assert found is asked
    return found


@pytest.fixture
def storage(tmp_path):
    return LocalModelStorage.create(tmp_path)


@pytest.fixture
def classifier(small, small_model):
    return QuestionClassifier(None, STORED, small_model)


@pytest.fixture
def pipeline(small, classifier):
    tokenizer = BilingualTokenizer.create(BilingualTokenizer.get_default_config(), None, None, None)
    return [*(kind.create({}, None, None, None) for kind in (LanguageDetector, TextFolder)), tokenizer, TopicLinker(), classifier]


def understood(pipeline, text):
    asked = message(text)
    for component in pipeline:
        component.process([asked])
    return asked


def test_the_pipeline_is_that_of_the_configuration(pipeline):
    config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    assert [f"{type(c).__module__}.{type(c).__name__}" for c in pipeline] == [step["name"] for step in config["pipeline"]]


def test_the_language_is_told(small):
    found = after(LanguageDetector(), message("展位在哪里？"))
    assert found.as_dict(only_output_properties=True)["language"] == Language("zh", spoken="zh")._asdict()


def test_the_text_is_folded_and_kept(small):
    found = after(TextFolder(), message("ＢＯＯＴＨ　在喺邊度？"))
    assert (found.get("text"), found.get("folded")) == ("ＢＯＯＴＨ　在喺邊度？", "booth 在在哪里?")


def test_tokens_know_their_place_in_the_message():
    tokenizer = BilingualTokenizer(BilingualTokenizer.get_default_config())
    found = after(tokenizer, message("EO 系统?"))
    assert [(token.text, token.start, token.end) for token in found.get("text_tokens")] == [("EO", 0, 2), ("系", 3, 4), ("统", 4, 5)]


def test_a_name_of_an_intent_is_one_token():
    tokenizer = BilingualTokenizer(BilingualTokenizer.get_default_config())
    data = TrainingData([message("where", intent="ask_venue")])
    (example,) = tokenizer.process_training_data(data).training_examples
    assert [token.text for token in example.get("intent_tokens")] == ["ask_venue"]


def test_names_of_the_pack_become_entities(small):
    found = after(TopicLinker(), message("站位联系李晓华", folded="展位联系李晓华"))
    assert [(e["entity"], e["value"], e["start"], e["end"]) for e in found.get("entities")] == [
        ("topic", "booth", 0, 2),
        ("person", "li_xiaohua", 4, 7),
    ]
    assert {e["extractor"] for e in found.get("entities")} == {"TopicLinker"}


def test_entities_that_are_there_are_kept(small):
    there = {"entity": "x", "value": "y"}
    assert after(TopicLinker(), message("?", folded="?", entities=[there])).get("entities") == [there]


@pytest.mark.parametrize("component", [LanguageDetector, TextFolder, TopicLinker])
def test_a_message_without_text_is_left_alone(small, component):
    assert after(component(), Message(data={"intent": "greet"})).data == {"intent": "greet"}


def test_an_annotator_has_to_say_what_it_adds():
    with pytest.raises(NotImplementedError):
        Annotator().process([message("hello")])


@pytest.mark.parametrize(
    ("text", "intent"),
    [("大会在哪里？", "ask_venue"), ("where is the fair?", "ask_venue"), ("你好", "greet"), ("tell me a joke", "out_of_scope")],
)
def test_what_is_asked_is_understood(pipeline, text, intent):
    found = understood(pipeline, text)
    assert found.get("intent")["name"] == intent
    assert found.get("intent_ranking")[0] == found.get("intent")


def test_every_clause_is_understood_by_itself(pipeline):
    found = Understanding.from_dict(understood(pipeline, "怎么申请展位，李晓华电话多少？").get("understanding"))
    assert [clause.text for clause in found.clauses] == ["怎么申请展位", "李晓华电话多少?"]
    assert found.whole.text == "怎么申请展位,李晓华电话多少?"
    assert [mention.id for mention in found.whole.mentions] == ["booth", "li_xiaohua"]
    assert found.language == Language("zh", spoken="zh")


def test_understanding_reaches_the_actions(pipeline):
    output = understood(pipeline, "where is the fair?").as_dict(only_output_properties=True)
    assert {"understanding", "intent", "intent_ranking", "entities", "language"} <= set(output)


@pytest.mark.parametrize("text", ["?!", "\u200b", "🎉", "x" * 500])
def test_what_cannot_be_read_is_still_classified(pipeline, text):
    assert understood(pipeline, text).get("intent")["name"]


@pytest.mark.model  # it trains one
def test_what_was_trained_is_loaded_and_says_the_same(small, storage, pipeline):
    examples = [message(t, intent=i) for t, i in (("你好", "greet"), ("嗨你好", "greet"), ("几点", "ask_time"), ("何时", "ask_time"))]
    data = TextFolder().process_training_data(TrainingData(examples))
    trained = QuestionClassifier.create({}, storage, STORED, None)
    assert trained.train(data) == STORED
    loaded = QuestionClassifier.load({}, storage, STORED, None)
    said = [understood([*pipeline[:-1], component], "where is the fair?").get("intent_ranking") for component in (trained, loaded)]
    assert said[0] == said[1]


def test_questions_together_come_before_what_is_likelier_alone():
    part = Part("?", (), {"greet": 0.4, "ask_time": 0.3, "ask_venue": 0.3})
    assert [name for name, _ in ranked(part)] == ["ask_time", "ask_venue", "greet"]
    part = Part("?", (), {"greet": 0.7, "ask_time": 0.3})
    assert [name for name, _ in ranked(part)] == ["greet", "ask_time"]


def test_chances_are_given_among_the_intents_alone():
    assert likely(["a", "b", "c"], np.array([0.3, 0.1, 0.0])) == pytest.approx({"a": 0.75, "b": 0.25})
