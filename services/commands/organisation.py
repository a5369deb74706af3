from domain.kernel import streams
from domain.kernel.authority import OPERATOR
from domain.kernel.facts import Post, Staff
from domain.organisation import posts
from domain.organisation.posts import (
    AssumePost,
    AuthoriseStaff,
    LeavePost,
    WithdrawStaffAuthorisation,
)
from infra.vault import Vault
from services.commands.common import Handlers, require_seat
from services.unit import Unit


async def change_post(command: AssumePost | LeavePost, unit: Unit, _: Vault) -> None:
    rules = await unit.rules()
    if unit.by != OPERATOR:
        await require_seat(unit, rules)
    stream = streams.post(command.organ, command.post)
    post = await unit.get(stream, Post)
    unit.write(stream, posts.decide_post(command, post.state, unit.by, unit.at, rules))


async def authorise(
    command: AuthoriseStaff | WithdrawStaffAuthorisation, unit: Unit, _: Vault
) -> None:
    rules = await unit.rules()
    await require_seat(unit, rules)
    stream = streams.person(command.person)
    await unit.get(stream, Staff)
    unit.write(stream, posts.decide_staff(command, unit.by, unit.at, rules))


HANDLERS: Handlers = {
    AssumePost: change_post,
    LeavePost: change_post,
    AuthoriseStaff: authorise,
    WithdrawStaffAuthorisation: authorise,
}
