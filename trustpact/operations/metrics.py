"""
Metrics in the OpenMetrics format: the installation's, never a person's.

An operator may be one of the two. So nothing here tells one page, one ritual or one couple from
another: requests are counted by reading and writing, notices by channel and outcome.
"""

from django.conf import settings
from django.db import connections
from django.utils import timezone
from prometheus_client import CollectorRegistry, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from trustpact.notices.counted import COUNTED
from trustpact.operations import outbox

SECONDS = Histogram(
    "trustpact_request_seconds",
    "How long requests took, by what they did and the class of their answer.",
    ["does", "answer"],
    registry=COUNTED,
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.4, 1, 2.5, 10),
)


class OutboxCollector:
    """What waits, asked of the database when somebody reads the metrics."""

    def collect(self):
        """Yield a family of gauges each for what is due, late, unplanned and flagged."""
        try:
            figures = outbox.at(timezone.now())
        finally:
            connections.close_all()  # each reading has a thread of its own
        yield _by_channel("trustpact_notices_due", "Notices whose moment has come.", figures.due)
        yield _by_channel("trustpact_notices_late", "Of those, over 60 seconds.", figures.late)
        yield GaugeMetricFamily(
            "trustpact_schedules_due", "Schedules to be planned.", value=figures.unplanned
        )
        yield GaugeMetricFamily(
            "trustpact_longest_wait_seconds", "Age of the oldest of these.", value=figures.longest
        )
        flagged = GaugeMetricFamily(
            "trustpact_notices_flagged", "In doubt, or never sent.", labels=["channel", "status"]
        )
        for labels, count in sorted(figures.flagged.items()):
            flagged.add_metric(labels, count)
        yield flagged


def registry():
    """Return what is to be read: the database's figures, and what all processes counted."""
    made = CollectorRegistry()
    made.register(OutboxCollector())
    if settings.METRICS:
        MultiProcessCollector(made, path=settings.METRICS)
    return made


def _by_channel(name, words, counts):
    family = GaugeMetricFamily(name, words, labels=["channel"])
    for channel in ("mail", "push", "app"):
        family.add_metric([channel], counts.get(channel, 0))
    return family
