"""The OpenAPI description and the running application say the same."""

from __future__ import annotations

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from starlette.routing import Route

from connectors.gateway import Limits
from connectors.web.app import Web, description
from connectors.web.pages import Pages
from tests.connectors.web.browser import listening

EXAMPLES = 10


def test_every_address_of_the_web_channel_is_described_and_the_other_way_round(web):
    served = {(route.path, method.lower()) for route in web.routes() if isinstance(route, Route) for method in route.methods - {"HEAD"}}
    described = {(path, method) for path, operations in description()["paths"].items() for method in operations}
    assert {entry for entry in served if entry[0].startswith("/web/")} == described


async def test_the_description_is_served(client):
    assert (await client.get("/web/openapi.json")).json() == description()


@pytest.fixture
def limits():
    return Limits(message=1000, turn=1.0)


@pytest.fixture
def web(gateway_of, tokens):
    return Web(gateway_of, tokens, Pages(demo=True, days=90, longest=1000), 65536)


@pytest.fixture
def address(app):
    """Where the application listens."""
    with listening(app) as found:
        yield found


@pytest.fixture
def described(address):
    """The description as the running application gives it."""
    return schemathesis.openapi.from_url(f"{address}/web/openapi.json")


@pytest.fixture
def token(address):
    """Of a visit with one exchange."""
    with httpx.Client(base_url=address) as client:
        return client.post("/web/messages?wait=5", json={"text": "hello"}).json()["token"]


schema = schemathesis.pytest.from_fixture("described").exclude(path="/web/events")  # a stream has no end


@schema.parametrize()
@hypothesis_settings(max_examples=EXAMPLES, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_asked_the_answer_is_one_of_those_described(case, token):
    """Status, media type, headers and body are as described, bad data is refused, good data is taken, and nothing is a 500."""
    headers = {"Authorization": f"Bearer {token}"} if case.operation.path != "/web/me" else {}
    case.call_and_validate(headers=headers)
