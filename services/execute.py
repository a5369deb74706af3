"""One command: a repeat? which facts? decide, append, answer. The only way to change anything.

The caller supplies the command id; a repeat returns the first outcome. A conflict runs the decision
again on what is there now, a bounded number of times.
"""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from random import random
from uuid import UUID

import msgspec
from msgspec import UNSET, Struct

from domain.attempts.attempt import AttemptMade
from domain.kernel import streams
from domain.kernel.authority import AUTOMATION, By
from domain.kernel.event import Command, Event, Recorded
from domain.kernel.facts import Fact
from domain.kernel.personal import Plain, names_a_person
from domain.kernel.refusal import BeforePredecessor, Invalid, NotPermitted, Refusal
from domain.kernel.workdays import day_of
from domain.policy.adoption import Policy
from domain.seals.old.demand import SealDemand
from infra.codec import holds_nul
from infra.log import Append, Appended, ConflictError, EventLog
from infra.vault import Vault
from services.commands import HANDLERS
from services.commands.common import require_seat
from services.unit import FoldCache, Unit

_TRIES = 32
_BACKOFF_SECONDS = 0.01
YEARS = range(1900, 3000)
NOBODY = By("", "", "")
NOTHING_EXPECTED: Mapping[str, int] = {}

Clock = Callable[[], datetime]


def _check_values(command: Command) -> None:
    """Refuse moments without a zone, and days that no calendar of a county reaches."""
    for name in command.__struct_fields__:
        value = getattr(command, name)
        if isinstance(value, datetime) and value.tzinfo is None:
            raise Invalid("time.no_zone", "发生时间须带时区")
        if isinstance(value, date) and value.year not in YEARS:
            raise Invalid("time.unreal", f"日期须在{YEARS[0]}年至{YEARS[-1]}年之间")


async def _check_time(command: Command, unit: Unit, now: datetime) -> None:
    """Refuse what has not happened yet, and what is entered late without saying why (DESIGN 3).

    Late is what happened more calendar days ago than the pack in force allows; what follows by rule
    alone is entered by nobody.
    """
    if unit.at > now:
        raise Invalid("time.future", "发生时间不得晚于现在")
    if command.occurred_at is None or unit.by == AUTOMATION or unit.late_reason:
        return
    policy = (await unit.get(streams.POLICY, Policy)).state
    found = policy.in_force(now) if policy else None
    if found is None:
        return
    days = (day_of(now, found.rules) - day_of(unit.at, found.rules)).days
    allowed = found.rules.pack.late_entry_days
    if days > allowed:
        raise found.rules.refuse(
            Invalid,
            "time.late_entry_reason",
            f"此事发生在{days}天前，超过{allowed}天补录须写明理由（如停电、系统故障）",
        )


def _about(command: Command) -> str:
    """What it was about: a case, a certificate, a seal demanded for none, what two agreed on."""
    pair = [getattr(command, side, "") for side in ("delegator", "delegatee")]
    if all(pair):
        return streams.agreement(*pair)
    if isinstance(command, SealDemand) and not command.case:
        return streams.seal_demand(command.number)
    if number := getattr(command, "certificate", ""):
        return streams.certificate(number)
    return streams.case(getattr(command, "case", ""))


async def _of_the_seat(unit: Unit) -> NotPermitted | None:
    """That the seat was not held, if so: anybody may name any, and an attempt names an organ.

    An organ that there is not is refused as such.
    """
    try:
        await require_seat(unit, await unit.rules())
    except NotPermitted as refusal:
        return refusal
    return None


def _check_personal(command: Command, encode: Callable[[object], bytes]) -> None:
    """Refuse identity numbers in texts: they are stored as they are, and can never be erased."""
    for name in command.__struct_fields__:
        value = getattr(command, name)
        if not isinstance(value, Plain) and names_a_person(encode(value).decode()):
            raise Invalid(
                "command.personal_data",
                "内容中有公民身份号码：它只能填入申请人栏，以密文保存；请改用“申请人”等称呼",
            )


class OutdatedError(Exception):
    """What the caller looked at has moved on since: it expected another version of a stream."""


class BusyError(Exception):
    """Others kept changing what the decision rests on; nothing was recorded, try again."""


class Done(Struct, frozen=True):
    """What a command led to: its events with stream and version, also for a repeat."""

    events: tuple[tuple[str, Event], ...]
    appended: Appended
    versions: tuple[int, ...]


class Executor:
    """Executes commands of all tenants of a process."""

    def __init__(
        self, log: EventLog, vault: Vault, clock: Clock = lambda: datetime.now(UTC)
    ) -> None:
        self.log = log
        self.vault = vault
        self._clock = clock
        self._cache = FoldCache()
        self._encode = msgspec.json.Encoder(order="sorted").encode

    async def execute(
        self,
        tenant: str,
        by: By,
        command: Command,
        command_id: UUID,
        *,
        correlation: UUID | None = None,
        causation: str = "",
        expected: Mapping[str, int] = NOTHING_EXPECTED,
    ) -> Done:
        """Carry the command out, or raise its refusal, having changed nothing.

        `correlation` and `causation` (an event's ref) say what the command belongs to and follows
        from. `expected` holds versions of streams that the caller insists on.

        Raises `Refusal`, `BusyError`; `CommandReusedError` for an id that stands for another one,
        `OutdatedError` where a stream has another version than expected.
        """
        _check_values(command)
        fingerprint = self._fingerprint(by, command)
        earliest = datetime.min.replace(tzinfo=UTC)
        for attempt in range(_TRIES):
            now = max(self._clock(), earliest)
            unit = Unit(
                self.log,
                self._cache,
                tenant=tenant,
                by=by,
                at=command.occurred_at or now,
                fresh=attempt > 0,
                late_reason="" if command.occurred_at is None else command.late_reason.strip(),
            )
            append = self._append(
                unit, command_id, correlation or command_id, causation, fingerprint
            )
            try:
                await _check_time(command, unit, now)
                await self._decide(command, unit, expected)
            except (Refusal, OutdatedError) as no:
                if isinstance(no, BeforePredecessor) and command.occurred_at is None:
                    # "Now" passed while we decided, or another machine's clock is ahead of ours.
                    earliest = no.latest
                    continue
                if not unit.fresh:
                    continue  # decided on cached facts: look again before saying no
                earlier = await self._earlier(tenant, command_id, fingerprint)
                if earlier is not None:
                    return earlier
                if command.POWER and isinstance(no, NotPermitted):
                    said = await _of_the_seat(unit) or no
                    await self._remember_attempt(unit, command, said, command_id, append)
                    raise said from None
                raise
            try:
                appended = await self.log.append(append())
            except ConflictError:
                # Many at one stream: whoever waits a little, and not all alike, gets through.
                await asyncio.sleep(random() * _BACKOFF_SECONDS * attempt)  # noqa: S311  no secret
                continue
            except ValueError as error:
                raise Invalid("command.unstorable", f"内容无法保存：{error}") from error
            await unit.finish()
            if appended.repeated:
                return await self._repeat(tenant, appended)
            unit.remember()
            return Done(tuple(unit.events), appended, unit.versions())
        raise BusyError

    def _fingerprint(self, by: By, command: Command) -> bytes:
        """Of the command's content, which must be something that the log can hold."""
        try:
            content = self._encode((by, command.TYPE, command))
        except (OverflowError, ValueError) as error:  # beyond 64 bits, or half a character
            raise Invalid("command.unstorable", f"内容无法保存：{error}") from error
        if holds_nul(content):
            raise Invalid("command.unstorable", "内容无法保存：含有空字符")
        if names_a_person(content.decode()):  # who, is looked at only then: every command is here
            _check_personal(command, self._encode)
        return self.vault.fingerprint(content)

    def unit(self, tenant: str, by: By = NOBODY, at: datetime | None = None) -> Unit:
        """A unit for questions: it reads fresh facts and is never appended."""
        return Unit(self.log, self._cache, tenant=tenant, by=by, at=at or self._clock(), fresh=True)

    async def _decide(self, command: Command, unit: Unit, expected: Mapping[str, int]) -> None:
        await HANDLERS[type(command)](command, unit, self.vault)
        for stream, version in expected.items():
            if await unit.version(stream) != version:
                raise OutdatedError

    def _append(
        self,
        unit: Unit,
        command_id: UUID,
        correlation: UUID,
        causation: str,
        fingerprint: bytes,
    ) -> Callable[[], Append]:
        return lambda: Append(
            tenant=unit.tenant,
            command=command_id,
            fingerprint=fingerprint,
            actor=unit.by.person,
            post=unit.by.seat,
            correlation=correlation,
            causation=causation,
            policy=unit.policy,
            expected={stream: fact.version for stream, fact in unit.read.items()},
            events=unit.events,
        )

    async def _earlier(self, tenant: str, command_id: UUID, fingerprint: bytes) -> Done | None:
        """A command that was carried out before would often be refused now; it is a repeat."""
        appended = await self.log.find(tenant, command_id, fingerprint)
        return None if appended is None else await self._repeat(tenant, appended)

    async def _repeat(self, tenant: str, appended: Appended) -> Done:
        recorded: list[Recorded] = []
        if appended.count:
            recorded = await self.log.read(tenant, appended.first - 1, limit=appended.count)
        for item in recorded:
            if isinstance(item.event, AttemptMade):
                raise item.event.refusal()
        return Done(
            tuple((item.stream, item.event) for item in recorded),
            appended,
            tuple(item.version for item in recorded),
        )

    async def _remember_attempt(
        self,
        unit: Unit,
        command: Command,
        refusal: NotPermitted,
        command_id: UUID,
        append: Callable[[], Append],
    ) -> None:
        stream = streams.attempts(unit.by.organ, command_id)
        attempt = AttemptMade(
            occurred_at=unit.at,
            attempt=str(command_id),
            organ=unit.by.organ,
            person=unit.by.person,
            post=unit.by.post,
            act=command.TYPE,
            code=refusal.code,
            message=refusal.message,
            clause=refusal.clause,
            source=refusal.source,
            about=_about(command),
            detail=refusal.detail,
            late_reason=unit.late_reason or UNSET,
        )
        unit.read = {stream: Fact(stream, 0, None)}
        unit.events = [(stream, attempt)]
        # A conflict or a repeat here: the same command was delivered twice at once, and the other
        # delivery remembered the attempt.
        with suppress(ConflictError):
            await self.log.append(append())
