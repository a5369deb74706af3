"""What changes for officials from one pack, or one version of a county's rules, to another."""

from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from domain.kernel.pack import Pack
from domain.policy.adoption import Adopted, Policy
from services.cli.output import AsJson, console, emit, fail, opened, run
from tenants.diff import compare
from tenants.diff.labels import OTHER, SECTIONS
from tenants.loader import available, bundled, check

Side = Annotated[
    str,
    typer.Argument(
        help="目录、自带政策包名、租户@版本；“租户@”是现行版本。"
        "A folder, a bundled pack, TENANT@VERSION, or TENANT@ for the version in force."
    ),
]


def diff(old: Side, new: Side, as_json: AsJson = False) -> None:
    """比较两个政策包或两个版本。What changed, one sentence each, with the clause."""
    before, after = pack_of(old), pack_of(new)
    order = (*SECTIONS, OTHER)
    changes = sorted(compare(before, after), key=lambda change: order.index(change.section))
    if as_json:
        emit(changes)
        return
    names = "与".join(f"{pack.name} {pack.version}" for pack in (before, after))
    if not changes:
        console.print(escape(f"{names}：没有差别。"), highlight=False, soft_wrap=True)
        return
    head = f"{names}：{len(changes)}处差别（由前者到后者）"
    console.print(escape(head), highlight=False, soft_wrap=True)
    for name, found in groupby(changes, lambda change: change.section):
        console.print(f"\n[bold]{name}[/]", highlight=False)
        for number, change in enumerate(found, 1):
            said = f"{number}. {change}"
            console.print(escape(said), highlight=False, soft_wrap=True)


def pack_of(given: str) -> Pack:
    """A folder before a bundled pack of the name, and that before a county of the name."""
    folder = Path(given)
    if folder.is_dir() or given in available():
        checked = check(folder if folder.is_dir() else bundled(given))
        if checked.pack is None:
            problems = len(checked.problems)
            said = f"“{given}”有 {problems} 处问题，请先 tongban tenant check"
            fail("tenants.pack_invalid", said)
        return checked.pack
    return run(_adopted(given))


async def _adopted(given: str) -> Pack:
    tenant, at, version = given.partition("@")
    async with opened() as it:
        if not at and tenant not in await it.log.tenants():  # more likely a pack, mistyped
            packs = "、".join(available())
            said = f"没有“{given}”：不是目录，不在自带政策包（{packs}）之内，也不是租户"
            fail("tenants.no_such_pack", said)
        unit = it.executor.unit(tenant)
        policy = await unit.adopted()
        if not version:  # its own: what upper levels lay beside it is no change of the county's
            return _own(policy, unit.at)
        found = [known for known in policy.versions if version in _names(known)]
        if not found:
            known = "、".join(version.rules.pack.version for version in policy.versions)
            fail("tenants.no_such_version", f"“{tenant}”没有采用版本“{version}”；有：{known}")
        return found[-1].rules.pack


def _own(policy: Policy, at: datetime) -> Pack:
    in_force = policy.in_force(at)
    number = policy.own[-1].number if in_force is None else in_force.number
    return next(own.rules.pack for own in policy.own if own.number == number)


def _names(version: Adopted) -> tuple[str, str]:
    return version.rules.version, version.rules.pack.version
