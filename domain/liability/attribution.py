"""Who answers for a case: facts + responsibility matrix -> lines, each with clause and evidence.

Never one name but layers (B-05): internal (process, result, guidance, supervision), external (who
is defendant and obligor, by the document's text and by law, which may differ), recourse. Pure: live
views and replays call the same function.
"""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from domain.kernel.pack import Basis, Duty, DutyKind, Finding, Share
from domain.kernel.parties import Cast, bind
from domain.kernel.rulebook import Rulebook

Layer = Literal["internal", "external", "recourse"]

# What a duty is evidenced by: kinds of fact, in the order they are cited.
_EVIDENCE: Mapping[DutyKind, tuple[str, ...]] = {
    "collection": ("receive", "forward"),
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
    outcome: str | None = None
    findings: tuple[Finding, ...] = ()
    evidence: dict[str, tuple[str, ...]]


class Line(Struct, frozen=True, kw_only=True):
    """One duty of one bearer: `share` with whom, on what `basis`, by which clause and events."""

    layer: Layer
    duty: DutyKind
    bearer: str
    share: Share
    basis: Basis
    clause: str
    source: str
    rests_on: tuple[str, ...]
    finding: Finding | None = None
    by: tuple[str, ...] = ()
    factors: tuple[str, ...] = ()
    note: str = ""


def attribute(facts: CaseFacts, rules: Rulebook) -> tuple[Line, ...]:
    """The lines that the case's mode gives for its facts, in the order of the pack."""
    cast = Cast(rules.matter(facts.matter), facts.receiver, facts.actors)
    return tuple(
        Line(
            layer=_layer(duty),
            duty=duty.duty,
            bearer=bearer,
            share=duty.share,
            basis=duty.basis,
            clause=duty.clause,
            source=duty.source,
            rests_on=tuple(
                dict.fromkeys(
                    ref for kind in _EVIDENCE[duty.duty] for ref in facts.evidence.get(kind, ())
                )
            ),
            finding=duty.when.finding if duty.when else None,
            by=bind(rules, duty.by, cast) if duty.by else (),
            factors=duty.factors,
            note=duty.note,
        )
        for duty in rules.mode(facts.mode).duty
        if _applies(duty, facts, rules)
        for bearer in bind(rules, duty.bearer, cast)
    )


def _layer(duty: Duty) -> Layer:
    match duty.duty:
        case "external" | "recourse":
            return duty.duty
    return "internal"


def _applies(duty: Duty, facts: CaseFacts, rules: Rulebook) -> bool:
    when = duty.when
    needed = {*duty.requires, *(("decide",) if duty.duty in _NEEDS_DECISION else ())}
    if set(duty.unless) & set(facts.findings) or needed - set(facts.evidence):
        return False
    if when is None:
        return True
    matter = rules.matter(facts.matter)
    return (
        when.power in (None, matter.power)
        and when.delegation_basis
        in (None, matter.delegation_basis and matter.delegation_basis.finding)
        and when.outcome in (None, facts.outcome)
        and (when.finding is None or when.finding in facts.findings)
    )
