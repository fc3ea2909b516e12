"""Which rules fit a conversation: RulePolicy's own search, given only those rules that can fit (docs/decisions.md, 28).

Rasa holds every rule against the state of every turn, twice for each message: once as if rules asked for its text, once for its
intent. Here rules are found by what they ask of the last state, the search by text is left out where no rule can be found by it, and of the
conversation's states only as many are worked out as the longest rule has.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any, Mapping

from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.constants import ACTION_LISTEN_NAME, PREVIOUS_ACTION, SHOULD_NOT_BE_SET, USER
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ACTION_NAME, INTENT

State = Mapping[str, Mapping[str, Any]]
Asked = tuple[str | None, str | None]
"""The last action and the intent that a rule asks for; None for any."""


class RuleLookup:
    """The search of one trained policy, whose rules do not change any more."""

    def __init__(self, policy: RulePolicy) -> None:
        self._keys, self._action = policy._get_possible_keys, policy._find_action_from_rules  # noqa: SLF001 (what is stood in for)
        sets = [rules for rules in policy.lookup.values() if isinstance(rules, dict)]
        self._sorted = {id(rules): _by_what_they_ask(rules) for rules in sets}
        self._longest = max((len(json.loads(key)) for rules in sets for key in rules), default=0)
        self._featurizer = policy.featurizer
        asked = [asked for rules in self._sorted.values() for asked in rules]
        self._by_text = any(intent is None and action in (None, ACTION_LISTEN_NAME) for action, intent in asked)

    @classmethod
    def put_into(cls, policy: RulePolicy) -> None:
        """Let a policy search this way."""
        lookup = cls(policy)
        policy._get_possible_keys, policy._find_action_from_rules = lookup.possible_keys, lookup.action  # noqa: SLF001 (no other place)
        policy._prediction_states = lookup.states  # noqa: SLF001

    def possible_keys(self, rules: dict[str, str], states: list[State]) -> set[str]:
        """See `RulePolicy._get_possible_keys`."""
        found: set[str] = self._keys(self._near(rules, states), states)
        return found

    def states(
        self, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool = False, **_unused: Any
    ) -> list[State]:
        """See `Policy._prediction_states`: the last of them; rules look no further back."""
        events = tracker.applied_events()
        moments = [place for place, event in enumerate(events) if isinstance(event, ActionExecuted)]
        wanted = {len(events), *moments[max(0, len(moments) - self._longest) :]}
        then, states = tracker.init_copy(), []
        for place, event in enumerate([*events, None]):
            if place in wanted:
                states.append(domain._clean_state(domain.get_active_state(then)))  # noqa: SLF001 (as Rasa's domain does for all states)
            if event is not None:
                then.update(event)
        self._featurizer._choose_last_user_input([states], use_text_for_last_user_input)  # noqa: SLF001
        return states

    def action(
        self, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool
    ) -> tuple[str | None, str | None, bool]:
        """See `RulePolicy._find_action_from_rules`; what names the rule is left out where there is none."""
        if use_text_for_last_user_input and not self._by_text and not tracker.active_loop_name:
            return None, None, False
        found: tuple[str | None, str | None, bool] = self._action(tracker, domain, use_text_for_last_user_input)
        return found

    def _near(self, rules: dict[str, str], states: list[State]) -> dict[str, str]:
        """The rules that may fit: those that ask for nothing, or for what the last state has."""
        sorted_ = self._sorted.get(id(rules))
        if sorted_ is None or not states or not states[-1].get(PREVIOUS_ACTION):
            return rules
        action, intent = _value(states[-1], PREVIOUS_ACTION, ACTION_NAME), _value(states[-1], USER, INTENT)
        places: set[Asked] = {(action, intent), (action, None), (None, intent), (None, None)}
        return {key: rules[key] for place in places for key in sorted_.get(place, ())}


def _by_what_they_ask(rules: Mapping[str, str]) -> dict[Asked, list[str]]:
    found: dict[Asked, list[str]] = defaultdict(list)
    for key in rules:
        states = json.loads(key)
        last = states[-1] if states else {}
        found[_value(last, PREVIOUS_ACTION, ACTION_NAME), _value(last, USER, INTENT)].append(key)
    return dict(found)


def _value(state: State, part: str, name: str) -> str | None:
    value = state.get(part, {}).get(name)
    return value if isinstance(value, str) and value and value != SHOULD_NOT_BE_SET else None
