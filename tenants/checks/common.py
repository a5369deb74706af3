"""What the checks share: keys of rows, unknown references, repeated ids, circles."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar, get_args

from domain.kernel.pack import OrganKind, Pack
from tenants.fault import Fault, below, row
from tenants.names import UnknownNameError, resolve_all

Row = TypeVar("Row")


def keyed(parent: str, rows: Iterable[Row]) -> Iterator[tuple[str, Row]]:
    """Pair each row with its key."""
    for place, item in enumerate(rows):
        number, identity = getattr(item, "no", None), getattr(item, "id", None)
        yield row(parent, place, number=number, identity=identity), item


def repeated(parent: str, identities: Iterable[int | str], field: str = "id") -> Iterator[Fault]:
    """Report shared ids: `id` and `no` name a row for good, so no two rows may share one."""
    for identity, times in Counter(identities).items():
        number = identity if isinstance(identity, int) else None
        key = below(row(parent, 0, number=number, identity=identity), field)
        if times > 1:
            yield Fault(key, f"{parent} 有{times}行的 {field} 是“{identity}”：只留一行，其余另编")


def unknown(
    key: str, names: Iterable[str | None], known: Collection[str], table: str
) -> Iterator[Fault]:
    """Report references from `key` to rows that a top-level table does not have."""
    for name in names:
        if name is not None and name not in known:
            yield Fault(key, f"[{table}] 里没有“{name}”：请在那里补上，或者改这里", (table,))


def nobody(pack: Pack, key: str, names: Iterable[str]) -> Iterator[Fault]:
    """Report ids and kinds of organs that nobody in the pack has."""
    kinds = {organ.kind for organ in pack.organ}
    for name in names:
        if name in get_args(OrganKind) and name not in kinds:
            yield Fault(key, f"没有“{name}”这一类的机构", ("organ",))
        elif name not in get_args(OrganKind):
            yield from unknown(key, [name], organ_ids(pack), "organ")


def unresolved(pack: Pack, key: str, printed_names: Iterable[str | None]) -> Iterator[Fault]:
    """Report printed names that no organ and no group of the pack claims (B-16)."""
    for name in printed_names:
        try:
            if name is not None:
                resolve_all(pack, name)
        except UnknownNameError:
            reason = f"没有机构或者统称叫“{name}”：请列进那个机构的 aliases 或者 [group]"
            yield Fault(key, reason, ("organ", "group"))


def circle(key: str, edges: Mapping[str, Iterable[str]]) -> Iterator[Fault]:
    """Report one circle in a graph that must have none."""
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as error:
        yield Fault(key, f"绕成一圈，请断开一处：{' → '.join(error.args[1])}")


def organ_ids(pack: Pack) -> frozenset[str]:
    return frozenset(organ.id for organ in pack.organ)
