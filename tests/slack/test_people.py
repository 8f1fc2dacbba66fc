from __future__ import annotations

import asyncio
from typing import Any

import pytest

from syncbot.errors import SlackFault
from syncbot.slack.people import Access, SlackPeople, mentions

TEAM = "T1"
PLAIN: dict[str, Any] = {"id": "U1", "team_id": TEAM, "tz": "Europe/Berlin", "profile": {"display_name": "anna"}}


class _Slack:
    """Answers users.info and the members of groups; counts what it was asked."""

    def __init__(self, user: dict[str, Any] | None = None, members: frozenset[str] = frozenset()) -> None:
        self.person = user or PLAIN
        self.members = members
        self.asked = 0
        self.down = False

    async def user(self, user_id: str) -> dict[str, Any]:
        self.asked += 1
        if self.down:
            raise SlackFault("no answer", code="no_answer")
        return self.person | {"id": user_id}

    async def group_members(self, _group_id: str) -> frozenset[str]:
        self.asked += 1
        return self.members

    async def group_handles(self) -> dict[str, str]:
        return {"S1": "revops"}


def _people(slack: _Slack, *, editors: str = "", approvers: str = "", emergency: str = "", now: float = 0.0) -> Any:
    def ids(text: str) -> frozenset[str]:
        return frozenset(text.split())

    shown: Any = slack
    access = Access(ids(editors), ids(approvers), ids(emergency))
    return SlackPeople(shown, access, team_id=TEAM, monotonic=lambda: now)


async def test_a_named_person_has_the_role_that_names_them() -> None:
    roles = await _people(_Slack(), editors="U1", approvers="U2").roles("U1")
    assert (roles.editor, roles.approver, roles.known) == (True, False, True)


async def test_a_member_of_a_named_group_has_its_role() -> None:
    roles = await _people(_Slack(members=frozenset({"U1"})), approvers="S1").roles("U1")
    assert (roles.editor, roles.approver) == (False, True)


@pytest.mark.parametrize("flag", ["is_restricted", "is_ultra_restricted", "is_stranger", "deleted", "is_bot"], ids=str)
async def test_everybody_never_means_guests_strangers_bots_or_deactivated_people(flag: str) -> None:
    roles = await _people(_Slack(PLAIN | {flag: True}), editors="*", approvers="*", emergency="*").roles("U1")
    assert (roles.editor, roles.approver, roles.emergency) == (False, False, False)


async def test_everybody_never_means_people_of_another_workspace() -> None:
    roles = await _people(_Slack(PLAIN | {"team_id": "T2"}), editors="*").roles("U1")
    assert roles.editor is False


async def test_everybody_means_every_full_member() -> None:
    roles = await _people(_Slack(), editors="*").roles("U1")
    assert roles.editor is True


async def test_a_deactivated_person_has_no_role_even_when_named() -> None:
    roles = await _people(_Slack(PLAIN | {"deleted": True}), approvers="U1").roles("U1")
    assert roles.approver is False


async def test_a_slack_that_cannot_be_asked_permits_nothing_and_says_that_it_is_not_known() -> None:
    slack = _Slack()
    slack.down = True
    roles = await _people(slack, editors="U1").roles("U1")
    assert (roles.editor, roles.known) == (False, False)


async def test_a_decision_asks_slack_anew_where_a_look_takes_an_answer_of_the_last_minute() -> None:
    slack = _Slack(members=frozenset({"U1"}))
    people = _people(slack, approvers="S1")
    await people.roles("U1")
    asked = slack.asked
    await people.roles("U1")
    assert slack.asked == asked
    slack.members = frozenset()
    assert (await people.roles("U1", fresh=True)).approver is False


async def test_those_who_may_are_named_as_people_read_them() -> None:
    people = _people(_Slack(), editors="U1 S1")
    await people.learn_names()
    assert await people.who_may("edit") == "@revops, @anna"
    assert await people.who_may("approve") == "nobody yet"


@pytest.mark.parametrize(("told", "zone"), [("Asia/Calcutta", "Asia/Calcutta"), ("Mars/Base", "UTC"), ("EST", "UTC")])
async def test_a_time_zone_that_nobody_here_knows_is_utc(told: str, zone: str) -> None:
    assert await _people(_Slack(PLAIN | {"tz": told})).zone("U1") == zone


async def test_the_time_zone_is_utc_where_slack_cannot_be_asked() -> None:
    slack = _Slack()
    slack.down = True
    assert await _people(slack).zone("U1") == "UTC"


def test_mentions_name_five_and_count_the_rest() -> None:
    assert mentions(["U1", "S1"]) == "<!subteam^S1>, <@U1>"
    assert mentions([f"U{n}" for n in range(7)]).endswith("<@U4> and 2 more")
    assert mentions(["*"]) == "every full member of this workspace"


async def test_those_who_are_asked_are_named_without_the_one_who_asks() -> None:
    people = _people(_Slack(), approvers="U1 U2")
    assert await people.who_may("approve", besides="U2") == "@anna"
    assert people.mention_approvers(besides="U2") == "<@U1>"
    assert people.mention_approvers() == "<@U1>, <@U2>"
    assert mentions(["*"], besides="U2") == "every full member of this workspace but the requester"
    assert mentions(["U2"], besides="U2") == "nobody yet"


async def test_a_person_who_was_never_looked_up_has_a_name_and_is_looked_up_once() -> None:
    slack = _Slack()
    people = _people(slack, editors="U7 S1")
    assert await people.name_of("U3") == "anna"
    assert await people.who_may("edit") == "@revops, @anna"
    asked = slack.asked
    assert await people.name_of("U3") == "anna"
    assert slack.asked == asked


async def test_a_person_is_called_by_their_id_while_slack_does_not_answer_and_by_name_once_it_does() -> None:
    slack = _Slack()
    slack.down = True
    people = _people(slack, editors="U1")
    assert await people.name_of("U3") == "U3"
    assert await people.who_may("edit") == "@U1"
    slack.down = False
    assert await people.name_of("U3") == "anna"
    assert await people.who_may("edit") == "@anna"


KINDS: dict[str, tuple[dict[str, Any], bool, bool]] = {
    "member": ({}, True, True),
    "guest": ({"is_restricted": True}, True, False),
    "guest of one channel": ({"is_ultra_restricted": True}, True, False),
    "stranger": ({"is_stranger": True, "team_id": "T2"}, True, False),
    "of another workspace": ({"team_id": "T2"}, True, False),
    "bot": ({"is_bot": True}, True, False),
    "deactivated": ({"deleted": True}, False, False),
}
"""What Slack says of somebody; whether they have a role that names them; whether one by a group or by `*`."""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("named", ["U1", "S1", "*", "U2", ""])
async def test_who_somebody_is_decides_with_how_they_are_named_and_is_asked_anew_at_a_decision(
    kind: str, named: str
) -> None:
    flags, by_id, by_kind = KINDS[kind]
    slack = _Slack(PLAIN, members=frozenset({"U1"}))
    people = _people(slack, editors=named, approvers=named, emergency=named)
    was = await people.roles("U1")
    assert was.approver is (named in ("U1", "S1", "*"))
    slack.person = PLAIN | flags
    assert await people.roles("U1") == was  # a look takes an answer of the last minute
    now = await people.roles("U1", fresh=True)
    expected = {"U1": by_id, "S1": by_kind, "*": by_kind}.get(named, False)
    assert (now.editor, now.approver, now.emergency) == (expected, expected, expected)


async def test_who_is_asked_ahead_is_asked_once_and_for_what_is_to_be_fresh_alone() -> None:
    slack = _Slack()
    people = _people(slack, editors="U1 U2")
    assert (await people.roles("U1")).editor
    with people.ahead("U1"):
        await asyncio.sleep(0)
        assert slack.asked == 2
        slack.person = PLAIN | {"deleted": True}
        assert (await people.roles("U1")).editor
        assert not (await people.roles("U2", fresh=True)).editor
        assert (await people.roles("U1", fresh=True)).editor
        assert slack.asked == 3
        assert not (await people.roles("U1", fresh=True)).editor


async def test_that_slack_does_not_answer_who_is_asked_ahead_permits_nothing_and_is_said_to_who_asks_alone() -> None:
    slack = _Slack()
    slack.down = True
    people = _people(slack, editors="*")
    with people.ahead("U1"):
        await asyncio.sleep(0)
    with people.ahead("U1"):
        assert not (await people.roles("U1", fresh=True)).known
