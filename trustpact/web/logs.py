"""
The log: one line of JSON for each thing that broke, and none that tells of a person.

An exception's own words can hold what somebody typed, and a path can hold a token. So a line names
the route, never the path, and of an exception its type and the places in the code that it came
through. JSON keeps everything on its line: no line break in a value can forge another entry.
"""

import json
import logging
import traceback
from datetime import UTC, datetime

MOST_PLACES = 12  # the innermost ones


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON."""

    def format(self, record):
        """Return the line."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds"),
            "level": record.levelname,
            "logger": record.name,
            "what": _said(record),
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["through"] = _places(record.exc_info[2])
        return json.dumps(line, ensure_ascii=True)


def _said(record):
    request = getattr(record, "request", None)
    if request is not None:
        return f"{getattr(record, 'status_code', '')} {request.method} {_route(request)}".strip()
    return record.msg if record.exc_info else record.getMessage()


def _route(request):
    match = getattr(request, "resolver_match", None)
    return match.view_name if match else "before any page"


def _places(trace):
    frames = traceback.extract_tb(trace)[-MOST_PLACES:]
    return [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
