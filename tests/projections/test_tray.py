"""The tray's view knows every event that a case or a use of a seal is folded from."""

from domain.registry import REGISTRY
from domain.seals.old.demand import InternalSealDemanded
from projections.tray import Tray


def test_no_event_of_a_case_or_a_use_passes_the_tray_by() -> None:
    """A new one that is forgotten would leave a case in a tray that it has left."""
    of_cases = {
        event.TYPE
        for event in REGISTRY
        if event.TYPE.startswith(("cases.", "seals.")) and "case" in event.__struct_fields__
    }
    # Another seal demanded beside the case's own: what is done in the case does not change.
    assert set(Tray().types) == of_cases - {InternalSealDemanded.TYPE}
