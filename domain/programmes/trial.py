"""Trying a whole programme out in some townships, then rolling it out (RA22-29, -30).

The order is the plan's: named, summed up by each pilot township, evaluated by the lead, rolled out
with the number of the implementing opinion (实施意见). A phase that passes changes nothing here:
whether others may follow is a decision, never a lapse of time.
"""

from datetime import datetime, time

from msgspec.structs import replace

from domain.kernel.event import Event
from domain.kernel.facts import Assessment, Paper, Trial
from domain.kernel.pack import Phase
from domain.kernel.refusal import BeforePredecessor, IllegalState, Invalid, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.workdays import day_of
from domain.programmes.commands import (
    AssessTownship,
    DesignatePilots,
    EndTrial,
    EvaluatePilot,
    RollOut,
    SummarisePilot,
    TrialCommand,
)
from domain.programmes.events import (
    PilotEvaluated,
    PilotsDesignated,
    PilotSummarised,
    ProgrammeRolledOut,
    TownshipAssessed,
    TrialEnded,
)
from domain.programmes.phases import lead, programme, trial_phase


def actor(command: TrialCommand, rules: Rulebook) -> str:
    """The organ whose act it is: a township sums up, the lead does the rest (RA22-32)."""
    programme(command.programme, rules)
    if isinstance(command, SummarisePilot):
        return command.organ
    return lead(command.programme, rules)


def decide(
    command: TrialCommand, state: Trial | None, at: datetime, rules: Rulebook
) -> list[Event]:
    if isinstance(command, AssessTownship):
        return [_assess(command, at, rules)]
    if isinstance(command, DesignatePilots):
        return [_designate(command, state, at, rules)]
    if (
        state is None
        or state.started is None
        or state.rolled_out is not None
        or state.ended is not None
    ):
        raise rules.refuse(
            IllegalState, "programmes.no_trial_running", "没有正在进行的试点，无须办理"
        )
    match command:
        case SummarisePilot():
            return [_summarise(command, state, at, rules)]
        case EvaluatePilot(document_number=number, conclusion=conclusion):
            _require_summaries(state, at, rules)
            _require_paper(number, conclusion, "评估文书的编号和结论", rules)
            return [
                PilotEvaluated(
                    occurred_at=at,
                    programme=command.programme,
                    organ=actor(command, rules),
                    document_number=number,
                    conclusion=conclusion,
                )
            ]
        case RollOut(document_number=number, title=title):
            if state.evaluation is None:
                raise rules.refuse(
                    IllegalState, "programmes.not_evaluated", "试点尚未评估，不能决定全面推行"
                )
            _require_paper(number, title, "实施意见的文号和名称", rules)
            return [
                ProgrammeRolledOut(
                    occurred_at=at,
                    programme=command.programme,
                    organ=actor(command, rules),
                    document_number=number,
                    title=title,
                )
            ]
        case EndTrial(reason=reason):
            if not reason.strip():
                raise rules.refuse(
                    Invalid, "programmes.reason", "不再试点也不推开的，须写明依据和理由"
                )
            return [TrialEnded(occurred_at=at, programme=command.programme, reason=reason)]


def _assess(command: AssessTownship, at: datetime, rules: Rulebook) -> Event:
    if rules.organ(command.organ).level != "township":
        raise rules.refuse(
            Invalid, "programmes.assessed_body", f"{rules.short(command.organ)}不是乡镇、街道"
        )
    if not command.reason.strip():
        raise rules.refuse(Invalid, "programmes.reason", "请写明评估的理由")
    if (command.finding == "part") != bool(command.without):
        raise rules.refuse(
            Invalid,
            "programmes.assessed_part",
            "部分开展的须列明暂不开展的事项；整体开展、暂不开展的不列",
        )
    for no in command.without:
        rules.matter(no)
    return TownshipAssessed(
        occurred_at=at,
        programme=command.programme,
        organ=command.organ,
        bodies=_bodies((command.organ,), rules),
        finding=command.finding,
        without=tuple(sorted(set(command.without))),
        reason=command.reason,
        by=actor(command, rules),
    )


def _bodies(organs: tuple[str, ...], rules: Rulebook) -> tuple[str, ...]:
    """Whatever is below them, in the pack's order."""
    below = {body for organ in organs for body in rules.below(organ)} - {*organs}
    return tuple(o.id for o in rules.pack.organ if o.id in below)


def _designate(
    command: DesignatePilots, state: Trial | None, at: datetime, rules: Rulebook
) -> Event:
    phase = trial_phase(command.programme, rules)
    if phase is None or phase.pilots is None:
        raise rules.refuse(Invalid, "programmes.no_trial", "该项改革没有安排试点")
    if state is not None and state.started is not None:
        raise rules.refuse(
            IllegalState,
            "programmes.pilots_designated",
            "试点乡镇已经确定，不再变更；扩大范围须决定全面推行",
        )
    if day_of(at, rules) > phase.ends_on:
        raise rules.refuse(
            IllegalState,
            "programmes.pilot_phase_over",
            f"“{phase.name}”至{phase.ends_on}为止，不能再确定试点乡镇",
        )
    organs = tuple(sorted(set(command.organs)))
    _require_townships(organs, phase.pilots, rules)
    for organ in organs:
        found = state.assessed(organ, at) if state else None
        if found is not None and found.finding == "not_yet":
            raise not_ready(found, rules)
    return PilotsDesignated(
        occurred_at=at,
        programme=command.programme,
        organs=organs,
        bodies=_bodies(organs, rules),
        phase=phase.id,
        starts_at=max(at, _begins(phase, rules)),
    )


def not_ready(found: Assessment, rules: Rulebook) -> NotPermitted:
    return rules.refuse(
        NotPermitted,
        "programmes.not_ready",
        f"{rules.short(found.organ)}暂不具备条件（{found.reason}），暂不开展",
    )


def _begins(phase: Phase, rules: Rulebook) -> datetime:
    return datetime.combine(phase.starts_on, time(), rules.zone)


def _require_townships(organs: tuple[str, ...], bounds: tuple[int, int], rules: Rulebook) -> None:
    """B-61: at least and at most so many, each a township's government."""
    least, most = bounds
    if not least <= len(organs) <= most:
        raise rules.refuse(
            Invalid,
            "programmes.pilot_count",
            f"试点应为{least}至{most}个乡镇，给出的是{len(organs)}个",
        )
    for organ in organs:
        if rules.organ(organ).kind != "township":
            raise rules.refuse(
                Invalid, "programmes.pilot_count", f"{rules.short(organ)}不是乡镇人民政府"
            )


def _summarise(command: SummarisePilot, state: Trial, at: datetime, rules: Rulebook) -> Event:
    if command.organ not in state.organs:
        raise rules.refuse(
            Invalid, "programmes.not_a_pilot", f"{rules.short(command.organ)}不是试点乡镇"
        )
    _require_paper(command.document_number, command.summary, "总结文书的编号和内容", rules)
    return PilotSummarised(
        occurred_at=at,
        programme=command.programme,
        organ=command.organ,
        document_number=command.document_number,
        summary=command.summary,
    )


def _require_summaries(state: Trial, at: datetime, rules: Rulebook) -> None:
    summed = {paper.organ for paper in state.summaries}
    if missing := [rules.short(organ) for organ in state.organs if organ not in summed]:
        raise rules.refuse(
            IllegalState, "programmes.not_summarised", f"尚未总结试点经验：{'、'.join(missing)}"
        )
    if at < (last := max(paper.at for paper in state.summaries)):
        raise BeforePredecessor(last)


def _require_paper(number: str, text: str, what: str, rules: Rulebook) -> None:
    if not number.strip() or not text.strip():
        raise rules.refuse(Invalid, "programmes.document", f"须填写{what}")


def evolve(state: Trial | None, event: Event) -> Trial | None:
    match event:
        case TownshipAssessed():
            found = Assessment(
                event.organ,
                event.bodies,
                event.finding,
                event.without,
                event.reason,
                event.by,
                event.occurred_at,
            )
            state = state or Trial(event.programme)
            return replace(state, assessments=(*state.assessments, found))
        case PilotsDesignated():
            return replace(
                state or Trial(event.programme),
                organs=event.organs,
                started=event.starts_at,
                bodies=event.bodies,
            )
        case PilotSummarised(organ=organ, document_number=number, summary=text) if state:
            paper = Paper(organ, number, text, event.occurred_at)
            return replace(state, summaries=(*state.summaries, paper))
        case PilotEvaluated(organ=organ, document_number=number, conclusion=text) if state:
            return replace(state, evaluation=Paper(organ, number, text, event.occurred_at))
        case ProgrammeRolledOut(organ=organ, document_number=number, title=text) if state:
            opinion = Paper(organ, number, text, event.occurred_at)
            return replace(state, rolled_out=event.occurred_at, opinion=opinion)
        case TrialEnded(occurred_at=at) if state:
            return replace(state, ended=at)
    return state
