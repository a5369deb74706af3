"""The way of a version of the matter list: proposed, reviewed, approved, published (XG23-09, -53).

The steps, their order and who takes them are the county's data; a version of the list is a version
of the pack.
"""

from datetime import datetime
from typing import ClassVar

from msgspec import Struct

from domain.kernel.event import Command, Event
from domain.kernel.pack import ListStep
from domain.kernel.refusal import IllegalState, Invalid
from domain.kernel.rulebook import Rulebook

_VERSION_LENGTH = 40


class TakeListStep(Command, frozen=True, kw_only=True):
    """`document_number` is of the paper it rests on; `published_in` where a step publishes."""

    TYPE: ClassVar[str] = "matters.take_list_step"
    version: str
    step: str
    document_number: str
    published_in: str = ""


class ListStepTaken(Event, frozen=True, kw_only=True):
    """`state` is what the list is called from now on."""

    TYPE: ClassVar[str] = "matters.list_step_taken"
    version: str
    step: str
    state: str
    organ: str
    document_number: str
    published_in: str


EVENTS = (ListStepTaken,)


class Taken(Struct, frozen=True):
    step: str
    state: str
    organ: str
    document_number: str
    published_in: str
    at: datetime


class ListVersion(Struct, frozen=True):
    version: str
    steps: tuple[Taken, ...]

    @property
    def latest(self) -> Taken:
        return self.steps[-1]


def step_of(command: TakeListStep, rules: Rulebook) -> ListStep:
    step = next((step for step in rules.pack.list_step if step.id == command.step), None)
    if step is None:
        known = "、".join(step.name for step in rules.pack.list_step)
        raise rules.refuse(
            Invalid, "matters.no_such_list_step", f"清单程序没有“{command.step}”；有：{known}"
        )
    return step


def decide(
    command: TakeListStep, state: ListVersion | None, at: datetime, rules: Rulebook
) -> list[ListStepTaken]:
    step = step_of(command, rules)
    version = command.version
    if not version.strip() or len(version) > _VERSION_LENGTH or "/" in version:
        raise rules.refuse(
            Invalid, "matters.list_version", f"清单版本号须为1至{_VERSION_LENGTH}个字符，不含“/”"
        )
    done = {taken.step for taken in state.steps} if state else set()
    following = next((s for s in rules.pack.list_step if s.id not in done), None)
    if following is None or step.id != following.id:
        expected = "各步均已完成" if following is None else f"下一步是“{following.name}”"
        raise rules.refuse(
            IllegalState,
            "matters.list_step_order",
            f"清单{version}不能办理“{step.name}”：{expected}",
        )
    if not command.document_number.strip():
        raise rules.refuse(Invalid, "matters.list_document", "请写明所依据文书的编号")
    if step.publishes and not command.published_in.strip():
        raise rules.refuse(Invalid, "matters.list_not_public", "公布清单须写明公布的载体")
    return [
        ListStepTaken(
            occurred_at=at,
            version=version,
            step=step.id,
            state=step.state,
            organ=step.by,
            document_number=command.document_number,
            published_in=command.published_in,
        )
    ]


def evolve(state: ListVersion | None, event: Event) -> ListVersion | None:
    match event:
        case ListStepTaken():
            taken = Taken(
                event.step,
                event.state,
                event.organ,
                event.document_number,
                event.published_in,
                event.occurred_at,
            )
            return ListVersion(event.version, (*(state.steps if state else ()), taken))
    return state
