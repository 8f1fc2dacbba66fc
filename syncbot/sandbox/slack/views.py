"""Views: a stack of at most three modals a person, one home each; hashes, external ids."""

from __future__ import annotations

import copy
import itertools
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from syncbot.sandbox.slack import state
from syncbot.sandbox.slack.answers import ApiError, Code, Json
from syncbot.sandbox.slack.people import APP_ID, BOT_ID, TEAM_ID
from syncbot.sandbox.slack.rules.payload import breaches_of_view, elements_of, too_large

STACK = 3
_NAMED = ("private_metadata", "callback_id", "external_id")


@dataclass(slots=True)
class OpenView:
    """A view that a person can look at.

    Attributes:
        spec: The view as the app gave it, with the ids that Slack fills in.
        errors: Inline errors of the last submission, by block_id.
        banner: What stands over the view when talking to the app failed; empty otherwise.
        updated: Whether it was replaced since it was opened.
    """

    view_id: str
    user_id: str
    spec: Json
    root_view_id: str
    previous_view_id: str | None
    hash: str
    values: state.State
    errors: dict[str, str] = field(default_factory=dict)
    banner: str = ""
    updated: bool = False

    @property
    def blocks(self) -> list[Json]:
        """The blocks, each with its block_id."""
        blocks: list[Json] = self.spec["blocks"]
        return blocks

    def body(self, *, untouched_as_null: bool = False) -> Json:
        """The view object of the Web API and of interactions."""
        named = {key: self.spec.get(key) or "" for key in _NAMED}
        shown = {key: self.spec.get(key) for key in ("title", "close", "submit")}
        closing = {key: bool(self.spec.get(key)) for key in ("clear_on_close", "notify_on_close")}
        values = state.payload(self.values, untouched_as_null=untouched_as_null and self.updated)
        return {
            "id": self.view_id,
            "team_id": TEAM_ID,
            "type": self.spec["type"],
            "blocks": copy.deepcopy(self.blocks),
            **named,
            "state": values,
            "hash": self.hash,
            **shown,
            **closing,
            "root_view_id": self.root_view_id,
            "previous_view_id": self.previous_view_id,
            "app_id": APP_ID,
            "bot_id": BOT_ID,
            "app_installed_team_id": TEAM_ID,
        }


def accepted(view: object, *, kinds: Sequence[str]) -> Json:
    """The view with every id filled in, once it keeps all rules.

    Raises:
        ApiError: `invalid_arguments` with each breach, or `view_too_large`.
    """
    breaches = breaches_of_view(view)
    if breaches or not isinstance(view, dict):
        raise ApiError(Code.INVALID_ARGUMENTS, [str(breach) for breach in breaches])
    if view["type"] not in kinds:
        raise ApiError(Code.INVALID_ARGUMENTS, [f"[ERROR] unsupported type: {view['type']} [json-pointer:/view/type]"])
    if too_large(view):
        raise ApiError(Code.VIEW_TOO_LARGE)
    return identified(view)


def identified(spec: Json) -> Json:
    """The same with a block_id and action_id wherever the app gave none: new ones each time, as Slack does."""
    spec = copy.deepcopy(spec)
    for block in spec["blocks"]:
        block.setdefault("block_id", secrets.token_urlsafe(4))
        for element in elements_of(block):
            if element["type"] != "image":
                element.setdefault("action_id", secrets.token_urlsafe(4))
    return spec


class Views:
    """Every view that is open."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self.stacks: dict[str, list[OpenView]] = {}
        self.homes: dict[str, OpenView] = {}

    def top(self, user_id: str) -> OpenView | None:
        """The modal that this person sees."""
        stack = self.stacks.get(user_id)
        return stack[-1] if stack else None

    def open(self, user_id: str, spec: Json) -> OpenView:
        """A new root; what was open before is closed."""
        self._unique(spec, None)
        view = self._made(user_id, spec, below=None)
        self.stacks[user_id] = [view]
        return view

    def push(self, user_id: str, spec: Json) -> OpenView:
        """One more on the stack.

        Raises:
            ApiError: `push_limit_reached` over three.
        """
        stack = self.stacks[user_id]
        if len(stack) >= STACK:
            raise ApiError(Code.PUSH_LIMIT_REACHED)
        self._unique(spec, None)
        view = self._made(user_id, spec, below=stack[-1])
        stack.append(view)
        return view

    def update(self, view: OpenView, spec: Json) -> None:
        """Replace what a view shows; values are carried over by the rule of `state`."""
        self._unique(spec, view)
        view.spec = spec
        view.values = state.carried(spec["blocks"], view.values)
        view.errors, view.banner, view.updated = {}, "", True
        view.hash = self._hash()

    def publish(self, user_id: str, spec: Json) -> OpenView:
        """Set a person's home."""
        current = self.homes.get(user_id)
        if current is None:
            self._unique(spec, None)
            self.homes[user_id] = self._made(user_id, spec, below=None)
        else:
            self.update(current, spec)
        return self.homes[user_id]

    def find(self, view_id: str | None = None, external_id: str | None = None) -> OpenView:
        """The open view.

        Raises:
            ApiError: `not_found`, also when the person has closed it.
        """
        for view in self._all():
            if view.view_id == view_id or (external_id and view.spec.get("external_id") == external_id):
                return view
        raise ApiError(Code.NOT_FOUND)

    def is_open(self, view: OpenView) -> bool:
        """Whether the person still has it."""
        return any(view is one for one in self._all())

    def pop(self, view: OpenView) -> None:
        """Close the view and all above it."""
        stack = self.stacks.get(view.user_id, [])
        if view in stack:
            del stack[stack.index(view) :]

    def renew_hash(self, user_id: str) -> None:
        """After the view above was submitted: no hash that the app holds is valid for the one beneath."""
        beneath = self.top(user_id)
        if beneath is not None:
            beneath.hash = self._hash()

    def _all(self) -> Iterator[OpenView]:
        yield from self.homes.values()
        for stack in self.stacks.values():
            yield from stack

    def _unique(self, spec: Json, own: OpenView | None) -> None:
        external_id = spec.get("external_id")
        if external_id and any(v is not own and v.spec.get("external_id") == external_id for v in self._all()):
            raise ApiError(Code.DUPLICATE_EXTERNAL_ID)

    def _made(self, user_id: str, spec: Json, *, below: OpenView | None) -> OpenView:
        view_id = f"V{next(self._numbers):08d}"
        root = below.root_view_id if below else view_id
        previous = below.view_id if below else None
        return OpenView(view_id, user_id, spec, root, previous, self._hash(), state.fresh(spec["blocks"]))

    def _hash(self) -> str:
        return f"{1_700_000_000 + next(self._numbers)}.{secrets.token_hex(4)}"
