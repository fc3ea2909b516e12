"""Custom actions in the same process: rasa-sdk's executor, called directly instead of over HTTP."""

from __future__ import annotations

import copy
import json
import logging
from typing import Any

from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection

from actions.keeping import Office, use

logger = logging.getLogger(__name__)


class InProcessEndpoint(EndpointConfig):  # type: ignore[misc]
    """Stands where Rasa expects the address of an action server.

    Failures are kept by conversation in `failures`: Rasa's processor logs them and carries on, but the turn failed. office: where
    the actions file.
    """

    trusted = True
    """What it gives is made by rasa_sdk from this project's own actions: it needs no check on the way."""

    def __init__(self, office: Office, package: str = "actions") -> None:
        super().__init__(url="in-process")
        self._office = office
        self._executor = ActionExecutor()
        self._executor.register_package(package)
        self.failures: dict[str, BaseException] = {}

    async def request(self, method: str = "post", json: Any = None, **_: Any) -> Any:
        """Run the action that `json` names, as the action server does.

        Raises:
            ClientResponseError: 400, the action rejects its execution (a form's validation does).
        """
        use(self._office)
        try:
            return await self._executor.run(copy.copy(json))
        except ActionExecutionRejection as rejection:
            raise _rejected(rejection) from rejection
        except Exception as error:  # a boundary: whatever an action raises is a failed turn
            self.failures[json["sender_id"]] = error
            raise


def _rejected(rejection: ActionExecutionRejection) -> ClientResponseError:
    body = json.dumps({"error": str(rejection), "action_name": rejection.action_name})
    return ClientResponseError(400, "the action rejects its execution", body)
