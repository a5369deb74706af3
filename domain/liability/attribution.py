"""Who answers for a case: facts + responsibility matrix -> lines, each with clause and evidence.

Never one name but layers (B-05): internal (process, result, guidance, supervision), external (who
is defendant and obligor, by the document's text and by law, which may differ), recourse. Pure: live
views and replays call the same function.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from domain.kernel.pack import Basis, Duty, DutyKind, Finding, Share
from domain.kernel.parties import Cast, bind
from domain.kernel.rulebook import Rulebook
from domain.liability.aftermath import Borne, Recourse
from domain.liability.findings import Found

Layer = Literal["internal", "external", "recourse"]
Ground = Basis | Literal["decided"]
"""What a line rests on: the matrix, or what was decided where the matrix has no line."""

# What a duty is evidenced by: kinds of fact, in the order they are cited.
_EVIDENCE: Mapping[DutyKind, tuple[str, ...]] = {
    "collection": ("receive", "session", "forward"),
    "operation": ("receive", "forward"),
    "step": ("accept", "review"),
    "process": ("receive", "accept", "review", "use_applied", "use_consented"),
    "review": ("review",),
    "result": ("decide", "seal_use", "certify"),
    "guidance": ("agreement",),
    "supervision": ("decide", "agreement"),
    "external": ("decide", "seal_use", "agreement", "announcement"),
    "recourse": ("agreement", "decide"),
}

# Nobody answers for a result, to the outside or by recourse, before there is a decision.
_NEEDS_DECISION = frozenset({"result", "supervision", "external", "recourse"})


class CaseFacts(Struct, frozen=True, kw_only=True):
    """What attribution looks at. `evidence`: kind of fact -> stream@version of the events."""

    case: str
    matter: int
    mode: str
    policy: str
    receiver: str
    actors: dict[str, str]
    granted: tuple[str, ...] | None = None
    outcome: str | None = None
    findings: tuple[Found, ...] = ()
    borne: tuple[Borne, ...] = ()
    recourse: tuple[Recourse, ...] = ()
    evidence: dict[str, tuple[str, ...]]


class Line(Struct, frozen=True, kw_only=True):
    """One duty of one bearer: `share` with whom, on what `basis`, by which clause and events.

    Where a finding brought the line about, its acts and what shows them come first. `borne`: what
    the bearer bore to the outside; of a recourse line, what those who hold him accountable bore.
    `recourse`: what they proposed and decided, each factor in words (XG23-73).
    """

    layer: Layer
    duty: DutyKind
    bearer: str
    share: Share
    basis: Ground
    clause: str
    source: str
    rests_on: tuple[str, ...]
    finding: Finding | None = None
    by: tuple[str, ...] = ()
    factors: tuple[str, ...] = ()
    note: str = ""
    borne: tuple[Borne, ...] = ()
    recourse: tuple[Recourse, ...] = ()


def attribute(facts: CaseFacts, rules: Rulebook) -> tuple[Line, ...]:
    """The lines that the case's mode gives for its facts, in the order of the pack.

    With what came of each elsewhere; what was decided against the matrix has lines of its own.
    """
    lines = tuple(_followed(line, facts) for line in _of_matrix(facts, rules))
    return (*lines, *_decided_beside(lines, facts))


def _of_matrix(facts: CaseFacts, rules: Rulebook) -> Iterator[Line]:
    cast = Cast(rules.matter(facts.matter), facts.receiver, facts.actors, facts.granted)
    return (
        Line(
            layer=_layer(duty),
            duty=duty.duty,
            bearer=bearer,
            share=duty.share,
            basis=duty.basis,
            clause=duty.clause,
            source=duty.source,
            rests_on=tuple(dict.fromkeys(_rests_on(duty, facts))),
            finding=duty.when.finding if duty.when else None,
            by=bind(rules, duty.by, cast) if duty.by else (),
            factors=duty.factors,
            note=duty.note,
        )
        for duty in rules.mode(facts.mode).duty
        if _applies(duty, facts, rules)
        for bearer in bind(rules, duty.bearer, cast)
        if duty.for_ is None or _granted(bearer, facts, cast, rules)
    )


def _followed(line: Line, facts: CaseFacts) -> Line:
    """The line with who bore what, and what was decided about it (XG23-72, -73)."""
    borne: tuple[Borne, ...] = ()
    recourse: tuple[Recourse, ...] = ()
    match line.layer:
        case "external":
            borne = tuple(it for it in facts.borne if it.organ == line.bearer)
        case "recourse":
            borne = tuple(it for it in facts.borne if it.organ in line.by)
            recourse = tuple(it for it in facts.recourse if _is_about(it, line))
    refs = (*(it.ref for it in borne), *(it.ref for it in recourse))
    rests_on = tuple(dict.fromkeys((*line.rests_on, *refs)))
    return replace(line, borne=borne, recourse=recourse, rests_on=rests_on)


def _is_about(recourse: Recourse, line: Line) -> bool:
    said = (recourse.against, recourse.clause)
    return recourse.organ in line.by and said == (line.bearer, line.clause)


def _decided_beside(lines: Sequence[Line], facts: CaseFacts) -> Iterator[Line]:
    """Who bore it, or is held accountable, though no line of the matrix says so (any more)."""
    for borne in facts.borne:
        if not any(line.layer == "external" and borne in line.borne for line in lines):
            yield Line(
                layer="external",
                duty="external",
                bearer=borne.organ,
                share="sole",
                basis="decided",
                clause=borne.document_number,
                source="B-05",
                rests_on=(borne.ref,),
                borne=(borne,),
            )
    for recourse in facts.recourse:
        if not any(recourse in line.recourse for line in lines):
            bore = tuple(it for it in facts.borne if it.organ == recourse.organ)
            yield Line(
                layer="recourse",
                duty="recourse",
                bearer=recourse.against,
                share="sole",
                basis="decided",
                clause=recourse.clause,
                source="B-05",
                rests_on=(*(it.ref for it in bore), recourse.ref),
                by=(recourse.organ,),
                factors=tuple(it.factor for it in recourse.factors),
                borne=bore,
                recourse=(recourse,),
            )


def _granted(bearer: str, facts: CaseFacts, cast: Cast, rules: Rulebook) -> bool:
    """Whether the bearer took a step that the list grants him: for that one he answers (B-48)."""
    return any(
        step.grant and cast.grants(step) and facts.actors.get(step.id) == bearer
        for step in rules.mode(facts.mode).step
    )


def changed(before: Sequence[Line], after: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The lines that went and those that came, whatever further events the others rest on."""
    said = [{_said(line) for line in lines} for lines in (before, after)]
    went = [line for line in before if _said(line) not in said[1]]
    return went, [line for line in after if _said(line) not in said[0]]


def _said(line: Line) -> Line:
    return replace(line, rests_on=())


def _rests_on(duty: Duty, facts: CaseFacts) -> Iterator[str]:
    for found in facts.findings:
        if duty.when is not None and duty.when.finding == found.finding:
            yield from found.rests_on
    for kind in _EVIDENCE[duty.duty]:
        yield from facts.evidence.get(kind, ())


def _layer(duty: Duty) -> Layer:
    match duty.duty:
        case "external" | "recourse":
            return duty.duty
    return "internal"


def _applies(duty: Duty, facts: CaseFacts, rules: Rulebook) -> bool:
    when = duty.when
    findings = {found.finding for found in facts.findings}
    needed = {*duty.requires, *(("decide",) if duty.duty in _NEEDS_DECISION else ())}
    if set(duty.unless) & findings or needed - set(facts.evidence):
        return False
    if when is None:
        return True
    matter = rules.matter(facts.matter)
    return (
        when.concerns(matter.power)
        and when.delegation_basis
        in (None, matter.delegation_basis and matter.delegation_basis.finding)
        and when.power_from in (None, matter.power_from and matter.power_from.source)
        and when.outcome in (None, facts.outcome)
        and (when.finding is None or when.finding in findings)
    )
