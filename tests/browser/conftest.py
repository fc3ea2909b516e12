"""A real Chromium, the server that it visits, and the chat as a visitor handles it."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.browser.desk import DeskSite, Seat

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-features=LocalNetworkAccessChecks",  # a page that a test makes up may use the server on this machine
]
SERVER = Path(__file__).parent / "server.py"
ROOT = Path(__file__).parents[2]
PICTURES = os.environ.get("PICTURES", "")
"""A folder for screenshots; none are taken where it is not set."""

USUAL = {"viewport": {"width": 1440, "height": 900}, "locale": "en-GB", "reduced_motion": "reduce"}


class Site:
    """The server in a process of its own, which can be killed and started again on the same port and records."""

    def __init__(self, state: Path, **settings: str) -> None:
        self.state, self.root, self._settings = state, ROOT, settings
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What its process is started with; the desk's, too, which has the same records."""
        return {**os.environ, "PYTHONPATH": str(ROOT), "ASSISTANT_STATE": str(self.state), **self._settings}

    def start(self) -> None:
        """Come back when it answers."""
        command = [sys.executable, str(SERVER), "--state", str(self.state), "--port", str(self.port)]
        log = self.state / "server.log"
        with log.open("ab") as output:
            self._process = subprocess.Popen(command, stdout=output, stderr=output, env=self.environment)
        end = time.monotonic() + 180
        while time.monotonic() < end and self._process.poll() is None:
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.url}/web/config", timeout=1):
                return
            time.sleep(0.1)
        pytest.fail(f"the server did not start:\n{log.read_text(encoding='utf-8')[-2000:]}")

    def kill(self) -> None:
        """As a crash does."""
        if self._process:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None


class Chat:
    """The chat on a page, as a visitor sees and uses it."""

    def __init__(self, page) -> None:
        self.page = page
        self.host = page.locator("conference-chat")
        self.launcher = self.host.locator(".launcher")
        self.panel = self.host.locator(".panel")
        self.log = self.host.get_by_role("log")
        self.field = self.host.locator(".composer textarea")
        self.sheet = self.host.get_by_role("alertdialog")
        self.bar = self.host.locator(".bar")
        self.menu_button = self.host.locator(".menu > button")

    def open(self) -> Chat:
        self.launcher.click()
        self.panel.wait_for()
        return self

    def say(self, text: str) -> None:
        self.field.fill(text)
        self.field.press("Enter")

    def agree(self) -> None:
        self.sheet.locator(".fill").click()

    def ask(self, text: str) -> None:
        """A first question, with the privacy notice."""
        self.say(text)
        self.agree()

    def choose(self, name: str) -> None:
        """A line of the menu."""
        self.menu_button.click()
        self.host.locator(".menu li").get_by_role("button", name=name).click()

    def message(self, text: str):
        """The messages with a text."""
        return self.log.locator(".message:not(.pending) .bubble").filter(has_text=text)

    @property
    def said(self) -> list[str]:
        """All that was said, in its order, the visitor's own with a mark; what has not arrived with another."""
        marks = {"in": "> ", "out": "", "pending": "… "}
        found = []
        for node in self.log.locator(".message").all():
            classes = (node.get_attribute("class") or "").split()
            mark = marks[next(name for name in ("pending", "in", "out") if name in classes)]
            found.append(mark + node.locator(".bubble").inner_text().split("\n")[0])
        return found


@pytest.fixture(scope="module")
def browser():
    """Chromium. Of this module only: Playwright holds the thread's event loop, which other tests need for themselves."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not there (Debian: apt-get install chromium)")
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed (pip install playwright)")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The server that all tests share that do no harm to it."""
    site = Site(tmp_path_factory.mktemp("site"))
    site.start()
    yield site
    site.kill()


@pytest.fixture
def own_site(tmp_path):
    """A server of one's own, to be killed."""
    site = Site(tmp_path)
    site.start()
    yield site
    site.kill()


@pytest.fixture(scope="session")
def desk(tmp_path_factory):
    """A server with a desk beside it, staff of each role, and hours in which somebody is always there."""
    site = Site(tmp_path_factory.mktemp("desk"), ASSISTANT_STAFF_HOURS="always")
    found = DeskSite(site)
    found.make_staff()
    site.start()
    found.start()
    yield found
    found.end()
    site.kill()


@pytest.fixture
def desk_with(tmp_path):
    """Makes a desk and a server of one's own, with settings."""
    made = []

    def make(**settings: str) -> DeskSite:
        site = Site(tmp_path, **{"ASSISTANT_STAFF_HOURS": "always", **settings})
        found = DeskSite(site)
        found.make_staff()
        made.append(found)
        site.start()
        found.start()
        return found

    yield make
    for found in made:
        found.end()
        found.site.kill()


@pytest.fixture
def seat(visit, request):
    """Opens the desk as somebody who has signed in, in a browser of their own."""

    def taken(login: str, path: str = "/", at=None, **options) -> Seat:
        at = at or request.getfixturevalue("desk")
        page = visit("about:blank", **options).page
        page.context.add_cookies([{"name": "desk", "value": at.token(login), "url": at.url}])
        return Seat(page, at.url).open(path)

    return taken


@pytest.fixture
def visit(browser):
    """Opens pages as a new visitor does, one profile for each set of options.

    Afterwards no page may have raised an error, broken the Content-Security-Policy or asked another server for anything.
    """
    contexts, wrong = [], []

    def opened(url: str, context=None, **options):
        if context is None:
            context = browser.new_context(**{**USUAL, **options})
            context.set_default_timeout(10_000)
            contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("console", lambda message: wrong.append(message.text) if is_wrong(message) else None)
        page.on("request", lambda request: wrong.append(f"foreign: {request.url}") if is_foreign(request.url) else None)
        page.goto(url)
        return Chat(page)

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def is_wrong(message) -> bool:
    """Errors of the page; that a server cannot be reached, or refuses, is said there too, and is no error of the page."""
    return message.type in {"error", "warning"} and not re.search(
        r"Failed to load resource|net::ERR_|^htmx:(afterRequest|sendError|sendAbort)|Response Status Error Code 4", message.text
    )


def is_foreign(url: str) -> bool:
    """Not of a server of these tests."""
    return not re.match(r"(http://127\.0\.0\.1:|http://other\.test/|data:|blob:|about:)", url)


@pytest.fixture
def picture(request):
    """Takes a screenshot for the documentation, where screenshots are asked for."""

    def take(page, name: str) -> None:
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), caret="initial")  # else a style is put into the page

    return take


@pytest.fixture
def flawless():
    """Fails with what axe-core finds on a page."""
    from axe_playwright_python.sync_playwright import Axe

    def check(chat: Chat) -> None:
        found = Axe().run(chat.page).response["violations"]
        assert [(flaw["id"], node["target"], node["failureSummary"]) for flaw in found for node in flaw["nodes"]] == []

    return check
