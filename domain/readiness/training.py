"""业务培训: sessions that were held, for which matters, who came from where (XG23-25, ZZ22-05).

One stream per session; beside it each organ that came has one of all that its people attended, for
whoever asks later whether it was trained. People are staff ids, never names.
"""

from datetime import datetime
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from domain.kernel.authority import By
from domain.kernel.event import Command, Event
from domain.kernel.facts import Trained, Training
from domain.kernel.pack import TrainingTerms
from domain.kernel.refusal import IllegalState, Invalid, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.readiness.owners import require_theirs

_LENGTH = 200
_PEOPLE = 1_000


class Attendance(Struct, frozen=True, forbid_unknown_fields=True):
    """Who came from an organ, by staff id."""

    organ: str
    persons: tuple[str, ...]


class HoldTraining(Command, frozen=True, kw_only=True):
    """Put a training on record that the organ of whoever acts organised (XG23-25).

    `form`: one of the pack's. `trainers`: the organs that gave it; none: the organiser itself.
    `matters`: those that it was about; none: about base-level service as such. `invited`: whom it
    was announced to, beside those who came.
    """

    TYPE: ClassVar[str] = "readiness.hold_training"
    number: str
    form: str
    title: str
    attendance: tuple[Attendance, ...]
    matters: tuple[int, ...] = ()
    trainers: tuple[str, ...] = ()
    invited: tuple[str, ...] = ()


class TrainingHeld(Event, frozen=True, kw_only=True):
    """`organ` organised it, `trainers` gave it; whoever came was invited."""

    TYPE: ClassVar[str] = "readiness.training_held"
    number: str
    organ: str
    trainers: tuple[str, ...]
    form: str
    title: str
    matters: tuple[int, ...]
    invited: tuple[str, ...]
    attendance: tuple[Attendance, ...]
    clause: str
    person: str
    post: str

    @property
    def attending(self) -> tuple[str, ...]:
        return tuple(came.organ for came in self.attendance)


class TrainingAttended(Event, frozen=True, kw_only=True):
    """The same, of one organ that came: an observation, so earlier ones may be entered after it."""

    TYPE: ClassVar[str] = "readiness.training_attended"
    EFFECT: ClassVar[bool] = True
    organ: str
    number: str
    form: str
    trainers: tuple[str, ...]
    matters: tuple[int, ...]
    persons: tuple[str, ...]


EVENTS = (TrainingHeld, TrainingAttended)


class Session(Struct, frozen=True):
    number: str


def hold(
    command: HoldTraining, state: Session | None, by: By, at: datetime, rules: Rulebook
) -> list[Event]:
    if state is not None:
        raise rules.refuse(
            IllegalState,
            "readiness.training_taken",
            f"培训编号{command.number}已经登记，请换一个编号",
        )
    terms = _terms(command.form, rules)
    _require_organiser(by.organ, terms, rules)
    attendance = _attendance(command, rules)
    came = [it.organ for it in attendance]
    trainers = tuple(rules.organ(organ).id for organ in command.trainers) or (by.organ,)
    require_theirs({by.organ, *trainers}, command.matters, rules)
    invited = [rules.organ(organ).id for organ in command.invited]
    _require_invited({*invited, *came, by.organ, *trainers}, terms, rules)
    return [
        TrainingHeld(
            occurred_at=at,
            number=command.number,
            organ=by.organ,
            trainers=tuple(dict.fromkeys(trainers)),
            form=command.form,
            title=command.title.strip(),
            matters=tuple(dict.fromkeys(command.matters)),
            invited=tuple(dict.fromkeys((*invited, *came))),
            attendance=attendance,
            clause=terms.clause,
            person=by.person,
            post=by.post,
        )
    ]


def attended(held: TrainingHeld) -> dict[str, TrainingAttended]:
    """What each organ that came has of it, by organ."""
    return {
        came.organ: TrainingAttended(
            occurred_at=held.occurred_at,
            organ=came.organ,
            number=held.number,
            form=held.form,
            trainers=held.trainers,
            matters=held.matters,
            persons=came.persons,
        )
        for came in held.attendance
    }


def _terms(form: str, rules: Rulebook) -> TrainingTerms:
    terms = rules.pack.training
    if terms is None or form not in terms.forms:
        known = "、".join(f"{name}（{it}）" for it, name in terms.forms.items()) if terms else "无"
        raise rules.refuse(
            Invalid, "readiness.no_such_form", f"本县没有这种培训形式，所列的是：{known}"
        )
    return terms


def _require_organiser(organ: str, terms: TrainingTerms, rules: Rulebook) -> None:
    found = rules.organ(organ)
    if terms.by and not {found.id, found.kind, *found.roles} & {*terms.by}:
        raise rules.refuse(
            NotPermitted, "readiness.not_organiser", f"{found.name}不是组织业务培训的单位"
        )


def _attendance(command: HoldTraining, rules: Rulebook) -> tuple[Attendance, ...]:
    """Each organ once, with everybody who came from it."""
    by_organ: dict[str, list[str]] = {}
    for came in command.attendance:
        by_organ.setdefault(rules.organ(came.organ).id, []).extend(map(str.strip, came.persons))
    people = [person for persons in by_organ.values() for person in persons]
    title = command.title.strip()
    if not (
        0 < len(title) <= _LENGTH
        and 0 < len(people) <= _PEOPLE
        and all(by_organ.values())
        and all(0 < len(person) <= _LENGTH for person in people)
    ):
        raise rules.refuse(
            Invalid,
            "readiness.training_incomplete",
            f"请填写培训名称（不超过{_LENGTH}字）和各单位参加人员的代号（不超过{_PEOPLE}人）",
        )
    return tuple(Attendance(it, tuple(dict.fromkeys(who))) for it, who in by_organ.items())


def _require_invited(reached: set[str], terms: TrainingTerms, rules: Rulebook) -> None:
    """Refuse without the bodies that the county's rules name (RA22-21)."""
    missing = [organ for organ in rules.among(terms.invite) if organ.id not in reached]
    if missing:
        raise rules.refuse(
            Invalid,
            "readiness.not_invited",
            f"还应组织{'、'.join(organ.short for organ in missing)}参加",
            missing=" ".join(organ.id for organ in missing),
        )


def evolve(state: Session | None, event: Event) -> Session | None:
    return Session(event.number) if isinstance(event, TrainingHeld) else state


def evolve_trained(state: Trained | None, event: Event) -> Trained | None:
    if not isinstance(event, TrainingAttended):
        return state
    found = Training(
        event.number,
        event.form,
        event.trainers,
        event.matters,
        event.persons,
        event.occurred_at,
    )
    known = state or Trained(event.organ)
    return replace(known, trainings=(*known.trainings, found))
