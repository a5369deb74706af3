"""Attempts to exercise power without it, for who supervises and audits (XG23-70, -71)."""

from datetime import datetime

from projections.attempts import Attempts
from services.http.listing import Listing, list_route
from services.http.route import Text

TAG = "越权尝试"

LIST = Listing(
    view=Attempts(),
    path="/attempts",
    operation="attempts.list",
    tag=TAG,
    summary="越权尝试。Attempts that were refused and remembered, the newest first.",
    filters={
        "organ": (Text, "organ = {}"),
        "person": (Text, "person = {}"),
        "act": (Text, "act = {}"),
        "code": (Text, "code = {}"),
        "about": (Text, "about = {}"),
    },
    sorts={"attempted_at": datetime},
    default="-attempted_at",
)

ROUTES = (list_route(LIST),)
