"""What must come of the quarter in three counties, worked out by hand (B-70, B-07)."""

from collections.abc import Mapping

DUE: Mapping[str, Mapping[str, str]] = {
    tenant: {
        # Received on Friday 27 September: 29 (a Sunday) and 30, then 8, 9 and 10 October.
        "accept:节": "2024-10-10",
        # Accepted on 10 October: 11, 12 (a Saturday), 14 to 18, 21 to 25, 28 to 1 November, 4 to 6.
        "decide:节": "2024-11-06",
        # Decided on 11 October: 12, 14 to 18, 21 to 24.
        "deliver:节": "2024-10-24",
        "correction:改-2:1": "2024-10-08",  # by the order itself
        **others,
    }
    for tenant, others in (
        (
            "xingguo",
            {
                "push:节:agriculture": "2024-10-16",  # concluded on 12 October: 14, 15, 16
                # The fifth working day: 8 to 12 October; 1 and 4 to 7 November.
                "report:monthly:2024-09:xingjiang:approval": "2024-10-12",
                "report:monthly:2024-10:xingjiang:approval": "2024-11-07",
            },
        ),
        ("zezhou", {}),
        (
            "rongan",
            {
                "tell:节:civil_affairs": "2024-10-14",  # accepted on 10 October: 11, 12, 14
                "push:节:civil_affairs": "2024-10-16",
                "reply:函-1": "2024-10-12",  # asked on 30 September: 8 to 12 October
            },
        ),
    )
}
"""Last days that were counted by hand on the calendar that the State Council published."""
ENDED: Mapping[str, Mapping[str, str]] = {
    tenant: {
        "accept:节": "met",
        "decide:节": "met",
        "deliver:节": "met",
        "correction:改-1:1": "met",
        "correction:改-2:1": "late",
        "correction:改-2:2": "late",
        "correction:改-3:1": "waived",
        "correction:改-4:1": "open",
        **others,
    }
    for tenant, others in (
        (
            "xingguo",
            {
                "report:monthly:2024-09:xingjiang:approval": "met",
                "report:monthly:2024-09:gulonggang:approval": "late",
                "report:monthly:2024-09:xingjiang:health": "late",
                "report:monthly:2024-10:xingjiang:approval": "met",
                "report:monthly:2024-10:gulonggang:approval": "late",
                "report:monthly:2024-11:xingjiang:approval": "open",
            },
        ),
        ("zezhou", {}),
        (
            "rongan",
            {
                "reply:函-1": "met",
                "reply:函-2": "late",
                "reply:函-3": "waived",
                "reply:函-4": "late",
            },
        ),
    )
}
"""What came of them by 1 December, whatever went wrong meanwhile."""
CLOSED: Mapping[str, list[str]] = {
    "xingguo": ["2024-09", "2024-10", "2024-11"],
    "zezhou": [],
    "rongan": [],
}
"""The months on which somebody owes a report."""
