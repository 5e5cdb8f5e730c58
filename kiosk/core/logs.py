"""What the program tells whoever runs it: lines on stderr, through the standard logging, never with people's words."""

import logging

import structlog
from flask import Flask


def install(app: Flask, *, level: str) -> None:
    """Let everything that `app` logs, from `level` on, come out in one voice. A traceback shows no values."""
    structlog.configure(
        processors=[structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    app.logger.setLevel(logging.getLevelNamesMapping()[level.upper()])
