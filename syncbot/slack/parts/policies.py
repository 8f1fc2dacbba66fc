"""The part *Policies*: which permission policies hold for the sync, by name."""

from __future__ import annotations

from syncbot.errors import InvalidInput
from syncbot.slack.asking import STILL_LOADING
from syncbot.slack.parts.form import Answers, Kind, Pick, Question, text_of
from syncbot.slack.parts.item_part import Button, Group, ItemForm, ItemPart, ItemRow, Spot
from syncbot.slack.scene import Scene
from syncbot.sync.difference import Kind as Change
from syncbot.sync.document import JsonObject
from syncbot.sync.fields import Part
from syncbot.sync.items import GONE, GONE_NEXT
from syncbot.sync.policies import PolicyItem, policies, policy_items, resolve_policy, set_policies

POLICY = "policy"

TITLE = "Policy"
ADD_POLICY = "Add policy"
POLICY_LABEL = "Policy"
HINT = "Choose one, or write its id or name and take the last line."
NO_POLICY = "No policy is chosen."
CHOOSE_ONE = "Choose one."
NOT_KNOWN = "Which policies there are is not known yet: Polytomic did not answer. Ids stand for names until it does."
WHAT_IT_DOES = "A policy says who may see, change and start this sync in Polytomic. It takes effect when it is applied."


def groups(scene: Scene) -> tuple[Group, ...]:
    """Those that the sync has, or had; what else there is stands in *Add policy*."""
    had, now = policies(scene.session.base), policies(scene.session.draft)
    rows = [
        ItemRow(each.item_id, each.name, each.name, _kind(each, had, now), editable=False)
        for each in _items(scene)
        if each.policy_id in had or each.policy_id in now
    ]
    lines = () if scene.choosable.policies is not None else (NOT_KNOWN,)
    return (Group(tuple(rows), lines=lines, buttons=(Button(ADD_POLICY),)),)


def _kind(item: PolicyItem, had: tuple[str, ...], now: tuple[str, ...]) -> Change | None:
    if item.policy_id in had:
        return None if item.policy_id in now else Change.REMOVED
    return Change.ADDED


def _questions(scene: Scene, _spot: Spot, _given: Answers) -> tuple[Question, ...]:
    picks = tuple(Pick(each.policy_id, each.name) for each in _items(scene) if not each.chosen)
    known = scene.choosable.policies

    def resolve(text: str) -> str:
        return text.strip() if known is None else resolve_policy(text, known)

    return (
        Question(
            POLICY,
            POLICY_LABEL,
            Kind.FIND,
            picks,
            hint=HINT,
            resolve=resolve,
            missing=STILL_LOADING if known is None else "",
        ),
    )


def _taken(scene: Scene, _spot: Spot, given: Answers) -> JsonObject:
    doc, policy_id = scene.session.draft, text_of(given, POLICY)
    if not policy_id:
        raise InvalidInput(NO_POLICY, next_step=CHOOSE_ONE, field=POLICY)
    return set_policies(doc, [*policies(doc), policy_id])


def _removed(scene: Scene, spot: Spot) -> JsonObject:
    doc, item = scene.session.draft, _item(scene, spot)
    return set_policies(doc, [each for each in policies(doc) if each != item.policy_id])


def _put_back(scene: Scene, spot: Spot) -> JsonObject:
    doc, item = scene.session.draft, _item(scene, spot)
    wanted = {*policies(doc), item.policy_id}
    had = policies(scene.session.base)
    if wanted == set(had):
        return {**doc, "policies": scene.session.base["policies"]}
    return set_policies(doc, [*policies(doc), item.policy_id])


def _items(scene: Scene) -> tuple[PolicyItem, ...]:
    return policy_items(scene.session.draft, scene.choosable.policies or (), base=scene.session.base)


def _item(scene: Scene, spot: Spot) -> PolicyItem:
    found = next((each for each in _items(scene) if each.item_id == spot.item_id), None)
    if found is None:
        raise InvalidInput(GONE.format(thing="policy"), next_step=GONE_NEXT)
    return found


PART = ItemPart(
    part=Part.POLICIES,
    groups=groups,
    form=ItemForm(TITLE, lambda _scene, _spot: {POLICY: ""}, _questions, _taken),
    removed=_removed,
    put_back=_put_back,
    notes=lambda _scene: (WHAT_IT_DOES,),
)
