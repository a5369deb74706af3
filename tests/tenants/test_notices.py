"""What a pack says and nothing obeys yet is said to whoever checks it, and is no fault."""

from pathlib import Path

import msgspec
import pytest

from tenants.loader import available, bundled, load
from tenants.notices import notices

SEVEN = load(Path(__file__).parent / "data/seven_modes")


def test_what_nothing_obeys_yet_is_named() -> None:
    assert {notice.key for notice in notices(SEVEN)} == {
        "mode[remote_window].step[session].kind",
        "mode[remote_window].step[session].together",
    }


def test_a_consent_to_a_whole_case_is_named() -> None:
    rule = next(rule for rule in SEVEN.seal if rule.consent is not None)
    assert rule.consent is not None
    whole = msgspec.structs.replace(rule.consent, for_="case")
    pack = msgspec.structs.replace(
        SEVEN, mode=(), seal=(msgspec.structs.replace(rule, consent=whole),)
    )
    assert [notice.key for notice in notices(pack)] == [f"seal[{rule.id}].consent.for"]


@pytest.mark.parametrize("name", [n for n in available() if load(bundled(n)).upper is None])
def test_a_county_that_comes_along_rests_on_nothing_of_the_kind(name: str) -> None:
    assert list(notices(load(bundled(name)))) == []
