"""The steps of a case behind its intake, by their kinds: what each records, and what it demands.

Who may take a step is answered by `domain.authority` before.
"""

from collections.abc import Mapping
from datetime import datetime

from domain.cases.case import Case, Stamped, occurs, passed, require_open, waiting
from domain.cases.commands import (
    Decide,
    Deliver,
    Forward,
    IssueCertificate,
    ReturnResult,
    Review,
    StepCommand,
    Survey,
)
from domain.cases.events import (
    CaseConcluded,
    CaseDecided,
    CaseDelivered,
    CaseForwarded,
    CaseReviewed,
    CertificateIssued,
    Outcome,
    ResultReturned,
    SiteSurveyed,
)
from domain.cases.intake import Taken, document_number
from domain.cases.lapse import require_not_renewed
from domain.cases.revocation import CorrectApproval, RevokeApproval, afterwards
from domain.kernel.event import Event
from domain.kernel.facts import Staff
from domain.kernel.pack import Step
from domain.kernel.parties import bind_all
from domain.kernel.refusal import IllegalState, Invalid, NotPermitted
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import CERTIFICATE, DECISION, quoted
from domain.kernel.workdays import day_of

STAFF_LIMIT = 20


def step_for(command: StepCommand, case: Case, rules: Rulebook) -> Step:
    """The step of the case's mode that the command means."""
    candidates = [
        step
        for step in rules.mode(case.mode).step
        if step.kind == command.KIND and command.step in (None, step.id)
    ]
    if len(candidates) != 1:
        raise rules.refuse(
            Invalid,
            "cases.no_such_step",
            f"{quoted(rules.mode(case.mode).name)}没有这一环节"
            if not candidates
            else "请写明环节：这种办理方式有几个同类环节",
            step_kind=command.KIND,
        )
    return candidates[0]


def require_due(
    step: Step, case: Case, stamped: dict[str, Stamped], at: datetime, rules: Rulebook
) -> None:
    """Refuse a step that is done, is none of this case's, or waits for another."""
    require_open(step, case, rules)
    name = step.name or step.id
    if not occurs(step, case, rules):
        raise rules.refuse(IllegalState, "cases.step_absent", f"本件没有“{name}”环节")
    if passed(step, case, rules):
        raise rules.refuse(
            IllegalState, "cases.step_passed", f"本件未经“{name}”，已进入后面的环节，不能再补办"
        )
    if waits := waiting(step, case, stamped, at, rules):
        raise rules.refuse(
            IllegalState, "cases.step_not_yet", f"“{name}”之前还须：{'、'.join(waits)}"
        )


def require_surveyors(
    command: Survey,
    step: Step,
    case: Case,
    staff: Mapping[str, Staff | None],
    taken: Taken,
    rules: Rulebook,
) -> None:
    """Refuse a survey by too few, or by people who are not authorised for it (行政许可法 34)."""
    authority = taken["authority"]
    going = set(command.staff)
    if len(going) < max(step.staff, 1) or authority.person not in going:
        raise rules.refuse(
            Invalid,
            "cases.survey_staff",
            f"踏勘须由{step.staff}名以上工作人员进行，登记人须在其中，请填写每个人的代号",
        )
    for person in sorted(going):
        known = staff.get(person)
        if known is None or not known.may(
            authority.organ, step.kind, case.matter, taken["occurred_at"]
        ):
            raise rules.refuse(
                NotPermitted,
                "organisation.not_authorised",
                f"{person}未获授权办理{rules.item(case.matter)}的踏勘，请本单位主要负责人先行授权",
                person=person,
                act=step.kind,
            )


def take(
    command: StepCommand,
    case: Case,
    step: Step,
    taken: Taken,
    stamped: dict[str, Stamped],
    rules: Rulebook,
) -> list[Event]:
    """`stamped` holds the documents of the case that bear their seal, by kind."""
    match command:
        case Forward(external_reference=reference):
            return [_forwarded(reference, case, step, taken, rules)]
        case Review(opinion=opinion):
            return [CaseReviewed(**taken, opinion=opinion)]
        case Survey(staff=staff, found=found, remote=afar, joined=joined):
            return [SiteSurveyed(**taken, staff=staff, found=found, remote=afar, joined=joined)]
        case Decide():
            return [_decided(command, case, step, taken, rules)]
        case RevokeApproval() | CorrectApproval():
            return [afterwards(command, step, case, taken, rules)]
        case IssueCertificate():
            return [_issued(command, step, taken, stamped, rules)]
        case ReturnResult():
            return [ResultReturned(**taken, to=_to(step, case, rules))]
        case Deliver(way=way):
            outcome: Outcome = case.outcome or "granted"
            return [
                CaseDelivered(**taken, way=way),
                CaseConcluded(occurred_at=taken["occurred_at"], case=case.number, outcome=outcome),
            ]
    raise TypeError(f"not a step of a case: {command!r}")


def _issued(
    command: IssueCertificate,
    step: Step,
    taken: Taken,
    stamped: dict[str, Stamped],
    rules: Rulebook,
) -> Event:
    number, until = command.certificate_number, command.valid_until
    if until is not None and until < day_of(taken["occurred_at"], rules):
        raise rules.refuse(
            Invalid, "licences.valid_until", "有效期的最后一天不能早于制发、变更之日"
        )
    use = stamped.get(CERTIFICATE)
    if use is None and not step.seal and CERTIFICATE not in step.stamped:
        if not number.strip():
            raise rules.refuse(Invalid, "cases.document_number", "须填写文书编号")
        return CertificateIssued(**taken, certificate_number=number, use="", valid_until=until)
    if use is None:
        raise rules.refuse(
            IllegalState, "cases.step_not_yet", f"“{step.name or step.id}”之前还须：证书盖章"
        )
    if use.number != number:
        raise rules.refuse(Invalid, "cases.certificate_number", f"盖章的证书编号是{use.number}")
    return CertificateIssued(**taken, certificate_number=number, use=use.ref, valid_until=until)


def _forwarded(
    reference: str, case: Case, step: Step, taken: Taken, rules: Rulebook
) -> CaseForwarded:
    if step.external and not reference.strip():
        raise rules.refuse(
            Invalid,
            "cases.external_reference",
            "请填写业务系统的受理编号：在业务系统录入后方可转报",
        )
    return CaseForwarded(**taken, to=_to(step, case, rules), external_reference=reference)


def _to(step: Step, case: Case, rules: Rulebook) -> tuple[str, ...]:
    return bind_all(rules, step.to, case.cast(rules))


def _decided(command: Decide, case: Case, step: Step, taken: Taken, rules: Rulebook) -> CaseDecided:
    if command.outcome == "refused" and not (command.reasons.strip() and command.remedies.strip()):
        raise rules.refuse(
            Invalid,
            "cases.refusal_needs_reasons",
            "不予办理须说明理由，并告知申请复议和提起诉讼的权利",
        )
    if command.outcome == "refused":
        require_not_renewed(case, taken["occurred_at"], rules)
    if command.outcome == "granted" and case.gaps:
        raise rules.refuse(
            IllegalState,
            "cases.gaps_open",
            "容缺受理的材料尚未补齐："
            + "、".join(f"{gap.material}（{gap.until}前）" for gap in case.gaps),
        )
    return CaseDecided(
        **taken,
        outcome=command.outcome,
        reasons=command.reasons,
        remedies=command.remedies,
        document_number=document_number(command.document_number, rules),
        mode=case.mode,
        policy=rules.version,
        document=step.document_made or DECISION,
        final=command.outcome == "refused" or not _others_decide(step, case, rules),
    )


def _others_decide(step: Step, case: Case, rules: Rulebook) -> bool:
    """Whether somebody else of the case has still to decide."""
    return any(
        other.kind == step.kind
        and other.id not in (step.id, *case.steps)
        and occurs(other, case, rules)
        for other in rules.mode(case.mode).step
    )
