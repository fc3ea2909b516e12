"""Contact details as people write them."""

from __future__ import annotations

import pytest

from knowledge.handover.contact import Contact, contact_in


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("王芳，13800138000", Contact("王芳", "13800138000", "")),
        ("我叫王芳，电话：138 0013 8000", Contact("王芳", "138 0013 8000", "")),
        ("Fang Wang, +86 138-0013-8000, wang@example.org", Contact("Fang Wang", "+86 138-0013-8000", "wang@example.org")),
        ("My name is Ana. Email: ana.b+c@uni.example.ac.uk", Contact("Ana", "", "ana.b+c@uni.example.ac.uk")),
        ("0755-81773047", Contact("", "0755-81773047", "")),
        ("When is the deadline?", None),
        ("2023", None),
        ("I need 3 booths of 9 square metres", None),
        ("", None),
    ],
)
def test_name_phone_and_address(text, contact):
    assert contact_in(text) == contact
