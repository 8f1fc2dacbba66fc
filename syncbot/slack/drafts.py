"""`drafts`: what a person left unfinished, and how it goes on."""

from __future__ import annotations

from functools import partial

from syncbot.changes.model import Change, Session
from syncbot.changes.open import open_session
from syncbot.changes.permission import Role, require
from syncbot.changes.reading import shape_in
from syncbot.changes.rejoin import rejoin
from syncbot.slack import drafts_view
from syncbot.slack.answering import tell
from syncbot.slack.bot import Bot
from syncbot.slack.calls import Answer, Call
from syncbot.slack.command import Command
from syncbot.slack.drafts_view import Draft
from syncbot.slack.editing import show_editor
from syncbot.slack.linking import linked
from syncbot.slack.parts import unfinished
from syncbot.slack.scene import place_of
from syncbot.slack.stage import open_stage
from syncbot.slack.verbs import Verb
from syncbot.sync.difference import difference
from syncbot.sync.known import NOTHING_KNOWN


async def list_drafts(bot: Bot, call: Call, _command: Command) -> None:
    """`drafts`: to the caller alone."""
    await require(bot.desk, call.user_id, Role.EDIT)
    drafts, requests = await drafts_of(bot, call.user_id), await requests_of(bot, call.user_id)
    await tell(bot, call, drafts_view.message(drafts, requests, command=bot.home.command, url_of=bot.home.sync_url))


async def drafts_of(bot: Bot, person: str) -> list[Draft]:
    """A person's drafts, the last begun first; those that change nothing are none."""
    found = [_draft(bot, session) for session in await bot.desk.sessions.drafts(person)]
    return sorted((one for one in found if one.lines), key=lambda one: one.begun_at, reverse=True)


async def requests_of(bot: Bot, person: str) -> list[Change]:
    """The requests of a person that nobody has decided yet."""
    return [change for change in await bot.desk.changes.undecided() if change.actor == person]


async def carry_on(bot: Bot, call: Call) -> Answer:
    """*Continue*: the editor on the draft, with what others changed meanwhile."""
    await require(bot.desk, call.user_id, Role.EDIT)
    session_id, sync_id = drafts_view.read(call.value)

    async def show(view_id: str, _retry_id: str) -> None:
        session = await rejoin(bot.desk, session_id, call.user_id)
        await show_editor(bot, session, view_id, place_of(session))

    return Answer(then=partial(open_stage, bot, call, f"{Verb.EDIT} {sync_id}", show))


async def start_over(bot: Bot, call: Call) -> Answer:
    """*Start over*: the sync is opened as it is now; the new draft takes the place of the old one."""
    await require(bot.desk, call.user_id, Role.EDIT)
    _, sync_id = drafts_view.read(call.value)

    async def show(view_id: str, _retry_id: str) -> None:
        session = await open_session(bot.desk, call.user_id, sync_id)
        await show_editor(bot, session, view_id, place_of(session))

    return Answer(then=partial(open_stage, bot, call, f"{Verb.EDIT} {sync_id}", show))


async def discard(bot: Bot, call: Call) -> Answer:
    """*Discard*."""
    await require(bot.desk, call.user_id, Role.EDIT)
    session_id, _ = drafts_view.read(call.value)
    session = await bot.desk.sessions.get(session_id, call.user_id)
    await bot.desk.sessions.discard(session_id, call.user_id)
    name = str(session.base.get("name") or session.sync_id)
    said = linked(drafts_view.discarded(name), bot.home.sync_url(session.sync_id))
    return Answer(then=partial(tell, bot, call, said))


def _draft(bot: Bot, session: Session) -> Draft:
    items = difference(session.base, session.draft, shape=shape_in(bot.desk, session.base), known=NOTHING_KNOWN)
    return Draft(
        session_id=session.session_id,
        sync_id=session.sync_id,
        name=str(session.base.get("name") or session.sync_id),
        begun_at=session.based_at,
        lines=(*(item.line for item in items), *unfinished.lines(session)),
    )
