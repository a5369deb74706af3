"""One demand of an upper level, asked of a matter under a mode, and the facts to answer it by."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from domain.kernel.pack import Demand, Matter
from domain.kernel.refusal import Refusal
from domain.kernel.rulebook import Rulebook
from domain.kernel.words import quoted
from domain.matters.catalogues import Versions
from domain.matters.declared import Declared
from domain.matters.grounds import Capacity, Study
from domain.matters.less import Increase


class ListingFacts(Struct, frozen=True, kw_only=True):
    """What the log and the command say about a matter that is to be handled under a mode.

    `current`: the mode that it has, if it is handled at all yet; `before`: the rules that this is a
    mode of, where those to come are others. `published_in`: where the list
    with it is, or with this act is made, public. `increase`: the law and the approval that allow
    more than there was (B-27).
    """

    declared: Declared | None = None
    catalogues: Mapping[str, Versions] = {}
    published_in: str = ""
    current: str | None = None
    before: Rulebook | None = None
    increase: Increase | None = None


class Asked(Struct, frozen=True):
    """One demand, of a matter that is to be handled under a mode from a day."""

    demand: Demand
    matter: Matter
    mode: str
    facts: ListingFacts
    day: date
    rules: Rulebook

    @property
    def item(self) -> str:
        return self.rules.item(self.matter.no)

    @property
    def moved(self) -> str:
        return f"{self.item}改为{quoted(self.rules.mode(self.mode).title)}"

    @property
    def study(self) -> Study | None:
        """The latest of this mode."""
        declared = self.facts.declared
        found = [it for it in (declared.studies if declared else ()) if it.mode == self.mode]
        return found[-1] if found else None

    def capacity(self, mode: str) -> Capacity | None:
        """The latest of a mode."""
        declared = self.facts.declared
        found = [it for it in (declared.capacities if declared else ()) if it.mode == mode]
        return found[-1] if found else None

    def refuse(self, kind: type[Refusal], code: str, message: str) -> Refusal:
        """Under the upper level's own clause, in its words."""
        demand = self.demand
        return kind(
            code,
            message,
            clause=demand.clause,
            text=demand.text,
            source=demand.source,
            detail={"demand": demand.id},
        )


Answer = str | Refusal
"""What met the demand, or the refusal."""
