"""What a played story left behind, in brief: the tables that the demo ends with."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace
from rich.rule import Rule

from domain.kernel import streams
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import FINDINGS
from domain.kernel.words import document as word
from domain.kernel.workdays import day_of
from domain.liability.attribution import changed
from domain.seals.events import SealLost
from domain.seals.old.terms import towns
from projections import case_register, old_seals, seal_ledger
from projections.attempts import AttemptRow, Attempts
from projections.case_register import OUTCOME_LABELS, CaseRow
from projections.old_seals import Progress
from projections.page import newest
from projections.seal_ledger import Which
from projections.seal_ledger.sheet import Entry
from services.cli import cases
from services.cli.attempts import attempts_table
from services.cli.old_seals import progress_table
from services.cli.output import console, local, opened, run, table
from services.cli.programmes import show_programme
from services.cli.targets import targets_table
from services.cli.turns import Turns, print_line, print_turns, turns_of
from services.commands.ledger import judged
from services.commands.programmes import ProgrammeState, programmes
from services.demo.visitors import Cast, Lost, Shown
from services.liability.answer import Answered, Liabilities
from services.main import Platform
from services.targets import Targets, targets

_MANY = 1000
_LEDGER_LINES = 5


class Loss(Struct, frozen=True):
    """`then` and `now`: who answers for uses after the loss, as known before its report and now.

    `before` is the position up to which nobody knew of it.
    """

    used: str
    before: int
    uses: Sequence[Entry]
    then: Answered
    now: Answered


class Left(Struct, frozen=True):
    """What there is in the county on the last `day` of its story."""

    cast: Cast
    day: date
    rules: Rulebook
    rows: Sequence[CaseRow]
    attempts: Sequence[AttemptRow]
    answered: Answered
    cleared: Sequence[Progress]
    reached: Targets
    programmes: Sequence[ProgrammeState]
    loss: Loss | None
    turns: Turns | None


def show(cast: Cast) -> Cast:
    """Print it; whom and what a visitor may play afterwards."""
    left = run(_left(cast))
    for shown in cast.shows:
        _SHOWN[shown](left)
    console.print(Rule("接下来可以输入"))
    before = left.loss.before if left.loss else 0
    turns = {"found": left.turns.found, "borne": left.turns.borne} if left.turns else {}
    for text in cast.types:
        line = text.format(before=before, **turns)
        console.print(f"  tongban {line}", highlight=False, soft_wrap=True)  # to be copied
    return replace(cast, before=before)


async def _left(cast: Cast) -> Left:
    tenant = cast.tenant
    async with opened(tenant) as it:
        unit = it.executor.unit(tenant)
        rules = await unit.rules()
        head = await it.log.head(tenant)
        (last,) = await it.log.read(tenant, head - 1)
        day = day_of(last.event.occurred_at, rules)
        reached, _ = await targets(it.executor, it.pool, tenant, day)
        return Left(
            cast=cast,
            day=day,
            rules=rules,
            rows=await case_register.cases(it.pool, tenant, limit=_MANY),
            attempts=await newest(it.pool, Attempts(), tenant, {}, "attempted_at", 100),
            answered=await Liabilities(it.executor, it.pool).of(tenant, cast.case, None, None),
            cleared=await old_seals.progress(it.pool, tenant, towns(rules)),
            reached=reached,
            programmes=await programmes(unit, day, rules),
            loss=await _loss(it, tenant, cast.lost) if cast.lost else None,
            turns=await turns_of(it, tenant, cast.judged) if cast.judged else None,
        )


async def _loss(it: Platform, tenant: str, lost: Lost) -> Loss:
    found = await it.log.read(tenant, 0, limit=_MANY, types=(SealLost.TYPE,))
    stream = streams.seal(lost.owner, lost.number)
    report = next(recorded.position for recorded in found if recorded.stream == stream)
    which = Which(owner=lost.owner, number=lost.number)
    uses = await seal_ledger.ledger(it.pool, tenant, which, limit=_LEDGER_LINES)
    answers = Liabilities(it.executor, it.pool)
    return Loss(
        used=lost.used,
        before=report - 1,
        uses=await judged(it.executor.unit(tenant), uses),
        then=await answers.of(tenant, lost.used, report - 1, None),
        now=await answers.of(tenant, lost.used, None, None),
    )


def _print_list(left: Left) -> None:
    """How many matters each list has, by how they are handled."""
    pack = left.rules.pack
    names = {printed.id: printed.name for printed in pack.list}
    counted = Counter((matter.list, matter.mode) for matter in pack.matter)
    gone = Counter((m.list, m.mode) for m in pack.matter if m.status != "current")
    console.print(Rule("事项清单：数目"))
    view = table(f"共{len(pack.matter)}项", "清单", "办理方式", "项数", "其中不再办理")
    for (printed, mode), number in counted.items():
        name = names.get(printed or "", "事项清单")
        past = str(gone[printed, mode] or "")
        view.add_row(name, left.rules.mode(mode).name, str(number), past)
    console.print(view)


def _print_register(left: Left) -> None:
    """How many cases each channel has, by what became of them."""
    rows, rules = left.rows, left.rules
    console.print(Rule("办件登记：数目"))
    outcomes = {**OUTCOME_LABELS, "": "在办"}
    counted = Counter((row.mode, row.outcome or "") for row in rows)
    view = table(
        f"共{len(rows)}件", "办理方式", *outcomes.values(), "视为受理", "转其他渠道", "补录"
    )
    for mode in rules.pack.mode:
        of_mode = [row for row in rows if row.mode == mode.id]
        marks = (
            sum(row.deemed is not None for row in of_mode),
            sum(bool(row.routed or row.transfers) for row in of_mode),
            sum(bool(row.late_entries) for row in of_mode),
        )
        numbers = (*(counted[mode.id, outcome] for outcome in outcomes), *marks)
        view.add_row(mode.title, *(str(n or "") for n in numbers))
    console.print(view)


def _print_windows(left: Left) -> None:
    """At which window of the halls cases were received."""
    windows = [row.at_window for row in left.rows]
    console.print(Rule("专窗：收件数目"))
    view = table("", "专窗", "收件", "其中兜底")
    for name in dict.fromkeys(at.name if at else "" for at in windows):
        of_name = [at for at in windows if (at.name if at else "") == name]
        fallback = sum(at is not None and at.fallback for at in of_name)
        view.add_row(name or "不经专窗", str(len(of_name)), str(fallback or ""))
    console.print(view)


def _print_case(left: Left) -> None:
    console.print(Rule("一件盖章办件：经过、台账、责任"))
    cases.show_case(left.cast.tenant, left.cast.case)
    console.print("责任：")
    for line in left.answered.lines:
        print_line("", line, left.rules)


def _print_attempts(left: Left) -> None:
    console.print(Rule("越权的尝试：被拒绝，留有记录"))
    console.print(attempts_table(left.attempts, left.rules))


def _print_targets(left: Left) -> None:
    console.print(Rule("清单指标"))
    console.print(targets_table(left.reached, left.rules))


def _print_old_seals(left: Left) -> None:
    console.print(Rule("旧印章清理"))
    console.print(progress_table(left.cleared, left.rules))


def _print_programmes(left: Left) -> None:
    console.print(Rule("改革进程"))
    for item in left.programmes:
        show_programme(item, left.rules)


def _print_loss(left: Left) -> None:
    loss, rules = left.loss, left.rules
    if loss is None:
        return
    console.print(Rule("遗失的印章：台账最近几行"))
    _print_uses(loss.uses, rules)
    console.print(Rule(f"遗失后的用印（{loss.used}）：− 报告之前所知，+ 现在所知"))
    went, came = changed(loss.then.lines, loss.now.lines)
    for sign, lines in (("− ", went), ("+ ", came)):
        for line in lines:
            print_line(sign, line, rules)


def _print_turns(left: Left) -> None:
    if left.turns is not None:
        print_turns(left.turns, left.rules)


def _print_uses(uses: Sequence[Entry], rules: Rulebook) -> None:
    view = table("", "用印时间", "办件编号", "文书", "文书编号", "批准领导", "盖章人", "说明")
    for use in uses:
        mark = FINDINGS[use.irregular] if use.irregular else ""
        view.add_row(
            local(use.used_at, rules),
            use.case,
            word(use.document),
            use.document_number,
            use.approved_by,
            use.stamped_by,
            mark,
            style="red" if mark else None,
        )
    console.print(view)


_SHOWN: Mapping[Shown, Callable[[Left], None]] = {
    "list": _print_list,
    "register": _print_register,
    "windows": _print_windows,
    "case": _print_case,
    "attempts": _print_attempts,
    "loss": _print_loss,
    "turns": _print_turns,
    "targets": _print_targets,
    "old_seals": _print_old_seals,
    "programme": _print_programmes,
}
