"""The three acts of the tour: each is played by people on screens, then looked at in Polytomic, then checked."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Final

from syncbot.demo.telling import Teller
from syncbot.demo.town import LOG, Town
from syncbot.sandbox.polytomic.calls import Call
from syncbot.sandbox.polytomic.seed_syncs import CONTACTS, LEADS, LEADS_EMEA
from syncbot.sandbox.slack import Person, Screen
from syncbot.sync.document import JsonObject, same

REMAP: Final = "1. Anna re-maps a field while Priya renames the same sync"
REMAP_WHY: Final = (
    "Polytomic's API replaces a sync whole: whoever writes back what they opened a minute ago also writes back the "
    "old name, and Priya's work is gone. syncbot reads the sync again right before it writes, and merges."
)
PAUSE: Final = "2. Anna asks to pause a sync; Ben decides"
PAUSE_WHY: Final = (
    "Here, turning a sync on or off needs the yes of a second person (the setting SYNCBOT_APPROVAL_REQUIRED=active). "
    "Anna may approve what others ask for, but not what she asks for herself."
)
RECONCILE: Final = "3. Polytomic writes a change, then answers 500"
RECONCILE_WHY: Final = (
    "An error does not say whether the write landed, and a client that simply tries again may undo what somebody did "
    "in between. syncbot never repeats a write on a guess: it reads the sync to find out."
)
NEW_NAME: Final = "Inbound leads to Salesforce"
COUNTRY: Final = "region (Region)"
REASON: Final = "leads arrive twice"
REPEAT: Final = "weekdays 6:00 UTC"

_DEADLINE_SECONDS: Final = 20.0
"""How long a screen may take on a slow machine."""
_MOVES: Final = ("updated_at", "updated_by")
"""What Polytomic itself moves with every write."""


@dataclass(slots=True)
class Act:
    """One sync while an act is played, and who tells it.

    Attributes:
        before: The sync as it was when the act began.
    """

    town: Town
    tell: Teller
    name: str
    sync_id: str = field(init=False)
    before: JsonObject = field(init=False)
    _calls_before: int = field(init=False)

    def __post_init__(self) -> None:
        self.sync_id = self.town.polytomic.id_of(self.name)
        self.before = self.now
        self._calls_before = len(self.town.polytomic.calls)

    @property
    def now(self) -> JsonObject:
        """The sync as a GET would show it."""
        return self.town.polytomic.sync(self.sync_id)

    @property
    def path(self) -> str:
        """Where the whole sync is read and written."""
        return f"/api/syncs/{self.sync_id}"

    @property
    def calls(self) -> list[Call]:
        """What was asked of Polytomic since the act began."""
        return self.town.polytomic.calls[self._calls_before :]

    @property
    def writes(self) -> list[Call]:
        """Those of them that may change something."""
        return [call for call in self.calls if call.method != "GET"]

    async def sees(self, person: Person, *words: str) -> Screen:
        """What a person sees once all the words are on one screen."""
        return await person.see(*words, deadline_seconds=_DEADLINE_SECONDS)

    def ends(self) -> None:
        """Show what became of the sync, and what was asked for it."""
        self.tell.document(self.before, self.now)
        self.tell.called(self.calls)

    def wrote_once(self, status: int) -> None:
        """Check that the only write was one PUT of this sync, answered so."""
        sent = [(call.method, call.path, call.status) for call in self.writes]
        what = f"Exactly one PUT was sent, answered {status}, and no other write."
        self.tell.check(what, held=sent == [("PUT", self.path, status)])

    def nothing_else_moved(self, meant: JsonObject) -> None:
        """Check that the sync is what was meant, but for what Polytomic itself moves."""
        stands = {**self.now, **{key: meant[key] for key in _MOVES}}
        self.tell.check("Nothing else in the sync changed.", held=same(stands, meant))


async def remap(town: Town, tell: Teller) -> None:
    """Both edits of one sync survive."""
    act, anna = Act(town, tell, LEADS), town.anna
    tell.act(REMAP, REMAP_WHY)
    await _edits_country(act, anna)
    tell.step(
        f"Meanwhile Priya, in Polytomic itself, renames the sync to “{NEW_NAME}”. Anna's screen does not show it."
    )
    town.polytomic.outsider_edits(act.sync_id, lambda doc: {**doc, "name": NEW_NAME}, by="Priya Shah")
    tell.step("Anna presses Review changes.")
    await anna.submit()
    tell.screen("Anna sees", await act.sees(anna, "Nothing else changes"))
    tell.step("Anna presses Apply. syncbot reads the sync again, finds the new name, keeps it and adds her change.")
    await anna.submit()
    outcome = await act.sees(anna, f"Applied: {LEADS}")
    tell.screen("Anna sees", outcome)
    await act.sees(town.ben, "Applied", "By @Anna Ruiz")
    await anna.close()
    act.ends()

    meant = deepcopy({**act.before, "name": NEW_NAME})
    _entry(meant, "Country")["source"]["field"] = "region"
    act.wrote_once(200)
    tell.check("Anna's edit is there: Country takes the field region.", held=_source(act.now, "Country") == "region")
    tell.check(f"Priya's edit is there: the sync is called “{NEW_NAME}”.", held=act.now["name"] == NEW_NAME)
    act.nothing_else_moved(meant)


async def _edits_country(act: Act, anna: Person) -> None:
    tell = act.tell
    tell.step(f'Anna types: /sync edit "{LEADS}"')
    await anna.command(f'/sync edit "{LEADS}"')
    tell.screen("Anna sees", await act.sees(anna, "11 mappings", "Review changes"), "Next run", "Mappings", "Schedule")
    tell.step("Anna presses Edit Mappings, then Edit Country, and types “reg” into Source field.")
    await anna.press("Edit Mappings")
    await act.sees(anna, "Add mapping")
    await anna.press("Edit Country")
    await act.sees(anna, "Source field")
    await anna.choose("Source field", COUNTRY, typed="reg")
    tell.screen("Anna sees", await act.sees(anna, COUNTRY))
    tell.step("Anna presses Done. The change is in her draft; nothing is written.")
    await anna.submit()
    changed = await act.sees(anna, "Changed in this draft")
    tell.screen("Anna sees", changed, "In this draft", "region (Region) →")


async def pause(town: Town, tell: Teller) -> None:
    """A pause waits for somebody else's yes."""
    act, anna, ben = Act(town, tell, LEADS_EMEA), town.anna, town.ben
    tell.act(PAUSE, PAUSE_WHY)
    line = f'/sync pause "{LEADS_EMEA}" because {REASON}'
    tell.step(f"Anna types: {line}")
    await anna.command(line)
    tell.screen("Anna sees", await act.sees(anna, "Review changes", "Nothing else changes"))
    tell.step("Anna presses Request approval.")
    await anna.submit()
    await act.sees(anna, "Waiting for approval")
    await anna.close()
    tell.screen("Ben sees", await act.sees(ben, "please decide"))
    await _is_refused(act, anna)
    tell.step("Ben presses Approve. The change is written, and the buttons give way to who decided.")
    await ben.press("Approve")
    await act.sees(ben, f"Applied: {LEADS_EMEA}", "By @Anna Ruiz")
    await act.sees(anna, f"Applied: {LEADS_EMEA}", "Approved by @Ben Okafor.")
    decided = await act.sees(ben, "asks to change", "Approved by @Ben Okafor", "Applied")
    tell.screen("Ben sees", decided)
    tell.screen("Everybody sees", ben.messages(LOG)[-1])
    act.ends()

    act.wrote_once(200)
    tell.check("The sync is paused.", held=act.now["active"] is False)
    act.nothing_else_moved({**act.before, "active": False})
    tell.check("The request has no Approve button any more.", held=not any("Approve" in b for b in decided.buttons))


async def _is_refused(act: Act, anna: Person) -> None:
    act.tell.step("Anna presses Approve herself.")
    await anna.press("Approve")
    refusal = await act.sees(anna, "You made this request")
    act.tell.screen("Anna sees", refusal)
    held = not act.writes and same(act.now, act.before)
    act.tell.check("Anna's own approval was refused, and nothing was written before Ben's.", held=held)


async def reconcile(town: Town, tell: Teller) -> None:
    """A write that landed but was answered with an error is found by reading."""
    act, anna, faults = Act(town, tell, CONTACTS), town.anna, town.polytomic.faults
    tell.act(RECONCILE, RECONCILE_WHY)
    line = f'/sync schedule "{CONTACTS}" {REPEAT}'
    tell.step(f"Anna types: {line}")
    await anna.command(line)
    tell.screen("Anna sees", await act.sees(anna, "Review changes", "Nothing else changes"))
    tell.step(
        "Anna presses Apply. Polytomic writes the change, but answers 500. (The tour holds up the reading that "
        "follows, so that this screen stays long enough to be seen.)"
    )
    faults.answer(500, "PUT", act.path, after_commit=True)
    faults.delay("GET", act.path, seconds=0)  # the reading before the write
    reading = faults.hold("GET", act.path)
    await anna.submit()
    try:
        tell.screen("Anna sees", await act.sees(anna, "Polytomic did not answer"))
    finally:
        reading.release()
    tell.step("Polytomic answers the reading: the new schedule is there, so nothing is sent again.")
    tell.screen("Anna sees", await act.sees(anna, f"Applied: {CONTACTS}", "reading the sync showed"))
    await act.sees(town.ben, f"Applied: {CONTACTS}", "By @Anna Ruiz")
    await anna.close()
    act.ends()

    act.wrote_once(500)
    after = act.calls[act.calls.index(act.writes[0]) + 1 :]
    held = bool(after) and all(call.method == "GET" for call in after)
    tell.check("After the error syncbot only read.", held=held)
    hour = {**act.before["schedule"], "hour": "6", "minute": "0"}
    tell.check("The new schedule is there: weekdays at 06:00 UTC.", held=same(act.now["schedule"], hour))
    act.nothing_else_moved({**act.before, "schedule": hour})


def keeps_every_rule(town: Town, tell: Teller) -> None:
    """Check that neither stand-in saw anything that the real one would refuse."""
    broken = [*town.slack.violations, *town.polytomic.violations]
    told = f" ({'; '.join(broken)})" if broken else ""
    tell.check(
        f"No call broke a rule of Slack or Polytomic; both stand-ins are strict about them.{told}", held=not broken
    )


def _entry(document: JsonObject, target: str) -> JsonObject:
    found: JsonObject = next(entry for entry in document["fields"] if entry["target"] == target)
    return found


def _source(document: JsonObject, target: str) -> str:
    return str(_entry(document, target)["source"]["field"])
