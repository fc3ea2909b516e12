"""What browsers load, and what every reply carries."""

from __future__ import annotations

import gzip

import pytest

from bot.server import make_app
from connectors.web import pages
from connectors.web.app import Web
from connectors.web.pages import Pages
from tests.connectors.web.browser import Client, nothing_missing

SITE = "https://www.example.org"


async def test_the_widget_is_packed_and_asked_for_anew_by_its_tag(client):
    first = await client.get("/widget.js", headers={"Accept-Encoding": "gzip"})
    assert (first.status_code, first.headers["content-type"], first.headers["content-encoding"]) == (
        200, "text/javascript; charset=utf-8", "gzip",
    )  # fmt: skip
    plain = await client.get("/widget.js", headers={"Accept-Encoding": "identity"})
    assert first.content == plain.content == pages.WIDGET.read_bytes()
    assert len(gzip.compress(first.content, 9)) <= 20_000
    again = await client.get("/widget.js", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert (await client.get("/widget.js", headers={"If-None-Match": '"another"'})).status_code == 200


async def test_a_widget_that_is_not_built_is_said_to_be(client, monkeypatch, tmp_path):
    monkeypatch.setattr(pages, "WIDGET", tmp_path / "widget.js")
    assert (await client.get("/widget.js")).json() == {"error": "not_found", "message": "widget.js is not built"}


@pytest.mark.parametrize("path", ["/", "/privacy"])
async def test_pages_run_and_load_nothing_but_their_own(client, path):
    answer = await client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert answer.headers["content-security-policy"] == pages.POLICY
    assert "unsafe" not in pages.POLICY
    assert " style=" not in answer.text
    assert "<style" not in answer.text
    assert " onclick=" not in answer.text


async def test_the_files_of_the_site_are_served_and_no_others(client):
    assert (await client.get("/site/style.css")).headers["content-type"] == "text/css; charset=utf-8"
    for path in ("/site/../app.py", "/site/%2e%2e/app.py", "/site//etc/passwd", "/site/none.css"):
        assert (await client.get(path)).status_code == 404


async def test_without_the_demonstration_page_the_root_names_the_endpoints(gateway_of, tokens):
    web = Web(gateway_of, tokens, Pages(demo=False, days=90, longest=1000), 2000)
    async with Client(make_app(web, nothing_missing)) as client:
        assert "endpoints" in (await client.get("/")).json()
        assert (await client.get("/privacy")).status_code == 200


async def test_the_configuration_is_for_both_languages(client):
    found = (await client.get("/web/config")).json()
    assert (found["privacy"], found["limits"]) == ({"days": 90, "url": "/privacy"}, {"message": 1000})
    assert all(set(found[part]) == {"zh", "en"} for part in ("suggestions", "contact"))
    assert "ciep2001@ciep.gov.cn" in found["contact"]["en"]
    assert found["event"]["name"]["en"].startswith("21st")


async def test_every_reply_says_what_browsers_may_not_do(client):
    for path in ("/", "/widget.js", "/web/config", "/nowhere", "/web/visits", "/health"):
        headers = (await client.get(path)).headers
        assert (headers["x-content-type-options"], headers["x-frame-options"]) == ("nosniff", "DENY")
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["referrer-policy"] == "strict-origin-when-cross-origin"


async def test_another_site_on_the_list_may_use_the_channel(client):
    asked = {"Origin": SITE, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"}
    allowed = await client.options("/web/messages", headers=asked)
    assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (204, SITE)
    assert "Authorization" in allowed.headers["access-control-allow-headers"]
    assert "PATCH" in allowed.headers["access-control-allow-methods"]
    answer = await client.post("/web/visits", headers={"Origin": SITE})
    assert (answer.headers["access-control-allow-origin"], answer.headers["vary"]) == (SITE, "Origin")
    assert "Retry-After" in answer.headers["access-control-expose-headers"]


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "https://www.example.org.evil.example", "http://www.example.org"])
async def test_another_site_that_is_not_on_the_list_may_not(client, origin):
    refused = await client.options("/web/messages", headers={"Origin": origin, "Access-Control-Request-Method": "POST"})
    assert (refused.status_code, "access-control-allow-origin" in refused.headers) == (403, False)
    answer = await client.post("/web/visits", headers={"Origin": origin})
    assert ("access-control-allow-origin" in answer.headers, answer.headers["vary"]) == (False, "Origin")


async def test_an_error_can_be_read_by_the_site_too(client, gateway_of, monkeypatch):
    async def broken(*_args):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(gateway_of.scribe, "write", broken)
    answer = await client.post("/web/visits", headers={"Origin": SITE})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (500, SITE)
    assert "secret detail" not in answer.text
