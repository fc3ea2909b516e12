"""What a form is."""

from __future__ import annotations

from typing import Any, ClassVar, Iterator, Mapping

from actions.forms.field import Field
from actions.forms.filing import Filing
from actions.forms.readers.reader import Values
from actions.forms.said import Said
from records.cases import Details


class Form:
    """What can be filed in conversation. A subclass names its fields in the order in which they are asked for, and its texts
    stand in `texts.yml`:

        start_<form>, filed_<form>          before the first question; when it is filed
        ask_<field>, ask_<form>_<field>     a question; that of the form comes first
        why_<field>                         why it is asked for
        name_<field>                        what the summary calls it
        <field>_<option>                    an option of what is chosen

    How people say values, and what they call fields, stands in `words.yml`. What the notice says of it (deadline, zones, next
    steps) is named in the pack's `filing.yml` under `name`.

    name: also the metadata `form` and the pack's key. intent: the wish for it.
    """

    name: ClassVar[str]
    intent: ClassVar[str]
    fields: ClassVar[tuple[Field, ...]]

    def details(self, values: Values) -> Details:
        """What is filed, typed. Values that are not there yet are left empty."""
        raise NotImplementedError

    def opening(self, said: Said, values: Values) -> Mapping[str, Any]:  # noqa: ARG002 (for subclasses)
        """What the first message says beyond what its readers find in it."""
        return {}

    def field(self, name: str) -> Field:
        """The field of a name."""
        return next(field for field in self.fields if field.name == name)

    def asked(self, values: Values) -> Iterator[Field]:
        """The fields that are asked for, given these values, in order."""
        return (field for field in self.fields if field.asked(values))

    def open_fields(self, filing: Filing) -> list[Field]:
        """Those of them that are neither answered nor skipped."""
        return [field for field in self.asked(filing.values) if field.name not in filing.values and field.name not in filing.skipped]

    def filled(self, filing: Filing) -> list[Field]:
        """Those that have a value."""
        return [field for field in self.asked(filing.values) if field.name in filing.values]
