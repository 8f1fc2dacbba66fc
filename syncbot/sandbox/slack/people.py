"""The workspace Acme: its people and user groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from syncbot.sandbox.slack.answers import ApiError, Code, Json

TEAM_ID = "T0ACME"
TEAM_NAME = "Acme"
TEAM_DOMAIN = "acme"
OTHER_TEAM_ID = "T0OTHER"
APP_ID = "A0SYNCBOT"
BOT_ID = "B0SYNCBOT"
BOT_USER_ID = "U0SYNCBOT"


@dataclass(frozen=True, slots=True)
class User:
    """A person, or the app's bot user.

    Attributes:
        name: The handle, unique in the workspace.
        zone: IANA time zone.
        guest: Restricted to some channels.
        stranger: Seen only through a shared channel; `team_id` is another workspace's.
        deactivated: No longer there; can neither act nor be written to.
        display_name: What is shown of the person; the handle where it is empty.
    """

    user_id: str
    name: str
    real_name: str
    zone: str = "UTC"
    team_id: str = TEAM_ID
    guest: bool = False
    stranger: bool = False
    deactivated: bool = False
    bot: bool = False
    display_name: str = ""

    def body(self) -> Json:
        """The user object of the Web API."""
        profile = {"real_name": self.real_name, "display_name": self.display_name or self.name, "team": self.team_id}
        if not self.bot:
            profile["email"] = f"{self.name}@{TEAM_DOMAIN}.example"
        offset = datetime.now(UTC).astimezone(ZoneInfo(self.zone)).utcoffset()
        seen = {
            "real_name": self.real_name,
            "tz": self.zone,
            "tz_label": self.zone,
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "is_admin": False,
            "is_owner": False,
            "is_restricted": self.guest,
            "is_ultra_restricted": False,
            "is_bot": self.bot,
        }
        shown = {} if self.deactivated else seen
        stranger = {"is_stranger": True} if self.stranger else {}
        fixed = {"id": self.user_id, "team_id": self.team_id, "name": self.name, "deleted": self.deactivated}
        return {**fixed, **shown, "profile": profile, "updated": 1_763_900_000, **stranger}


@dataclass(frozen=True, slots=True)
class UserGroup:
    """A user group."""

    group_id: str
    handle: str
    name: str
    user_ids: tuple[str, ...]

    def body(self, *, with_users: bool) -> Json:
        """The usergroup object of the Web API."""
        seen: Json = {
            "id": self.group_id,
            "team_id": TEAM_ID,
            "is_usergroup": True,
            "name": self.name,
            "handle": self.handle,
            "description": "",
            "is_external": False,
            "date_delete": 0,
            "user_count": len(self.user_ids),
        }
        return {**seen, "users": list(self.user_ids)} if with_users else seen


USERS = (
    User("U0ANNA", "anna", "Anna Ruiz", "Europe/Berlin"),
    User("U0BEN", "ben", "Ben Okafor", "America/New_York"),
    User("U0CLEO", "cleo", "Cleo Lindqvist", "Europe/London"),
    User("U0GUS", "gus", "Gus Moreau", "Europe/Paris", guest=True),
    User("U0MALLORY", "mallory", "Mallory Chen", "Asia/Kolkata"),
    User("U0DORA", "dora", "Dora Novak", "Europe/Prague", deactivated=True),
    User("U0ZOE", "zoe", "Zoe Adeyemi", "Africa/Lagos", team_id=OTHER_TEAM_ID, stranger=True),
    User(BOT_USER_ID, "syncbot", "syncbot", bot=True),
)
GROUPS = (
    UserGroup("S0REVOPS", "revops", "Revenue operations", ("U0ANNA", "U0CLEO")),
    UserGroup("S0APPROVERS", "approvers", "Approvers", ("U0BEN", "U0CLEO")),
)


@dataclass(slots=True)
class People:
    """Everybody, by id."""

    users: dict[str, User] = field(default_factory=lambda: {user.user_id: user for user in USERS})
    groups: dict[str, UserGroup] = field(default_factory=lambda: {group.group_id: group for group in GROUPS})

    def user(self, user_id: str) -> User:
        """The user.

        Raises:
            ApiError: `user_not_found`.
        """
        if user_id not in self.users:
            raise ApiError(Code.USER_NOT_FOUND)
        return self.users[user_id]

    def named(self, name: str) -> User:
        """The user with this handle; KeyError when there is none."""
        return {user.name: user for user in self.users.values()}[name]

    def add(self, user: User) -> None:
        """Let one more in, or replace one."""
        self.users[user.user_id] = user

    def group(self, group_id: str) -> UserGroup:
        """The user group.

        Raises:
            ApiError: `no_such_subteam`.
        """
        if group_id not in self.groups:
            raise ApiError(Code.NO_SUCH_SUBTEAM)
        return self.groups[group_id]

    def names(self) -> Mapping[str, str]:
        """What people read in the place of an id."""
        users = {user.user_id: user.real_name for user in self.users.values()}
        return users | {group.group_id: group.handle for group in self.groups.values()}
