"""Sentences of the program: written in Vietnamese, translated when they are read, free of Flask."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence that is translated when it is read, not when it is written. The source language is Vietnamese."""

    source: str
    values: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        sentence = _translate(self.source)
        return sentence % self.values if self.values else sentence

    def __mod__(self, values: dict[str, object]) -> "Message":
        return Message(self.source, {**self.values, **values})


def _(source: str, **values: object) -> Message:
    """Write a sentence of the program in Vietnamese, with `%(name)s` for what is filled in."""
    return Message(source, values)


def _as_written(source: str) -> str:
    return source


_translate: Callable[[str], str] = _as_written


def speak_through(translate: Callable[[str], str]) -> None:
    """Let every `Message` be translated by `translate` (source sentence in, sentence in the reader's language out)."""
    global _translate  # noqa: PLW0603  # one voice for the process, given once by create_app
    _translate = translate
