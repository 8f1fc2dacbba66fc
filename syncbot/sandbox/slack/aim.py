"""Where a person's hand goes: the uppermost place that has something called so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from syncbot.sandbox.slack import state
from syncbot.sandbox.slack.answers import Json
from syncbot.sandbox.slack.channels import Message
from syncbot.sandbox.slack.eyes import Eyes
from syncbot.sandbox.slack.finding import Spot, fields, matching, pressables
from syncbot.sandbox.slack.hands import Hands, Place
from syncbot.sandbox.slack.mrkdwn import Reader, spoken
from syncbot.sandbox.slack.rules.composition import options_of
from syncbot.sandbox.slack.workspace import Workspace

Finder = Callable[[Sequence[Json], state.State, Reader], list[Spot]]
Found = tuple[Place, list[Spot]]


class Aim:
    """One person's."""

    def __init__(self, workspace: Workspace, eyes: Eyes, hands: Hands) -> None:
        self._workspace = workspace
        self._eyes = eyes
        self._hands = hands

    @property
    def reader(self) -> Reader:
        """How this person reads."""
        return self._workspace.reader(self._eyes.user.user_id)

    def buttons(self, name: str, near: str | None) -> list[Found]:
        """Each place that has a button or menu entry called so, the uppermost first."""
        return list(self._holding(pressables, name, near))

    def field(self, label: str, near: str | None, kinds: Sequence[str]) -> tuple[Place, Spot]:
        """The input of one of these kinds.

        Raises:
            AssertionError: There is none, or several.
        """
        found = ((place, [s for s in spots if s.kind in kinds]) for place, spots in self._holding(fields, label, near))
        return self.only([(place, spots) for place, spots in found if spots], label)

    def only(self, places: Sequence[Found], name: str) -> tuple[Place, Spot]:
        """The one in the uppermost place.

        Raises:
            AssertionError: There is none, or several.
        """
        if not places:
            self._eyes.refuse(f"finds no “{name}”")
        place, spots = places[0]
        if len(spots) > 1:
            self._eyes.refuse(f"finds {len(spots)} of “{name}”, and needs to know near what")
        return place, spots[0]

    def box(self, option: str, *, ticked: bool) -> tuple[Place, Spot]:
        """The checkboxes that have this one.

        Raises:
            AssertionError: None has it in this state.
        """
        for place in self._places():
            values = self._hands.values(place)
            for spot in fields(list(place.blocks), values, self.reader):
                if spot.kind == "checkboxes" and option in self._boxes(spot, values[spot.key], ticked=ticked):
                    return place, spot
        return self._eyes.refuse(f"finds no box “{option}” that is {'ticked' if ticked else 'not ticked'}")

    def messages(self) -> list[Message]:
        """What this person can read, the newest change first."""
        return list(reversed(self._workspace.channels.readable(self._eyes.user.user_id)))

    def _boxes(self, spot: Spot, held: state.Held, *, ticked: bool) -> list[str]:
        on = {one["value"] for one in held.value or ()}
        return [spoken(one["text"], self.reader) for one in options_of(spot.element) if (one["value"] in on) is ticked]

    def _places(self) -> Iterator[Place]:
        user_id = self._eyes.user.user_id
        top, home = self._workspace.views.top(user_id), self._workspace.views.homes.get(user_id)
        yield from [top] if top else []
        yield from [home] if home and self._eyes.at_home else []
        yield from self.messages()

    def _holding(self, finder: Finder, name: str, near: str | None) -> Iterator[Found]:
        for place in self._places():
            spots = matching(finder(list(place.blocks), self._hands.values(place), self.reader), name, near)
            if spots:
                yield place, spots
