"""Shortcuts through Rasa: each gives what Rasa's own way gives."""

from __future__ import annotations

import ast
import inspect
import json
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet, UserUttered

from bot.action_endpoint import InProcessEndpoint
from bot.shortcuts import COPYING_FOR_LOGS, StraightGraphRunner, compile_response_check, remember_event_types, remember_whether_empty

GOOD = {"events": [{"event": "slot", "name": "a", "value": 1}], "responses": [{"text": "hi"}]}
RESULTS = [
    GOOD,
    {"events": [], "responses": []},
    {},
    {"events": [], "responses": [{"text": "hi"}], "more": 1},
    {"events": "none", "responses": []},
    {"events": [], "responses": "hi"},
    {"events": [{"name": "no event"}], "responses": []},
    {"events": [3], "responses": []},
    {"events": [], "responses": ["hi"]},
    {"events": [], "responses": [{"text": 3}]},
    [],
    None,
    "text",
]
RASAS_OWN = RemoteAction._validate_action_result


def accepted(check, result):
    try:
        return check(RemoteAction("action_answer", None), result)
    except ValidationError:
        return False


@pytest.mark.parametrize("result", RESULTS, ids=json.dumps)
def test_the_compiled_check_refuses_what_rasas_own_refuses(monkeypatch, result):
    monkeypatch.setattr(RemoteAction, "_validate_action_result", RASAS_OWN)
    expected = accepted(RASAS_OWN, result)
    compile_response_check()
    assert RemoteAction._validate_action_result is not RASAS_OWN
    assert accepted(RemoteAction._validate_action_result, result) == expected


def test_the_check_lets_a_good_result_through_and_stops_a_bad_one():
    assert [accepted(RASAS_OWN, result) for result in (GOOD, "text")] == [True, False]


def test_what_comes_from_this_process_is_not_looked_at():
    compile_response_check()
    check = RemoteAction._validate_action_result
    assert check(RemoteAction("action_answer", SimpleNamespace(trusted=InProcessEndpoint.trusted)), "text")
    assert not accepted(check, "text")


@pytest.mark.parametrize("module", COPYING_FOR_LOGS)
def test_what_is_not_copied_any_more_was_for_logs_alone(module):
    """A version of Rasa that copies anything else there fails here."""
    tree = ast.parse(inspect.getsource(module))
    logged = {
        node
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func).startswith("structlogger.")
        for node in ast.walk(call)
    }
    copied = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and ast.unparse(node).startswith("copy.")]
    assert copied
    assert [ast.unparse(node) for node in copied if node not in logged] == []


class Adder(GraphComponent):
    """Adds to what comes in, and tells that it was run."""

    ran: ClassVar[list[str]] = []

    def __init__(self, name: str, more: int) -> None:
        self._name, self._more = name, more

    @classmethod
    def create(cls, config, model_storage, resource, execution_context):
        return cls(execution_context.node_name, config["more"])

    def add(self, **numbers: int) -> int:
        self.ran.append(self._name)
        return sum(numbers.values()) + self._more

    def fail(self, **_: Any) -> None:
        raise ValueError(self._name)


def node(needs, more=0, target=False, fn="add"):
    return SchemaNode(needs, Adder, "create", fn, {"more": more}, eager=True, is_target=target)


SCHEMA = GraphSchema(
    {
        "sum": node({"a": "left", "b": "right"}, 1000, target=True),
        "right": node({"x": "given"}, 10),
        "left": node({"x": "given", "y": "right"}, 100),
        "unneeded": node({"x": "sum"}),
        "broken": node({"x": "given"}, fn="fail"),
        "lacking": node({"x": "nowhere"}),
    }
)


@pytest.fixture
def runners():
    Adder.ran.clear()
    given = (SCHEMA, None, ExecutionContext(SCHEMA))
    dask = DaskGraphRunner.create(*given)
    return [dask, StraightGraphRunner.create(*given), StraightGraphRunner.instead_of(dask)]


def test_the_straight_runner_gives_what_rasas_gives(runners):
    assert [runner.run({"given": 1}, ["sum", "right"]) for runner in runners] == [{"sum": 1123, "right": 11}] * 3


def test_the_targets_of_the_schema_are_run_where_none_are_named(runners):
    assert [runner.run({"given": 2}) for runner in runners] == [{"sum": 1126}] * 3


def test_each_node_runs_once_and_after_those_that_it_needs(runners):
    runners[1].run({"given": 1})
    assert Adder.ran == ["right", "left", "sum"]


@pytest.mark.parametrize("target", ["broken", "lacking"])
def test_what_a_node_raises_is_raised_likewise(runners, target):
    raised = []
    for runner in runners:
        with pytest.raises(Exception) as error:  # noqa: PT011 (whatever Rasa's runner raises)
            runner.run({"given": 1}, [target])
        raised.append((type(error.value), str(error.value)))
    assert raised == [raised[0]] * 3


def test_events_are_read_as_before():
    kept = [
        {"event": "slot", "timestamp": 1.0, "name": "a", "value": 1},
        {"event": "user", "timestamp": 2.0, "text": "hi", "parse_data": {"intent": {}, "entities": []}},
    ]
    remember_event_types()
    read = [Event.from_parameters(event) for event in kept * 2]
    assert [type(event) for event in read] == [SlotSet, UserUttered] * 2
    assert read[:2] == read[2:]
    assert Event.from_parameters({"event": "topic"}) is None
    with pytest.raises(ValueError, match="Unknown event name 'nothing'"):
        Event.from_parameters({"event": "nothing"})


@pytest.mark.parametrize(("domain", "empty"), [(Domain.empty(), True), (Domain.from_dict({"intents": ["ask_time"]}), False)])
def test_a_domain_knows_whether_it_is_empty(monkeypatch, domain, empty):
    assert domain.is_empty() is empty
    remember_whether_empty(domain)
    monkeypatch.setattr(Domain, "empty", lambda: pytest.fail("another domain was made"))
    assert domain.is_empty() is empty
