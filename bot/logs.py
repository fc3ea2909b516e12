"""Logging, set up before anything of Rasa runs: unconfigured, embedded Rasa prints texts and slots."""

from __future__ import annotations

import logging
import sys

import structlog

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def configure(level: int = logging.WARNING) -> None:
    """Our own loggers at `level`; Rasa and the rest at warnings, and nothing of what is said."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format=_FORMAT, force=True)
    for name in ("bot", "connectors", "knowledge", "actions"):
        logging.getLogger(name).setLevel(level)
    for name in ("tensorflow", "matplotlib", "apscheduler", "rasa.shared.utils.io", "rasa.core.processor"):
        logging.getLogger(name).setLevel(logging.ERROR)
    logging.getLogger("rasa.core.actions.action").addFilter(_is_news)
    for name in ("httpx", "httpcore", "telegram"):  # they log addresses with tokens in them, and what they were answered
        logging.getLogger(name).setLevel(logging.CRITICAL)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )


def _is_news(record: logging.LogRecord) -> bool:
    """Whether a record tells an operator something: Rasa logs as an error that a message is not for the form that is open."""
    return "rejected execution" not in record.getMessage()
