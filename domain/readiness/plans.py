"""工作方案: what each unit means to do of a programme, by its own document (XG23-29, XG22-27).

One stream per organ and programme; a later document takes the place of the one before. The day is
printed in the county's document and shown; a day before the rules began is history (B-02).
"""

from datetime import date, datetime
from typing import ClassVar

from msgspec import Struct

from domain.kernel.authority import By
from domain.kernel.digest import is_sha256
from domain.kernel.event import Command, Event
from domain.kernel.pack import WorkPlanTerms
from domain.kernel.refusal import Invalid
from domain.kernel.rulebook import Rulebook

_LENGTH = 200


class FileWorkPlan(Command, frozen=True, kw_only=True):
    """The plan of the organ of whoever acts; `digest`: SHA-256 of the file, where there is one."""

    TYPE: ClassVar[str] = "readiness.file_work_plan"
    programme: str
    title: str
    document_number: str
    digest: str = ""


class WorkPlanFiled(Event, frozen=True, kw_only=True):
    """`edition` counts the organ's plans for the programme."""

    TYPE: ClassVar[str] = "readiness.work_plan_filed"
    organ: str
    programme: str
    edition: int
    title: str
    document_number: str
    digest: str
    person: str
    post: str


EVENTS = (WorkPlanFiled,)


class WorkPlan(Struct, frozen=True):
    edition: int
    document_number: str
    filed_at: datetime


class Owed(Struct, frozen=True):
    """Whose plan is asked for, and what came; `historic`: the day was over when the rules began."""

    organ: str
    programme: str
    due: str
    historic: bool
    clause: str
    document_number: str | None
    filed_at: datetime | None


def file(
    command: FileWorkPlan, state: WorkPlan | None, by: By, at: datetime, rules: Rulebook
) -> WorkPlanFiled:
    programmes = {it.id: it.name for it in rules.pack.programme}
    if command.programme not in programmes:
        known = "、".join(f"{name}（{it}）" for it, name in programmes.items())
        raise rules.refuse(Invalid, "readiness.no_such_programme", f"本县的改革有：{known}")
    title, number = command.title.strip(), command.document_number.strip()
    if (
        not 0 < len(title) <= _LENGTH
        or not 0 < len(number) <= _LENGTH
        or (command.digest and not is_sha256(command.digest))
    ):
        raise rules.refuse(
            Invalid,
            "readiness.plan_incomplete",
            f"请填写方案名称和文号，各不超过{_LENGTH}字；摘要是文件的 SHA-256",
        )
    return WorkPlanFiled(
        occurred_at=at,
        organ=by.organ,
        programme=command.programme,
        edition=state.edition + 1 if state else 1,
        title=title,
        document_number=number,
        digest=command.digest,
        person=by.person,
        post=by.post,
    )


def owed(
    terms: WorkPlanTerms, plans: dict[str, WorkPlan | None], since: date, rules: Rulebook
) -> tuple[Owed, ...]:
    """By each organ that owes one; nobody is late by a day that was over before `since`."""
    return tuple(
        Owed(
            organ=organ.id,
            programme=terms.programme,
            due=terms.due,
            historic=terms.due_on <= since,
            clause=terms.clause,
            document_number=plan.document_number if (plan := plans.get(organ.id)) else None,
            filed_at=plan.filed_at if plan else None,
        )
        for organ in rules.among(terms.by)
    )


def evolve(state: WorkPlan | None, event: Event) -> WorkPlan | None:
    if isinstance(event, WorkPlanFiled):
        return WorkPlan(event.edition, event.document_number, event.occurred_at)
    return state
