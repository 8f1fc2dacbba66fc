from __future__ import annotations

import pytest

from syncbot.settings.quorum import quorum_fault


def fault(editors: str, approvers: str, needed: str = "1", own: str = "false") -> str:
    return quorum_fault(
        {
            "SYNCBOT_EDITORS": editors,
            "SYNCBOT_APPROVERS": approvers,
            "SYNCBOT_APPROVALS_NEEDED": needed,
            "SYNCBOT_SELF_APPROVAL": own,
        }
    )


@pytest.mark.parametrize(
    ("editors", "approvers", "needed", "own"),
    [
        ("U1", "U1", "1", "false"),
        ("U1", "U1,U2", "2", "false"),
        ("U1,U2", "U1,U2", "2", "false"),
        ("*", "U1", "2", "false"),
        ("S1", "U1", "2", "false"),
        ("U1", "U1", "2", "true"),
    ],
)
def test_settings_with_which_nobody_could_ever_approve_are_named(
    editors: str, approvers: str, needed: str, own: str
) -> None:
    assert f"nobody could ever approve a request: {needed} different people" in fault(editors, approvers, needed, own)


@pytest.mark.parametrize(
    ("editors", "approvers", "needed", "own"),
    [
        ("U1", "U2", "1", "false"),
        ("U1,U3", "U1,U2", "2", "false"),
        ("*", "U1", "1", "false"),
        ("U1", "U1", "1", "true"),
        ("U1", "S1", "5", "false"),
        ("U1", "*", "5", "false"),
        ("U1", "nonsense", "1", "false"),
        ("U1", "U1", "many", "false"),
    ],
)
def test_what_somebody_could_approve_or_only_slack_knows_is_no_fault(
    editors: str, approvers: str, needed: str, own: str
) -> None:
    assert fault(editors, approvers, needed, own) == ""
