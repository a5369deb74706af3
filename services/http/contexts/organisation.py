"""Posts, staff authorisation, and the question who may do what."""

from datetime import UTC, datetime
from typing import Annotated

from msgspec import Meta, Struct

from domain.kernel import streams
from domain.kernel.authority import Authority, By
from domain.kernel.facts import Post, Staff
from domain.kernel.refusal import NotPermitted
from domain.organisation.posts import (
    AssumePost,
    AuthoriseStaff,
    LeavePost,
    WithdrawStaffAuthorisation,
)
from services.commands.questions import may
from services.http.act import Act, act_route
from services.http.auth import COUNTY, PEOPLE_AND_OPERATORS
from services.http.fact import fact_route
from services.http.route import Answer, Call, Number, Query, Route, Text

TAG = "机构与人员"
POST = "/posts/{organ}/{post}"
STAFF = "/staff/{person}"


def _post(command: AssumePost | LeavePost) -> str:
    return streams.post(command.organ, command.post)


def _staff(command: AuthoriseStaff | WithdrawStaffAuthorisation) -> str:
    return streams.person(command.person)


ACTS = (
    Act(
        command=AssumePost,
        path=f"{POST}/assumption",
        stream=_post,
        tag=TAG,
        summary="任职。Somebody assumes a post.",
        example={"person": "staff-1"},
        access=PEOPLE_AND_OPERATORS,
    ),
    Act(
        command=LeavePost,
        path=f"{POST}/departure",
        stream=_post,
        tag=TAG,
        summary="离任。Somebody leaves a post.",
        example={"person": "staff-1"},
        access=PEOPLE_AND_OPERATORS,
    ),
    Act(
        command=AuthoriseStaff,
        path=f"{STAFF}/authorisation",
        stream=_staff,
        tag=TAG,
        summary="授权工作人员。The principal authorises a member of staff.",
        example={"organ": "township", "steps": ["accept"], "matters": [21]},
    ),
    Act(
        command=WithdrawStaffAuthorisation,
        path=f"{STAFF}/withdrawal",
        stream=_staff,
        tag=TAG,
        summary="收回授权。Withdraw what a member of staff was authorised for.",
        example={"organ": "township", "reason": "调离"},
    ),
)


class Asked(Query, frozen=True, kw_only=True, forbid_unknown_fields=True):
    organ: Text
    person: Text
    post: Text = "approver"
    matter: Number
    step: Annotated[Text, Meta(description="环节种类。Kind of step.")] = "decide"
    at: (
        Annotated[
            datetime, Meta(tz=True, description="何时；缺省为现在。When; now where it is missing.")
        ]
        | None
    ) = None


class Answered(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Granted with its chain of instruments, or the first missing link with its clause."""

    granted: bool
    authority: Authority | None = None
    code: str = ""
    reason: str = ""
    clause: str = ""
    text: str = ""
    source: str = ""


async def _may(call: Call) -> Answer:
    asked: Asked = call.query
    at = asked.at or datetime.now(UTC)
    unit = call.platform.executor.unit(
        call.tenant, by=By(asked.person, asked.organ, asked.post), at=at.astimezone(UTC)
    )
    rules = await unit.rules()
    try:
        authority = await may(unit, asked.matter, asked.step, rules)
    except NotPermitted as refusal:
        return Answer(
            content=Answered(
                granted=False,
                code=refusal.code,
                reason=refusal.message,
                clause=refusal.clause,
                text=refusal.text,
                source=refusal.source,
            )
        )
    return Answer(content=Answered(granted=True, authority=authority))


ROUTES = (
    *(act_route(act) for act in ACTS),
    Route(
        path="/authority",
        operation="authority.ask",
        tag=TAG,
        summary="谁在何时有权办理。May this organ, through this person's post, take the step then?",
        access=COUNTY,
        handle=_may,
        query=Asked,
        answer=Answered,
        statuses=(422,),
    ),
    fact_route(
        path=POST,
        operation="organisation.post",
        tag=TAG,
        summary="一个岗位。Who held a post when.",
        access=COUNTY,
        stream=lambda path: streams.post(path.organ, path.post),
        state=Post,
        unknown="organisation.no_such_post",
        places={"organ": Text, "post": Text},
    ),
    fact_route(
        path=STAFF,
        operation="organisation.staff",
        tag=TAG,
        summary="一名工作人员的授权。What a member of staff may do.",
        access=COUNTY,
        stream=lambda path: streams.person(path.person),
        state=Staff,
        unknown="organisation.not_authorised",
        places={"person": Text},
    ),
)
