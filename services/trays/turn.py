"""Whose turn it is in one case, by the rules that the case is under."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct

from domain.cases.case import Case, Stamped, demands, making, next_steps
from domain.kernel.authority import By
from domain.kernel.facts import Seal
from domain.kernel.instruments import seal_numbers
from domain.kernel.pack import SealRule, Step
from domain.kernel.parties import Cast, bind, performers
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import ACTS, CERTIFICATE, quoted
from domain.kernel.words import document as word
from domain.kernel.workdays import day_of
from domain.obligations.obligation import ENDS_BY_TIME
from domain.seals.life import STATUS_NAMES
from domain.seals.use import Use
from projections.obligations import ObligationRow
from projections.tray import TrayRow
from services.trays.shape import Act, Item, SealName


class Sitting(Struct, frozen=True):
    """Who looks into the tray when, and the seals of the organ by owner and number."""

    by: By
    at: datetime
    seals: Mapping[tuple[str, int], Seal]


def turns(
    row: TrayRow, sitting: Sitting, owed: Sequence[ObligationRow], rules: Rulebook
) -> Iterator[Item]:
    """What waits for the seat in one case; `owed`: what is still due in it, the earliest first."""
    case, by = row.state, sitting.by
    cast = case.cast(rules)
    stamped = {
        kind: Stamped(state.use.document.number, "", state.use.stamped)
        for kind, state in row.uses.items()
        if state.use.stamped is not None
    }
    for step in next_steps(case, stamped, sitting.at, rules):
        if step.post not in (None, by.post) or by.organ not in performers(rules, step, cast):
            continue
        yield _step(step, row, owed, day_of(sitting.at, rules), rules)
    for rule in _seals(case, rules):
        yield from _of_seal(rule, row, cast, sitting, rules)


def _step(
    step: Step, row: TrayRow, owed: Sequence[ObligationRow], today: date, rules: Rulebook
) -> Item:
    case = row.state
    term = next((due for due in owed if due.kind == step.kind), None)
    before = [case.steps[name].at for name in step.after if name in case.steps]
    before += [state.at for kind, state in row.uses.items() if kind in step.stamped_before]
    missing = case.supplement.missing if step.kind == "accept" and case.supplement else ()
    return Item(
        act="step",
        kind=step.kind,
        label=step.name or ACTS.get(step.kind, step.kind),
        case=row.key,
        matter=case.matter,
        matter_name=rules.matter(case.matter).name,
        mode=case.mode,
        mode_name=rules.mode(case.mode).title,
        step=step.id,
        optional=step.optional,
        since=max(before, default=row.received_at),
        due_on=term.due_on if term else None,
        provisional=term is not None and term.provisional,
        late=term is not None and is_late(term, today),
        note=_note(step, missing, rules),
    )


def _note(step: Step, missing: tuple[str, ...], rules: Rulebook) -> str:
    """What else must be known: that materials are to come, that only who is posted takes it."""
    if missing:
        return f"待申请人补正：{'、'.join(missing)}"
    if step.window is not None:
        return f"由派驻{quoted(rules.window(step.window))}的人员办理"
    return "须各方同时参加，由其中一人登记" if step.together else ""


def _seals(case: Case, rules: Rulebook) -> Iterator[SealRule]:
    """The kinds of seal that the case's mode uses."""
    mode = rules.mode(case.mode)
    for name in dict.fromkeys(name for step in mode.step for name in step.seal):
        if name in rules.seals:
            yield rules.seals[name]


def _of_seal(
    rule: SealRule,
    row: TrayRow,
    cast: Cast,
    sitting: Sitting,
    rules: Rulebook,
) -> Iterator[Item]:
    """A use waits for who applies, then for who consents, then for who keeps the seal."""
    case, post = row.state, sitting.by.post
    holders = bind(rules, rule.holder, cast)
    consenting = bind(rules, rule.owner, cast) if rule.owner_consents else holders
    if sitting.by.organ not in (*holders, *consenting):
        return
    demanded = tuple(demands(case, rules))
    for kind in dict.fromkeys((*demanded, *row.uses)):
        state = row.uses.get(kind)
        if kind not in rule.on or (state is not None and state.use.stamped is not None):
            continue
        maker = making(rules.mode(case.mode), kind)
        if maker is not None and rule.id not in maker.seal:
            continue  # another seal of the mode goes on it
        using = _users(maker, holders, case, rules)
        holds = sitting.by.organ in using
        if state is None or state.use.ended:
            made = kind in demanded and _number(kind, case) is not None
            if made and holds and post == rule.user:
                yield _use("apply", kind, row, cast, rule, sitting, rules)
        elif using:
            consents = sitting.by.organ in (consenting if rule.owner_consents else using)
            act = _applied(state.use, rule, sitting, holds=holds, consents=consents)
            if act is not None:
                yield _use(act, kind, row, cast, rule, sitting, rules)


def _applied(
    use: Use, rule: SealRule, sitting: Sitting, *, holds: bool, consents: bool
) -> Act | None:
    """What a running use waits for, if it waits for this seat and is of this kind of seal."""
    by, seal = sitting.by, sitting.seals.get((use.owner, use.number))
    if seal is None or seal.rule != rule.id:
        return None
    if not _consented(use, rule, sitting):
        asked = rule.consent is not None and by.post == rule.consent.post
        return "consent" if asked and consents else None
    # Of several in one post nobody is meant: then it waits for the post.
    its_own = not by.person or seal.kept_by(by.person, sitting.at)
    keeps = by.post == rule.custodian and its_own
    return "stamp" if holds and keeps else None


def _users(
    maker: Step | None, holders: tuple[str, ...], case: Case, rules: Rulebook
) -> tuple[str, ...]:
    """Who of the holders puts the seal on the document: whoever made it, or is to."""
    if maker is None:
        return holders
    done = case.steps.get(maker.id)
    able = (done.organ,) if done else performers(rules, maker, case.cast(rules))
    return tuple(organ for organ in holders if organ in able)


def _consented(use: Use, rule: SealRule, sitting: Sitting) -> bool:
    """Whether it may be stamped as far as consent goes: given, standing, or not asked for."""
    if rule.consent is None or use.consented_by is not None:
        return True
    seal, kind = sitting.seals.get((use.owner, use.number)), use.document.kind
    if kind not in rule.consent.standing:  # the pack may have taken back what stood
        return False
    return seal is not None and seal.consented_for(kind, sitting.at) is not None


def _number(kind: str, case: Case) -> str | None:
    """The document's number; "" for a certificate, which is numbered on application; None: none."""
    if kind == CERTIFICATE:
        return "" if case.outcome == "granted" else None
    return case.documents.get(kind)


def _use(
    act: Act,
    kind: str,
    row: TrayRow,
    cast: Cast,
    rule: SealRule,
    sitting: Sitting,
    rules: Rulebook,
) -> Item:
    case, state = row.state, row.uses.get(kind)
    use = None if state is None or state.use.ended else state.use
    owner, number = (use.owner, use.number) if use else _at_hand(rule, cast, sitting, rules)
    seal = sitting.seals.get((owner, number))
    status = seal.status_at(sitting.at) if seal else None
    said = f"印章现为“{STATUS_NAMES[status]}”，不得用章" if status else "没有这枚印章"
    return Item(
        act=act,
        kind=act,
        label=ACTS[act],
        case=row.key,
        matter=case.matter,
        matter_name=rules.matter(case.matter).name,
        mode=case.mode,
        mode_name=rules.mode(case.mode).title,
        document=kind,
        document_label=word(kind, declined=case.outcome == "declined"),
        document_number=use.document.number if use else _number(kind, case) or "",
        copies=use.document.copies if use else None,
        seal=seal_name(owner, number, rules),
        applicant=use.applicant if use else "",
        since=state.at if state else max(done.at for done in case.steps.values()),
        note="" if status == "in_use" else said,
    )


def _at_hand(rule: SealRule, cast: Cast, sitting: Sitting, rules: Rulebook) -> tuple[str, int]:
    """The seal of this kind to use: one in use before any other, the first number of several."""
    owners = bind(rules, rule.owner, cast)
    holder = rules.organ(sitting.by.organ)
    names = [(owner, number) for owner in owners for number in seal_numbers(rule, holder)]
    there = [
        name
        for name in names
        if (seal := sitting.seals.get(name)) and (seal.rule, seal.holder) == (rule.id, holder.id)
    ]
    used = [name for name in there if sitting.seals[name].status_at(sitting.at) == "in_use"]
    return next(iter((*used, *there, *names)), ("", 0))


def seal_name(owner: str, number: int, rules: Rulebook) -> SealName:
    return SealName(owner, rules.short(owner), number)


def is_late(row: ObligationRow, today: date) -> bool:
    """On record as late, or past its day and not on record yet."""
    over = row.outcome == "open" and row.due_on < today and row.lapse not in ENDS_BY_TIME
    return row.outcome == "late" or (
        over and not row.provisional and not row.paused and not row.standing
    )
