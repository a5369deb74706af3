"""What this process measures, for Prometheus. Labels never name a tenant, a person or a case."""

from prometheus_client import Histogram

APPEND_SECONDS = Histogram(
    "tongban_append_seconds",
    "From a command's submission to the log until the database has answered.",
    buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 5.0),
)
FEED_SECONDS = Histogram(
    "tongban_feed_seconds",
    "From the recording of an event until it is ready for the reader of a stream who waited.",
    buckets=(0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 15.0),
)
