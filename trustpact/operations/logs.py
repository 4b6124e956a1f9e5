"""
The log: one JSON object a line, and in none of them a word of what people wrote.

What libraries log holds such words: the path of a page that is not there holds the code of an
invitation, the last line of a traceback the value that could not be saved, a refused mail its
mailbox. So a line tells a request by its route and an error by its type and its places in the
code; of a sentence of theirs it has the pattern, without what was filled in. Our own sentences are
told whole: they name counts, kinds and random ids.
"""

import traceback

import structlog

OURS = ("trustpact", "agreements", "checkins")
PATTERNS_ARE_PLAIN = ("django", "celery", "kombu", "granian", "amqp")
BUILT_FROM_WHAT_CAME = ("django.security", "py.warnings")  # their patterns are whole sentences
WITHHELD = "Said by a library, and withheld."


def formatter(*, as_json):
    """Return the formatter of every handler; for a terminal it writes `key=value` instead."""
    renderer = (
        structlog.processors.JSONRenderer() if as_json else structlog.processors.KeyValueRenderer()
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
        ],
        processors=[
            without_content,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            renderer,
        ],
    )


def without_content(_logger, _method, line):
    """Put in place of what a record says what may be told of it; a structlog processor."""
    record, error = line["_record"], line.pop("exc_info", None)
    if not _is_of(record, OURS):
        line["event"] = _pattern(record)
    return line | _of_request(record) | _of_task(record) | _of_error(error)


def _pattern(record):
    """Return what a library said, before anything was filled in; nothing where that is no pattern."""
    is_plain = _is_of(record, PATTERNS_ARE_PLAIN) and not _is_of(record, BUILT_FROM_WHAT_CAME)
    return str(record.msg) if is_plain else WITHHELD


def _is_of(record, names):
    return any(record.name == name or record.name.startswith(f"{name}.") for name in names)


def _of_request(record):
    """Return method, route and status of the request that a record of Django's is about."""
    request = getattr(record, "request", None)
    if not hasattr(request, "method"):
        return {}
    match, status = getattr(request, "resolver_match", None), getattr(record, "status_code", None)
    told = {"method": request.method, "route": match.route if match else None, "status": status}
    return told | ({"event": f"Answered with {status}."} if status else {})


def _of_task(record):
    """Return name and id of the task that a record of Celery's is about."""
    data = getattr(record, "data", None)
    return {"task": data.get("name"), "task_id": data.get("id")} if isinstance(data, dict) else {}


def _of_error(caught):
    """Return the types of an error and its causes, and where in the code each was raised."""
    chain, error = [], caught[1] if caught else None
    while error is not None and len(chain) < 10:
        places = traceback.extract_tb(error.__traceback__)
        where = [f"{place.filename}:{place.lineno} {place.name}" for place in places]
        chain.append({"type": type(error).__qualname__, "where": where})
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return {"errors": chain} if chain else {}


def settings_for(*, debug):
    """Return Django's LOGGING: warnings and worse, to where this process says things."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter, "as_json": not debug}},
        "handlers": {"here": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["here"], "level": "WARNING"},
        "loggers": {
            # Django's own handlers would mail whole requests, and print whole paths.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "py.warnings": {"level": "ERROR"},
        },
    }


def leave_to_django(**_settings):
    """Keep Celery from configuring what Django has configured: it does where nobody listens."""
