"""`assistant train`: train the model."""

from __future__ import annotations

from typing import Sequence

from bot.cli import UserError, parser
from bot.cli.runtime import prepare, report


def run(arguments: Sequence[str]) -> int:
    """Train, unless the model is that of the present inputs."""
    options = parser("train")
    options.add_argument("--force", action="store_true", help="train even if nothing has changed")
    given = options.parse_args(arguments)
    settings = prepare()
    from bot.model import ModelError, current_model, ready_model, train_model

    try:
        model = None if given.force else current_model(settings)
        if model:
            report(f"the model is up to date: {model.path}")
        else:
            model = train_model(settings, report) if given.force else ready_model(settings, report)
            report(f"trained: {model.path}")
    except ModelError as error:
        raise UserError(str(error)) from None
    return 0
