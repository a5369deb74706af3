"""What makes townships able to exercise their powers (XG23-25, RA22-21)."""

from datetime import datetime

from domain.kernel import streams
from domain.readiness.training import HoldTraining
from projections.trainings import Trainings
from services.http.act import Act, act_route
from services.http.auth import COUNTY
from services.http.listing import Listing, list_route
from services.http.route import Number, Text

TAG = "承接准备"

ACTS = (
    Act(
        command=HoldTraining,
        path="/trainings",
        stream=lambda command: streams.training(command.number),
        tag=TAG,
        summary="登记业务培训。A training that was held, with who came.",
        example={
            "number": "2024-训-1",
            "form": "on_site",
            "title": "改革事项业务培训",
            "matters": [21],
            "attendance": [{"organ": "township", "persons": ["S-1024"]}],
        },
        created=True,
    ),
)

TRAININGS = Listing(
    view=Trainings(),
    path="/trainings",
    operation="trainings.list",
    tag=TAG,
    summary="业务培训。Trainings that were held, the newest first.",
    access=COUNTY,
    filters={
        "organ": (Text, "organ = {}"),
        "attending": (Text, "attending ? {}"),
        "absent": (Text, "absent ? {}"),
        "matter": (Number, "matters @> to_jsonb({}::int)"),
    },
    sorts={"held_at": datetime},
    default="-held_at",
)

ROUTES = (*(act_route(act) for act in ACTS), list_route(TRAININGS))
