"""Shortcuts through Rasa: what it works out anew on every turn, worked out once (docs/decisions.md, 28).

Each stands where Rasa looks for the long way, and gives what that gives; tests hold both beside each other.
"""

from __future__ import annotations

import copy
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import rasa.core.policies.rule_policy
import rasa.core.processor
from jsonschema import Draft7Validator
from rasa.core.actions.action import RemoteAction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.core.processor import MessageProcessor
from rasa.engine.graph import ExecutionContext, GraphNode, GraphNodeHook, GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event

from bot.rule_lookup import RuleLookup

_RASAS_OWN = Event.resolve_by_type
COPYING_FOR_LOGS = (rasa.core.processor, rasa.core.policies.rule_policy)
"""Modules that copy nothing else."""
_AS_IT_IS = SimpleNamespace(deepcopy=lambda value: value)
_NOTHING = Draft7Validator({"not": {}})


def take_shortcuts() -> None:
    """Put the shortcuts that are the same for all models into Rasa's classes; again is the same as once."""
    compile_response_check()
    remember_event_types()
    copy_nothing_for_logs()


def shorten(processor: MessageProcessor) -> None:
    """Put the others into a processor that has loaded its model."""
    runner = StraightGraphRunner.instead_of(processor.graph_runner)
    for policy in runner.components(RulePolicy):
        RuleLookup.put_into(policy)
    processor.graph_runner = runner
    remember_whether_empty(processor.domain)


class StraightGraphRunner(GraphRunner):  # type: ignore[misc]
    """Runs a graph's nodes one after the other. Rasa hands each message to a scheduler of parallel tasks, three times a turn."""

    def __init__(self, schema: GraphSchema, nodes: dict[str, GraphNode]) -> None:
        self._schema, self._nodes = schema, nodes
        self._order = lru_cache(maxsize=None)(self._ordered)

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> "StraightGraphRunner":
        """See `GraphRunner`."""
        nodes = graph_schema.nodes.items()
        made = {name: GraphNode.from_schema_node(name, node, model_storage, execution_context, hooks) for name, node in nodes}
        return cls(graph_schema, made)

    @classmethod
    def instead_of(cls, runner: DaskGraphRunner) -> "StraightGraphRunner":
        """One with the nodes that another has loaded."""
        return cls(runner._graph_schema, runner._instantiated_nodes)  # noqa: SLF001 (to load a model twice would take seconds)

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """See `GraphRunner`."""
        wanted = tuple(targets or self._schema.target_names)
        outputs = dict(inputs or {})
        for name, needs in self._order(wanted):
            _, outputs[name] = self._nodes[name](*((need, outputs[need]) for need in needs if need in outputs))
        return {name: outputs[name] for name in wanted}

    def components(self, kind: type) -> list[Any]:
        """Those of one class that are loaded."""
        loaded = (node._component for node in self._nodes.values())  # noqa: SLF001 (Rasa shows them to nobody)
        return [component for component in loaded if isinstance(component, kind)]

    def _ordered(self, targets: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
        """The nodes that the targets need, each after those that it needs itself, and their names."""
        nodes = self._schema.minimal_graph_schema(list(targets)).nodes
        ordered: dict[str, tuple[str, ...]] = {}

        def add(name: str) -> None:
            if name in nodes and name not in ordered:
                needs = tuple(nodes[name].needs.values())
                for need in needs:
                    add(need)
                ordered[name] = needs

        for name in targets:
            add(name)
        return list(ordered.items())


def remember_whether_empty(domain: Domain) -> None:
    """Let a domain know whether it is empty. Rasa asks after each message, and makes an empty one to compare it with."""
    empty = domain.is_empty()
    domain.is_empty = lambda: empty  # type: ignore[method-assign]


def remember_event_types() -> None:
    """Let Rasa look the class of an event up by its name once. It goes through all subclasses for each event that it reads."""
    Event.resolve_by_type = staticmethod(lru_cache(maxsize=None)(_RASAS_OWN))


def copy_nothing_for_logs() -> None:
    """Let Rasa hand what it tells its debug log on as it is. It makes deep copies of all events on every turn, and the log is off."""
    for module in COPYING_FOR_LOGS:
        module.copy = _AS_IT_IS


def compile_response_check() -> None:
    """Let Rasa check what an action gave with its schema compiled once, and each event with the schema of its kind.

    `RemoteAction._validate_action_result` compiles its JSON schema on every call, and tries each event on the schemas of all kinds.
    What it refuses is refused here; what comes from this process (`InProcessEndpoint.trusted`) is not looked at.
    """
    whole, kinds = _schemas(RemoteAction.action_response_format_spec())

    def check(self: RemoteAction, result: Any) -> bool:
        if getattr(self.action_endpoint, "trusted", False):
            return True
        whole.validate(result)
        for event in result.get("events", ()):
            kinds.get(event["event"], _NOTHING).validate(event)
        return True

    RemoteAction._validate_action_result = check  # noqa: SLF001 (Rasa offers no other place for it)


def _schemas(specification: dict[str, Any]) -> tuple[Draft7Validator, dict[str, Draft7Validator]]:
    """The schema of a response without the kinds of its events; those, by the name that each asks for."""
    specification = copy.deepcopy(specification)
    kinds = specification["properties"]["events"]["items"].pop("oneOf")
    return Draft7Validator(specification), {kind["properties"]["event"]["const"]: Draft7Validator(kind) for kind in kinds}
