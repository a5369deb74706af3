"""What a command leads to for one inspection."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from domain.kernel.authority import By
from domain.kernel.event import Event
from domain.kernel.refusal import IllegalState, Invalid, NotFound, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.seat import PRINCIPAL, SUPERVISOR
from domain.kernel.workdays import day_of
from domain.supervision import draw
from domain.supervision.draw import SAMPLE, Framed, Sampling
from domain.supervision.inspection import (
    STATUSES,
    CancelInspection,
    CloseInspection,
    Inspection,
    InspectionCancelled,
    InspectionChecked,
    InspectionClosed,
    InspectionPlanned,
    PlanInspection,
    RecordCheck,
    SampleTaken,
)
from domain.supervision.requirements import (
    number_taken,
    require_digest,
    require_supervisor,
    require_text,
)

_WHOLE = 100


class Handled(Struct, frozen=True):
    """What an inspection must know of a case: its matter, where it came in and who took a step."""

    matter: int
    by: frozenset[str]


def plan(
    command: PlanInspection,
    state: Inspection | None,
    supervised: Mapping[str, tuple[int, ...]],
    drawing: tuple[str, int],
    by: By,
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    """`supervised`: by organ, the matters in which one does it; `drawing`: seed and position."""
    if state is not None:
        raise number_taken("检查编号", command.number, rules)
    kind = next((it for it in rules.pack.inspection if it.id == command.kind), None)
    if kind is None:
        known = "、".join(f"{it.id} {it.name}" for it in rules.pack.inspection)
        raise rules.refuse(
            Invalid,
            "supervision.no_such_kind",
            f"没有检查方式“{command.kind}”；{f'有：{known}' if known else '本县没有规定检查方式'}",
        )
    if not command.organs:
        raise rules.refuse(Invalid, "supervision.incomplete", "请写明被检查的单位")
    _require_apart(command.organs, rules)
    require_text(command.purpose, "请写明检查的内容", rules)
    matters = _matters(command, supervised, by, rules)
    if kind.draws and not _fits(command):
        raise rules.refuse(
            Invalid, "supervision.sampling", "至少抽取1件，比例为1至100，高风险的不低于其他的"
        )
    if command.since is not None and command.since > day_of(at, rules):
        raise Invalid("time.future", "起算日期不得晚于今天")
    seed, position = drawing
    return [
        InspectionPlanned(
            occurred_at=at,
            number=command.number,
            kind=kind.id,
            words=kind.name,
            clause=kind.clause,
            organs=tuple(dict.fromkeys(command.organs)),
            matters=tuple(sorted({no for nos in matters.values() for no in nos})),
            purpose=command.purpose.strip(),
            since=command.since,
            sampling=Sampling(
                at_least=command.at_least,
                percent=command.percent,
                high_percent=command.high_percent,
            )
            if kind.draws
            else None,
            seed=seed if kind.draws else "",
            position=position,
            by=by,
            policy=rules.version,
            supervised=matters,
        )
    ]


def _require_apart(organs: tuple[str, ...], rules: Rulebook) -> None:
    """A case is of one organ of the plan: it is counted once, and stands in one stratum."""
    for organ in organs:
        under = [it for it in organs if it != organ and it in rules.below(organ)]
        if under:
            raise rules.refuse(
                Invalid,
                "supervision.overlapping",
                f"{'、'.join(map(rules.short, under))}是{rules.short(organ)}的下属，请分别安排检查",
            )


def _fits(command: PlanInspection) -> bool:
    in_bounds = 1 <= command.at_least <= SAMPLE and 1 <= command.percent <= _WHOLE
    return in_bounds and command.percent <= command.high_percent <= _WHOLE


def _matters(
    command: PlanInspection,
    supervised: Mapping[str, tuple[int, ...]],
    by: By,
    rules: Rulebook,
) -> dict[str, tuple[int, ...]]:
    """Those of the plan, each supervised at each of its organs; none named: all that are there."""
    seated = by.post in (PRINCIPAL, SUPERVISOR)
    for organ, matters in supervised.items():
        missing = set(command.matters) - set(matters)
        if not seated or missing or not matters:
            what = f"{rules.items(missing)}上" if missing else ""
            raise rules.refuse(
                NotPermitted,
                "supervision.not_supervisor",
                f"{rules.short(organ)}在{what or '事项上'}不由{rules.short(by.organ)}的"
                f"“{rules.post(by.post)}”监管，检查由负责监管的单位的主要负责人或者监管人员安排",
            )
    return {organ: tuple(sorted(set(matters))) for organ, matters in supervised.items()}


def to_draw(number: str, state: Inspection | None, by: By, rules: Rulebook) -> InspectionPlanned:
    """The plan that may be drawn from now."""
    inspection = _of(number, state, by, rules)
    planned = inspection.planned
    if planned.sampling is None:
        raise rules.refuse(IllegalState, "supervision.not_drawn", f"“{planned.words}”不抽取办件")
    if inspection.status != "planned":
        raise _not_now("抽取", inspection, rules)
    return planned


def take(
    planned: InspectionPlanned, frame: Sequence[Framed], by: By, at: datetime, rules: Rulebook
) -> list[Event]:
    """`frame`: the cases of the plan as at its position."""
    sampling = planned.sampling or Sampling(at_least=0, percent=0, high_percent=0)
    strata = draw.drawn(planned.seed, frame, sampling)
    taken = sum(len(stratum.drawn) for stratum in strata)
    if not 0 < taken <= SAMPLE:
        raise rules.refuse(
            IllegalState,
            "supervision.sample_size",
            f"按计划应抽取{taken}件；须有1至{SAMPLE}件，请取消后按其他范围或者比例重新安排",
        )
    return [
        SampleTaken(
            occurred_at=at,
            number=planned.number,
            position=planned.position,
            seed=planned.seed,
            size=len(frame),
            frame=draw.digest(frame),
            strata=strata,
            by=by,
        )
    ]


def check(
    command: RecordCheck,
    state: Inspection | None,
    handled: Handled | None,
    by: By,
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    """Of a random inspection, the cases that were drawn and no others: nobody picks his own."""
    inspection = _of(command.number, state, by, rules)
    planned = inspection.planned
    if planned.sampling is not None and inspection.status == "planned":
        raise _not_now("登记检查结果，请先抽取", inspection, rules)
    if command.organ not in planned.organs or not _in_scope(command, inspection, handled, rules):
        raise rules.refuse(
            Invalid, "supervision.not_in_scope", "该单位或者办件不在本次检查范围之内"
        )
    if (command.organ, command.case or "") in inspection.checked:
        raise rules.refuse(
            IllegalState, "supervision.checked_already", "该单位或者办件已经登记检查结果"
        )
    require_text(command.description, "请写明检查的情况", rules)
    require_digest(command.evidence, "检查材料", rules)
    return [
        InspectionChecked(
            occurred_at=at,
            number=command.number,
            organ=command.organ,
            case=command.case,
            in_order=command.in_order,
            description=command.description.strip(),
            evidence=command.evidence,
            by=by,
        )
    ]


def _in_scope(
    command: RecordCheck, inspection: Inspection, handled: Handled | None, rules: Rulebook
) -> bool:
    if command.case is None or handled is None:
        return command.case is None
    if inspection.planned.sampling is not None:
        return (command.organ, command.case) in inspection.sample
    there = not handled.by.isdisjoint(rules.below(command.organ))
    return there and inspection.planned.covers(command.organ, handled.matter)


def close(
    command: CloseInspection, state: Inspection | None, by: By, at: datetime, rules: Rulebook
) -> list[Event]:
    inspection = _of(command.number, state, by, rules)
    planned = inspection.planned
    left = sorted(case for _, case in inspection.sample - inspection.checked)
    if left or (planned.sampling is not None and inspection.status == "planned"):
        what = f"还有{len(left)}件没有登记检查结果：{'、'.join(left[:5])}" if left else "还没有抽取"
        raise rules.refuse(IllegalState, "supervision.not_finished", what)
    evaluated = [it.organ for it in command.evaluations]
    if sorted(evaluated) != sorted(planned.organs):
        raise rules.refuse(
            Invalid,
            "supervision.evaluation",
            f"须逐一评估{'、'.join(map(rules.short, planned.organs))}，各一次",
        )
    for it in command.evaluations:
        require_text(it.says, "请写明评估的理由", rules)
    if not command.inspectors or not all(it.strip() for it in command.inspectors):
        raise rules.refuse(
            Invalid, "supervision.unsigned", "检查记录须由监督检查人员签字，请填写其代号"
        )
    require_digest(command.record, "签字的检查记录", rules)
    return [
        InspectionClosed(
            occurred_at=at,
            number=command.number,
            evaluations=command.evaluations,
            inspectors=tuple(dict.fromkeys(command.inspectors)),
            record=command.record,
            by=by,
        )
    ]


def cancel(
    command: CancelInspection, state: Inspection | None, by: By, at: datetime, rules: Rulebook
) -> list[Event]:
    _of(command.number, state, by, rules)
    require_text(command.reason, "请写明取消的理由", rules)
    return [
        InspectionCancelled(
            occurred_at=at, number=command.number, reason=command.reason.strip(), by=by
        )
    ]


def _of(number: str, state: Inspection | None, by: By, rules: Rulebook) -> Inspection:
    """The inspection, which is open and the own organ's."""
    if state is None:
        raise rules.refuse(NotFound, "supervision.no_such_inspection", f"没有编号为{number}的检查")
    require_supervisor((state.planned.by.organ,), by, rules)
    if not state.open:
        raise _not_now("办理", state, rules)
    return state


def require_found_in(
    number: str, organ: str, state: Inspection | None, by: By, rules: Rulebook
) -> None:
    """A problem that an inspection found: while it is open, by who holds it, where it is held."""
    inspection = _of(number, state, by, rules)
    if organ not in inspection.planned.organs:
        raise rules.refuse(Invalid, "supervision.not_in_scope", "该单位不在本次检查范围之内")


def _not_now(what: str, inspection: Inspection, rules: Rulebook) -> IllegalState:
    return rules.refuse(
        IllegalState,
        "supervision.not_now",
        f"本次检查{STATUSES[inspection.status]}，不能{what}",
    )
