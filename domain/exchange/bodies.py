"""Who writes to whom: bodies of the townships, and the departments of the county above them."""

from domain.kernel.pack import Organ, OrganKind

_DEPARTMENTS: frozenset[OrganKind] = frozenset(
    {"department", "office", "city_branch", "mass_organisation", "public_institution"}
)


def of_township(organ: Organ) -> bool:
    return organ.level == "township"


def is_department(organ: Organ) -> bool:
    """县级行业主管部门, of whatever kind: also a city's branch that serves the county."""
    return organ.level in ("county", "city") and organ.kind in _DEPARTMENTS
