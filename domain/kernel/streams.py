"""Names of streams: natural keys, which also make things unique. One function per kind."""

from uuid import UUID

POLICY = "policy"
CALENDAR = "calendar"


def post(organ: str, name: str) -> str:
    return f"post/{organ}/{name}"


def person(staff_id: str) -> str:
    return f"person/{staff_id}"


def pilot(matter: int) -> str:
    return f"pilot/{matter}"


def programme(identity: str) -> str:
    """Where a programme is tried out, and what came of it."""
    return f"programme/{identity}"


def guide(matter: int) -> str:
    return f"guide/{matter}"


def matter(no: int) -> str:
    """What its delegating department declared about a matter."""
    return f"matter/{no}"


def online(no: int) -> str:
    """Whether a matter runs online and can be done online."""
    return f"online/{no}"


def list_version(version: str) -> str:
    """The way of one version of the matter list, from proposal to publication."""
    return f"list/{version}"


def catalogue(identity: str) -> str:
    """The versions of an upper level's catalogue that the county took over."""
    return f"catalogue/{identity}"


def agreement(delegator: str, delegatee: str) -> str:
    return f"agreement/{delegator}/{delegatee}"


def window(organ: str, identity: str) -> str:
    """A dedicated window at one of the places where it stands."""
    return f"window/{organ}/{identity}"


def seal(owner: str, number: int) -> str:
    return f"seal/{owner}/{number}"


def old_seal(organ: str, number: int) -> str:
    """One of the seals that the county's one seal replaces, by its place in the inventory."""
    return f"old_seal/{organ}/{number}"


def seal_demand(number: str) -> str:
    return f"seal_demand/{number}"


def case(number: str) -> str:
    return f"case/{number}"


def consultation(number: str) -> str:
    return f"consultation/{number}"


def use(case_number: str, document: str) -> str:
    """One document of one case is stamped once, so its use has a stream of its own."""
    return f"use/{case_number}/{document}"


def attempts(organ: str, command: UUID) -> str:
    """Each attempt by itself: many at once must not contend, nor hide one another."""
    return f"attempts/{organ}/{command}"


def subject(pseudonym: str) -> str:
    return f"subject/{pseudonym}"


def obligation(identity: str) -> str:
    return f"obligation/{identity}"


def push(case_number: str, receiver: str, name: str = "") -> str:
    """What goes to each receiver once has a stream of its own; the result needs no name."""
    whole = f"push/{case_number}/{receiver}"
    return f"{whole}/{name}" if name else whole


def feedback(case_number: str, organ: str) -> str:
    """What one organ found in a case that it supervises."""
    return f"feedback/{case_number}/{organ}"


def certificate(number: str) -> str:
    """A certificate on paper and on file, by the number that both bear."""
    return f"certificate/{number}"


def inquiry(number: str) -> str:
    return f"inquiry/{number}"


def document(issuer: str, number: str) -> str:
    """What a department issued has a number of its own."""
    return f"document/{issuer}/{number}"


def self_inspection(upper: str) -> str:
    """What a county's rules have against a notice from above, and what becomes of it."""
    return f"self_inspection/{upper}"


def policy_document(regulator: str, number: str) -> str:
    """Whoever regulates keeps the policy documents that it must tell others of."""
    return f"policy_document/{regulator}/{number}"


def service_point(point: str) -> str:
    return f"service_point/{point}"


def conveniences(township: str) -> str:
    """What the service points of a township may do (便民服务事项清单)."""
    return f"conveniences/{township}"


def service(number: str) -> str:
    """One service rendered at a point that is no case."""
    return f"service/{number}"


def points(point: str) -> str:
    """What a service point earned, month by month, and what of it was redeemed."""
    return f"points/{point}"


def training(number: str) -> str:
    """A training that was held, by its number."""
    return f"training/{number}"


def trained(organ: str) -> str:
    """All trainings that people of an organ attended."""
    return f"trained/{organ}"


def handover(number: str) -> str:
    """Materials that a county unit handed over to a township."""
    return f"handover/{number}"


def stock(certificate: str) -> str:
    """Every range of a kind of blank certificate that anybody was handed."""
    return f"stock/{certificate}"


def blanks(handed: str, line: int) -> str:
    """What became of the numbers of one range, by its line in a hand-over."""
    return f"blanks/{handed}/{line}"


def access(organ: str, system: str) -> str:
    """Who of an organ may log on to a system."""
    return f"access/{organ}/{system}"


def supplied(organ: str) -> str:
    """What materials an organ has in hand."""
    return f"supplied/{organ}"


def ready_item(organ: str, item: str) -> str:
    """What an organ itself sees to before it exercises its powers."""
    return f"ready_item/{organ}/{item}"


def contact(organ: str, role: str, person: str) -> str:
    """Whom a department named for a role that townships turn to."""
    return f"contact/{organ}/{role}/{person}"


def question(number: str) -> str:
    """What a township asked a department's advisers."""
    return f"question/{number}"


def work_plan(organ: str, programme: str) -> str:
    return f"work_plan/{organ}/{programme}"


def task(programme: str, no: int, organ: str) -> str:
    """One unit's part of a task."""
    return f"task/{programme}/{no}/{organ}"


def dispatch(number: str) -> str:
    """A meeting on how the reform goes."""
    return f"dispatch/{number}"


def summary(year: int) -> str:
    return f"summary/{year}"


def report_period(report: str, period: str) -> str:
    """The end of a period that a report is on: who owes it to whom."""
    return f"report_period/{report}/{period}"


def report(identity: str, by: str, to: str, period: str) -> str:
    """One report of one organ to another, on one period."""
    return f"report/{identity}/{by}/{to}/{period}"


def overview(number: str) -> str:
    """A report at no fixed time on what came in of periodic ones."""
    return f"overview/{number}"


def situation(number: str) -> str:
    """An important situation that was reported upwards."""
    return f"situation/{number}"


def inspection(number: str) -> str:
    return f"inspection/{number}"


def circular(number: str) -> str:
    """通报: one that was issued to organs."""
    return f"circular/{number}"


def candidate(key: str) -> str:
    """What the platform raised, once somebody judged it."""
    return f"candidate/{key}"


def problem(number: str) -> str:
    """What was found not to be in order at an organ, and its correction."""
    return f"problem/{number}"


def accountability(number: str) -> str:
    return f"accountability/{number}"


def claim(number: str) -> str:
    """A review, litigation or compensation about a case, and who bore what."""
    return f"claim/{number}"


def kind(stream: str) -> str:
    return stream.partition("/")[0]
