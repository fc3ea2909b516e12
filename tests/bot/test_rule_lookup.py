"""Rules found by what they ask of the last state: the same as RulePolicy's own search."""

from __future__ import annotations

import itertools
import json
import random

import pytest
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rule_lookup import RuleLookup

DOMAIN = Domain.from_yaml(
    """
version: "3.1"
intents: [greet, ask, deny, other]
actions: [action_hello, action_answer, action_none]
slots:
  topic: {type: categorical, values: [a, b], mappings: [{type: custom}]}
forms:
  booth_form: {required_slots: [topic]}
"""
)


def state(action=None, intent=None, **more):
    found = {"prev_action": {"action_name": action}} if action else {}
    return {**found, **({"user": {"intent": intent}} if intent else {}), **more}


LISTEN, FORM = "action_listen", {"active_loop": {"name": "booth_form"}}
RULES = {
    json.dumps(states): action
    for states, action in [
        ([state(LISTEN, "greet")], "action_hello"),
        ([state(LISTEN, "greet"), state("action_hello", "greet")], LISTEN),
        ([state(LISTEN, "ask")], "action_answer"),
        ([state(LISTEN, "ask", slots={"topic": [1.0, 0.0]})], "action_none"),
        ([state(LISTEN, "ask"), state("action_answer", "ask")], LISTEN),
        ([state(), state(LISTEN, "deny")], "action_none"),
        ([state(LISTEN, "deny", active_loop={"name": "should_not_be_set"})], "action_hello"),
        ([state("booth_form", active_loop={"name": "should_not_be_set"})], "action_answer"),
        ([state("booth_form", **FORM)], LISTEN),
        ([], "action_none"),
    ]
}
UNHAPPY = {json.dumps([state("action_answer"), state(LISTEN, **FORM)]): "loop_was_interrupted"}


def policy(rules=RULES):
    lookup = {"rules": dict(rules), "rules_for_loop_unhappy_path": dict(UNHAPPY), "rules_not_in_stories": []}
    config = RulePolicy.get_default_config()
    return RulePolicy(config, None, Resource("rules"), ExecutionContext(GraphSchema({}), "1"), lookup=lookup)


@pytest.fixture(scope="module")
def trackers():
    """Conversations of every kind of turn, in random order."""
    chance, found = random.Random(5), []
    parts = [
        [ActionExecuted(LISTEN), UserUttered("hi", {"name": intent, "confidence": 1.0})] for intent in ("greet", "ask", "deny", "other")
    ]
    parts += [[ActionExecuted(name)] for name in ("action_hello", "action_answer", "booth_form", LISTEN)]
    parts += [[ActiveLoop("booth_form")], [ActiveLoop(None)], [SlotSet("topic", "a")], [SlotSet("topic", None)]]
    for _ in range(400):
        events = list(itertools.chain.from_iterable(chance.choices(parts, k=chance.randint(0, 7))))
        found.append(DialogueStateTracker.from_events("visitor", events, DOMAIN.slots))
    return found


@pytest.mark.parametrize("left_out", [None, json.dumps([]), json.dumps([state(LISTEN, "greet")])])
def test_a_policy_predicts_what_it_predicts_by_its_own_search(trackers, left_out):
    rules = {key: action for key, action in RULES.items() if key != left_out}
    own, quick = policy(rules), policy(rules)
    RuleLookup.put_into(quick)

    def predicted(one, tracker):
        prediction, _ = one._predict(tracker, DOMAIN)
        return prediction.probabilities, prediction.events, prediction.is_end_to_end_prediction

    expected = [predicted(own, tracker) for tracker in trackers]
    assert [predicted(quick, tracker) for tracker in trackers] == expected
    assert len({tuple(probabilities) for probabilities, _, _ in expected}) >= 4


def test_the_same_rules_are_found_for_every_state(trackers):
    own, quick = policy(), policy()
    RuleLookup.put_into(quick)
    for tracker, name in itertools.product(trackers, ("rules", "rules_for_loop_unhappy_path")):
        states = own._prediction_states(tracker, DOMAIN)
        assert quick._get_possible_keys(quick.lookup[name], states) == own._get_possible_keys(own.lookup[name], states)


def test_fewer_rules_are_held_against_a_state():
    quick, tried = policy(), []
    quick._is_rule_applicable = lambda key, *_: tried.append(key) or True
    RuleLookup.put_into(quick)
    quick._get_possible_keys(quick.lookup["rules"], [state(LISTEN, "greet")])
    assert sorted(tried) == sorted([json.dumps([]), json.dumps([state(LISTEN, "greet")])])


def test_the_last_states_are_those_that_rasa_works_out(trackers):
    own, quick = policy(), policy()
    RuleLookup.put_into(quick)
    longest = 2
    for tracker, by_text in itertools.product(trackers, (False, True)):
        states = own._prediction_states(tracker, DOMAIN, by_text)
        assert quick._prediction_states(tracker, DOMAIN, by_text) == states[-longest - 1 :]
    assert max(len(own._prediction_states(tracker, DOMAIN)) for tracker in trackers) > longest + 1
