"""
What the processes of an installation count together, where an operator set METRICS.

Each process keeps its counts in files of that folder; `manage.py metrics` adds them up.
"""

from prometheus_client import CollectorRegistry, Counter

COUNTED = CollectorRegistry()
TOLD = Counter(
    "trustpact_notices_told",
    "Notices that workers had in hand, by channel and what became of them.",
    ["channel", "outcome"],
    registry=COUNTED,
)


def told(outcomes):
    """Count what became of a batch: `outcomes` by notice."""
    for notice, outcome in outcomes.items():
        TOLD.labels(notice.channel, outcome.value).inc()
