"""The glossary has a word for every model and every value that the domain keeps."""

import re
from enum import StrEnum
from pathlib import Path

import pytest

import kiosk.app  # noqa: F401  # brings every model and every enum
from kiosk.core.db import Base

WORDS = set(re.findall(r"`([^`]+)`", (Path(__file__).parents[1] / "docs" / "glossary.md").read_text("utf-8")))
MODELS = sorted(mapper.class_.__name__ for mapper in Base.registry.mappers)
ENUMS = sorted(
    (kind for kind in StrEnum.__subclasses__() if kind.__module__.startswith(("kiosk.core.", "kiosk.domain."))),
    key=lambda kind: kind.__name__,
)


@pytest.mark.parametrize("model", MODELS)
def test_the_glossary_names_every_model(model: str) -> None:
    assert model in WORDS


@pytest.mark.parametrize("kind", ENUMS, ids=lambda kind: kind.__name__)
def test_the_glossary_has_a_word_for_every_value(kind: type[StrEnum]) -> None:
    assert {kind.__name__, *(member.value for member in kind)} <= WORDS
