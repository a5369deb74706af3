"""What a played story left behind, in brief: the tables that the demo ends with."""

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace
from rich.markup import escape
from rich.rule import Rule

from domain.kernel import streams
from domain.kernel.pack import Pack
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import FINDINGS
from domain.kernel.words import document as word
from domain.liability.attribution import Line, changed
from domain.seals.events import SealLost
from projections import case_register, seal_ledger
from projections.attempts import AttemptRow
from projections.case_register import OUTCOME_LABELS, CaseRow
from projections.seal_ledger import Which
from projections.seal_ledger.sheet import Entry
from services.cli import cases
from services.cli.attempts import attempts_table, newest
from services.cli.liability import BASES, DUTIES, LAYERS, SHARES
from services.cli.output import console, local, opened, run, table
from services.commands.ledger import judged
from services.demo.scenario import cast
from services.demo.visitors import Cast, things_to_type
from services.liability import Answered, Liabilities

_MANY = 1000
_LEDGER_LINES = 5


class Left(Struct, frozen=True):
    """`then` and `now`: who answers for uses after the loss, as known before its report and now."""

    cast: Cast
    rules: Rulebook
    rows: Sequence[CaseRow]
    attempts: Sequence[AttemptRow]
    uses: Sequence[Entry]
    sealed: Answered
    then: Answered
    now: Answered


def show(tenant: str, pack: Pack) -> Cast:
    """Print it; whom and what a visitor may play afterwards."""
    left = run(_left(tenant, pack))
    visited, rules = left.cast, left.rules
    console.print(Rule("办件登记：数目"))
    _print_register(left.rows, rules)
    console.print(Rule("一件盖章办件：经过、台账、责任"))
    cases.show_case(tenant, visited.case)
    console.print("责任：")
    for line in left.sealed.lines:
        _print_line("", line, rules)
    console.print(Rule("越权的尝试：被拒绝，留有记录"))
    console.print(attempts_table(left.attempts, rules))
    console.print(Rule("遗失的印章：台账最近几行"))
    _print_uses(left.uses, rules)
    console.print(Rule(f"遗失后的用印（{visited.used}）：− 报告之前所知，+ 现在所知"))
    went, came = changed(left.then.lines, left.now.lines)
    for sign, lines in (("− ", went), ("+ ", came)):
        for line in lines:
            _print_line(sign, line, rules)
    console.print(Rule("接下来可以输入"))
    town = rules.organ(visited.township).aliases[0]
    names = (town, rules.short(visited.department), rules.short(visited.supervisor))
    for text in things_to_type(visited, *names):
        console.print(f"  {text}", highlight=False, soft_wrap=True)  # to be copied
    return visited


async def _left(tenant: str, pack: Pack) -> Left:
    async with opened(tenant) as it:
        unit = it.executor.unit(tenant)
        rules = await unit.rules()
        found = await it.log.read(tenant, 0, limit=_MANY, types=(SealLost.TYPE,))
        visited = cast(tenant, pack)
        lost = streams.seal(visited.department, visited.lost_seal)
        report = next(recorded.position for recorded in found if recorded.stream == lost)
        which = Which(owner=visited.department, number=visited.lost_seal)
        uses = await seal_ledger.ledger(it.pool, tenant, which, limit=_LEDGER_LINES)
        answers = Liabilities(it.executor, it.pool)
        return Left(
            cast=replace(visited, before=report - 1),
            rules=rules,
            rows=await case_register.cases(it.pool, tenant, limit=_MANY),
            attempts=await newest(it, tenant),
            uses=await judged(unit, uses),
            sealed=await answers.of(tenant, visited.case, None, None),
            then=await answers.of(tenant, visited.used, report - 1, None),
            now=await answers.of(tenant, visited.used, None, None),
        )


def _print_register(rows: Sequence[CaseRow], rules: Rulebook) -> None:
    """How many cases each channel has, by what became of them."""
    outcomes = {**OUTCOME_LABELS, "": "在办"}
    counted = Counter((row.mode, row.outcome or "") for row in rows)
    view = table(f"共{len(rows)}件", "办理方式", *outcomes.values(), "视为受理", "转县级", "补录")
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


def _print_line(sign: str, line: Line, rules: Rulebook) -> None:
    """One line of liability without the events that it rests on."""
    parts = (
        LAYERS[line.layer],
        DUTIES[line.duty],
        rules.short(line.bearer),
        SHARES[line.share],
        BASES[line.basis],
        line.clause,
        FINDINGS[line.finding] if line.finding else "",
    )
    said = "  ".join(part for part in parts if part)
    console.print(f"  {sign}{escape(said)}", highlight=False, soft_wrap=True)


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
