"""What a command leads to for one claim."""

from datetime import datetime

from domain.claims.checks import (
    existing,
    require_amount,
    require_past,
    require_seat,
    require_told,
)
from domain.claims.claim import (
    ADVERSE,
    KINDS,
    OUTCOMES,
    BearLiability,
    Claim,
    ClaimDecided,
    ClaimOpened,
    LiabilityBorne,
    OpenClaim,
    RecordClaimOutcome,
)
from domain.kernel.authority import By
from domain.kernel.event import Event
from domain.kernel.refusal import IllegalState, Invalid
from domain.kernel.rulebook import Rulebook


def open_(
    command: OpenClaim,
    state: Claim | None,
    matter: int,
    supervisors: tuple[str, ...],
    by: By,
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    """By the organ that it is against, or by whoever supervises the case."""
    if state is not None:
        raise rules.refuse(
            IllegalState, "claims.number_taken", f"案件编号{command.number}已被使用，请换一个编号"
        )
    rules.organ(command.respondent)
    require_seat((command.respondent, *supervisors), by, rules)
    require_told(rules, command.handled_by, command.document_number, command.request)
    require_past(command.received_on, at, rules)
    return [
        ClaimOpened(
            occurred_at=at,
            number=command.number,
            case=command.case,
            kind=command.kind,
            matter=matter,
            respondent=command.respondent,
            handled_by=command.handled_by.strip(),
            received_on=command.received_on,
            document_number=command.document_number.strip(),
            request=command.request.strip(),
            by=by,
            policy=rules.version,
        )
    ]


def decided(
    command: RecordClaimOutcome, state: Claim | None, by: By, at: datetime, rules: Rulebook
) -> list[Event]:
    claim = existing(command.number, state, rules)
    require_seat(claim.respondents, by, rules)
    require_told(rules, command.decided_by, command.document_number, command.summary)
    require_past(command.decided_on, at, rules)
    before = claim.decided
    if command.decided_on < (before.decided_on if before else claim.opened.received_on):
        raise rules.refuse(
            Invalid, "claims.out_of_order", "决定日期不得早于收到的日期，也不得早于前一审级的决定"
        )
    if claim.borne:
        raise rules.refuse(
            IllegalState, "claims.already_borne", "责任已经承担；此后的裁判请另立编号登记"
        )
    _require_consequences(command, rules)
    return [
        ClaimDecided(
            occurred_at=at,
            number=command.number,
            case=claim.opened.case,
            instance=before.instance + 1 if before else 1,
            outcome=command.outcome,
            decided_by=command.decided_by.strip(),
            decided_on=command.decided_on,
            document_number=command.document_number.strip(),
            summary=command.summary.strip(),
            amount_yuan=command.amount_yuan,
            finding=command.finding,
            by=by,
        )
    ]


def borne(
    command: BearLiability,
    state: Claim | None,
    concerned: tuple[str, ...],
    by: By,
    at: datetime,
    rules: Rulebook,
) -> list[Event]:
    """By the organ that bore it, which need not be the one that the claim was against (B-05).

    `concerned`: who acted in the case or supervises it.
    """
    claim = existing(command.number, state, rules)
    require_seat((claim.opened.respondent, *concerned), by, rules)
    outcome = claim.decided
    if outcome is None or outcome.outcome not in ADVERSE:
        how = "尚无结果" if outcome is None else f"结果是“{OUTCOMES[outcome.outcome]}”"
        kind = KINDS[claim.opened.kind]
        raise rules.refuse(
            IllegalState, "claims.nothing_to_bear", f"本件{kind}{how}，没有责任要承担"
        )
    if by.organ in claim.borne:
        raise rules.refuse(
            IllegalState, "claims.already_borne", f"{rules.short(by.organ)}的承担情况已经登记"
        )
    require_told(rules, command.measure, command.document_number)
    require_past(command.borne_on, at, rules)
    require_amount(command.amount_yuan, rules)
    if command.borne_on < outcome.decided_on:
        raise rules.refuse(Invalid, "claims.out_of_order", "承担责任的日期不得早于决定日期")
    return [
        LiabilityBorne(
            occurred_at=at,
            number=command.number,
            case=claim.opened.case,
            organ=by.organ,
            measure=command.measure.strip(),
            borne_on=command.borne_on,
            document_number=command.document_number.strip(),
            amount_yuan=command.amount_yuan,
            by=by,
        )
    ]


def _require_consequences(command: RecordClaimOutcome, rules: Rulebook) -> None:
    """What is to be paid and what was found go with an outcome that bears them."""
    said = OUTCOMES[command.outcome]
    require_amount(command.amount_yuan, rules)
    if command.outcome == "compensation" and command.amount_yuan == 0:
        raise rules.refuse(Invalid, "claims.amount", f"“{said}”须填写赔偿金额（元）")
    if command.outcome not in ADVERSE and (command.amount_yuan or command.finding):
        raise rules.refuse(
            Invalid, "claims.no_consequence", f"结果是“{said}”，不填赔偿金额和认定的违规情形"
        )
