"""A person who uses Slack: acts by labels and words, and refuses what a person could not do."""

from __future__ import annotations

from syncbot.sandbox.slack import outcomes, payloads, state
from syncbot.sandbox.slack.aim import Aim
from syncbot.sandbox.slack.attaching import Attaching
from syncbot.sandbox.slack.channels import Message
from syncbot.sandbox.slack.choosing import Choosing
from syncbot.sandbox.slack.deliveries import Ack, Deliveries
from syncbot.sandbox.slack.eyes import DEADLINE_SECONDS, Eyes
from syncbot.sandbox.slack.filling import TYPED_KINDS, dispatches, value_of
from syncbot.sandbox.slack.finding import Spot
from syncbot.sandbox.slack.hands import Hands, Place
from syncbot.sandbox.slack.mrkdwn import spoken
from syncbot.sandbox.slack.people import User
from syncbot.sandbox.slack.screen import Screen
from syncbot.sandbox.slack.telling import Telling
from syncbot.sandbox.slack.workspace import Workspace


class Person(Attaching):
    """One person at the screen. Everything that acts returns how the app acked, once it did."""

    def __init__(self, workspace: Workspace, deliveries: Deliveries, user: User) -> None:
        self.user = user
        self._workspace = workspace
        self._deliveries = deliveries
        self._eyes = Eyes(workspace, user)
        self._telling = Telling(workspace, deliveries, user)
        self._hands = Hands(workspace, deliveries, user)
        self._aim = Aim(workspace, self._eyes, self._hands)
        self._choosing = Choosing(workspace, self._hands, user)
        self._asked: tuple[Message, Spot] | None = None

    @property
    def user_id(self) -> str:
        """Their id."""
        return self.user.user_id

    @property
    def modal(self) -> Screen | None:
        """The top modal, or None."""
        return self._eyes.modal

    @property
    def home(self) -> Screen | None:
        """The app's home as it was last published, or None before."""
        return self._eyes.home

    @property
    def depth(self) -> int:
        """How many modals are on top of each other."""
        return len(self._workspace.views.stacks.get(self.user_id, ()))

    async def see(self, *words: str, deadline_seconds: float = DEADLINE_SECONDS) -> Screen:
        """Wait until the modal, home, or a newest message contains all the words; AssertionError with the screen."""
        return await self._eyes.see(*words, deadline_seconds=deadline_seconds)

    async def sees_no_more(self, words: str, *, deadline_seconds: float = DEADLINE_SECONDS) -> None:
        """Wait until nothing in sight contains the words any more."""
        await self._eyes.sees_no_more(words, deadline_seconds=deadline_seconds)

    def on_screen(self) -> str:
        """The whole text of what is in sight, for reports."""
        return self._eyes.everything()

    def messages(self, channel: str) -> list[Screen]:
        """What everybody in a channel reads there, threads included, oldest first."""
        return self._eyes.messages(self._workspace.channels.find(channel))

    def direct_messages(self) -> list[Screen]:
        """What the app wrote to this person directly, oldest first."""
        return self._eyes.messages(self._workspace.channels.direct(self.user.user_id))

    def ephemerals(self) -> list[Screen]:
        """What only this person can read, the newest change last."""
        return self._eyes.ephemerals()

    def notices(self) -> list[str]:
        """What Slack itself told this person, oldest first."""
        return [one.text for one in self._workspace.notices(self.user.user_id)]

    def say(self, text: str, channel: str = "general") -> Screen:
        """Write a message of one's own."""
        return self._eyes.screen_of(self._telling.post(text, channel))

    async def command(self, line: str, *, channel: str = "general", thread: str | None = None) -> Ack | None:
        """Type a slash command in a channel; `thread` is the ts of a thread it is typed in.

        Returns:
            How it was acked; None when Slack itself refuses it, and says so.
        """
        self._must_be_here()
        name = line.partition(" ")[0]
        place = self._workspace.channels.find(channel)
        if self.user.user_id not in place.members:
            self._eyes.refuse(f"is not in #{channel}")
        if thread is not None or not self._workspace.app.has_command(name):
            why = f"{name} is not supported in threads. Sorry!" if thread else f"{name} is not a valid command."
            self._workspace.notify(self.user.user_id, why)
            await self._workspace.watch.changed()
            return None
        self._eyes.at_home = False
        form = payloads.command(self._workspace, self.user, place, line)
        ack = await self._deliveries.command(form)
        outcomes.command_answered(self._workspace, form, ack)
        await self._workspace.watch.changed()
        return ack

    async def shortcut(self, name: str, *, on: str | None = None) -> Ack:
        """Use a shortcut by its name; `on` are words of the message that a message shortcut is used on."""
        self._must_be_here()
        chosen = self._workspace.app.shortcuts.get(name)
        if chosen is None or (chosen.kind == "message") != (on is not None):
            self._eyes.refuse(f"finds no such shortcut: {name}")
        message = next((one for one in self._aim.messages() if on and on in self._eyes.screen_of(one)), None)
        if on and (message is None or message.ephemeral_to):
            self._eyes.refuse(f"finds no message with “{on}”")
        payload = payloads.shortcut(self._workspace, self.user, chosen, message)
        return await self._told(await self._deliveries.interaction(payload))

    async def open_home(self) -> Ack:
        """Open the app's home."""
        self._must_be_here()
        self._eyes.at_home = True
        return await self._telling.home_opened() or self._eyes.refuse("opens a home that the app is not told of")

    async def paste(self, text: str, channel: str = "general", *, thread: str | None = None) -> Ack | None:
        """Write a message with a link, in a thread where its ts is given; None when the app is not told of it."""
        return await self._telling.paste(text, channel, thread)

    async def press(self, name: str, *, near: str | None = None) -> Ack | None:
        """Press a button, or pick an entry of an overflow menu; `near` are words of its row.

        A modal's submit and close are buttons as well, and so are the two of a question that is asked first.

        Returns:
            How it was acked; None when nothing was sent.
        """
        if self._asked is not None:
            return await self._decide(*self._asked, name)
        view = self._workspace.views.top(self.user.user_id)
        places = self._aim.buttons(name, near)
        if view is not None and (not places or places[0][0] is not view):
            if name == spoken(view.spec.get("submit"), self._aim.reader):
                return await self.submit()
            if name == (spoken(view.spec.get("close"), self._aim.reader) or "Cancel"):
                await self.close()
                return None
        place, spot = self._aim.only(places, name)
        confirm = spot.element.get("confirm")
        if confirm and isinstance(place, Message):
            self._asked, self._eyes.question = (place, spot), confirm
            return None
        return await self._hands.press(place, spot)

    async def fill(self, label: str, text: str, *, near: str | None = None) -> None:
        """Type into an input; what was in it is gone."""
        place, spot = self._aim.field(label, near, TYPED_KINDS)
        await self._hands.hold(place, spot, value_of(spot.element, text))
        if dispatches(spot.block, spot.element, "on_character_entered"):
            await self._hands.tell(place, spot)

    async def enter(self, label: str, text: str, *, near: str | None = None) -> Ack:
        """Type into an input that answers to Enter, and press it."""
        place, spot = self._aim.field(label, near, TYPED_KINDS)
        if not dispatches(spot.block, spot.element, "on_enter_pressed"):
            self._eyes.refuse(f"presses Enter in “{label}”, and nothing would happen")
        await self._hands.hold(place, spot, value_of(spot.element, text))
        return await self._hands.tell(place, spot)

    async def choose(self, label: str, option: str, *, typed: str | None = None, near: str | None = None) -> Ack | None:
        """Choose an option by what it reads, after typing into the menu; a date as 2026-11-23, a time as 06:30."""
        place, spot = self._aim.field(label, near, _CHOSEN)
        await self._choosing.pick(place, spot, option, typed=typed)
        return await self._chosen(place, spot)

    async def unchoose(self, label: str, option: str, *, near: str | None = None) -> Ack | None:
        """Take one of several choices back."""
        place, spot = self._aim.field(label, near, _SEVERAL)
        await self._choosing.drop(place, spot, option)
        return await self._chosen(place, spot)

    async def clear(self, label: str, *, near: str | None = None) -> Ack | None:
        """Empty an optional input."""
        place, spot = self._aim.field(label, near, tuple(state.KINDS))
        if not spot.block.get("optional"):
            self._eyes.refuse(f"cannot empty “{label}”, which is required")
        await self._hands.hold(place, spot, None)
        return await self._chosen(place, spot)

    async def options(self, label: str, *, typed: str | None = None, near: str | None = None) -> list[str]:
        """What a menu offers; `No result` when that is nothing, or when the app's answer breaks a rule."""
        place, spot = self._aim.field(label, near, _CHOSEN)
        return await self._choosing.names(place, spot, typed)

    async def tick(self, option: str) -> Ack | None:
        """Tick a checkbox by what stands beside it."""
        place, spot = self._aim.box(option, ticked=False)
        await self._choosing.pick(place, spot, option, typed=None)
        return await self._chosen(place, spot)

    async def untick(self, option: str) -> Ack | None:
        """Take a tick away."""
        place, spot = self._aim.box(option, ticked=True)
        await self._choosing.drop(place, spot, option)
        return await self._chosen(place, spot)

    async def submit(self) -> Ack | None:
        """Press the modal's submit; None when the client itself shows what is missing, and asks nobody."""
        view = self._workspace.views.top(self.user.user_id)
        if view is None or not view.spec.get("submit") or view.spec.get("submit_disabled"):
            self._eyes.refuse("has nothing to submit")
        return await self._hands.submit(view)

    async def close(self) -> None:
        """Close the top modal; what is beneath shows."""
        top = self._workspace.views.top(self.user.user_id)
        await self._hands.close(top or self._eyes.refuse("has no modal to close"))

    async def _chosen(self, place: Place, spot: Spot) -> Ack | None:
        """An input tells the app only when it dispatches; everything else always does."""
        if spot.block["type"] == "input" and not spot.block.get("dispatch_action"):
            return None
        return await self._hands.tell(place, spot)

    async def _decide(self, message: Message, spot: Spot, name: str) -> Ack | None:
        """Answer the question that a button asks first."""
        confirm = spot.element["confirm"]
        yes, no = (spoken(confirm[key], self._aim.reader) for key in ("confirm", "deny"))
        if name not in (yes, no):
            self._eyes.refuse(f"is asked first, and cannot press “{name}”")
        self._asked = self._eyes.question = None
        return await self._hands.press(message, spot) if name == yes else None

    async def _told(self, ack: Ack) -> Ack:
        if not ack.acked:
            self._workspace.notify(self.user.user_id, f"This app did not respond: {ack.failure}")
            await self._workspace.watch.changed()
        return ack

    def _must_be_here(self) -> None:
        if self.user.deactivated:
            self._eyes.refuse("is deactivated")


_CHOSEN = tuple(kind for kind in state.KINDS if kind not in (*TYPED_KINDS, "checkboxes", "file_input"))
_SEVERAL = tuple(kind for kind in _CHOSEN if state.KINDS[kind].several)
