from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncbot.errors import InvalidInput
from syncbot.sync import logic
from syncbot.sync.logic import Either, Every, Name, Tree

LABELS = ("A", "B", "C", "D", "_e", "aa")


def holds(tree: Tree | None, truth: dict[str, bool]) -> bool:
    match tree:
        case None:
            return True
        case Name(label):
            return truth[label]
        case Every(members):
            return all(holds(member, truth) for member in members)
        case Either(members):
            return any(holds(member, truth) for member in members)


def assignments(labels: tuple[str, ...]) -> list[dict[str, bool]]:
    return [dict(zip(labels, values, strict=True)) for values in product((False, True), repeat=len(labels))]


def struck_out(tree: Tree, label: str, truth: dict[str, bool]) -> bool | None:
    """The truth of the tree when every mention of `label` is struck out of its group; None when nothing is left."""
    if isinstance(tree, Name):
        return None if tree.label == label else truth[tree.label]
    left = [value for member in tree.members if (value := struck_out(member, label, truth)) is not None]
    if not left:
        return None
    return all(left) if isinstance(tree, Every) else any(left)


@st.composite
def written(draw: st.DrawFn, depth: int = 3) -> str:
    """Logic as people write it: any case of operators, needless brackets and spaces."""
    if depth == 0 or draw(st.booleans()):
        return draw(st.sampled_from(LABELS))
    members = draw(st.lists(written(depth=depth - 1), min_size=1, max_size=3))
    operator = draw(st.sampled_from((" and ", " OR ", " And ", "  or  ")))
    body = operator.join(f"({member})" if draw(st.booleans()) else member for member in members)
    return f"( {body})"


trees = written().map(logic.parse).filter(lambda tree: tree is not None)


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("", ""),
        ("  ", ""),
        ("A", "A"),
        ("a and A", "a AND A"),
        ("(A AND B) OR C", "(A AND B) OR C"),
        ("A and b OR c", "(A AND b) OR c"),
        ("A and (B or (C))", "A AND (B OR C)"),
        ("((A)) and (B and C)", "A AND B AND C"),
        ("A or A", "A"),
        ("(A)and(B)", "A AND B"),
        ("_x1 Or android", "_x1 OR android"),
    ],
)
def test_logic_is_rendered_with_upper_case_operators_and_brackets_round_inner_groups(text: str, rendered: str) -> None:
    assert logic.render(logic.parse(text)) == rendered


@given(trees)
def test_a_rendered_tree_parses_to_the_same_tree(tree: Tree) -> None:
    assert logic.parse(logic.render(tree)) == tree


@given(written())
def test_the_normal_form_holds_exactly_when_the_written_logic_does(text: str) -> None:
    tree = logic.parse(text)
    python = re.sub(r"\b(and|or)\b", lambda word: word[0].lower(), text, flags=re.IGNORECASE)
    for truth in assignments(logic.labels(tree)):
        assert holds(tree, truth) == eval(python.strip(), {}, dict(truth))  # noqa: S307 -- made of our own labels only


@pytest.mark.parametrize(
    ("text", "label", "rest"),
    [
        ("A and (B or C)", "B", "A AND C"),
        ("A and (B or C)", "A", "B OR C"),
        ("(A and B) or A", "B", "A"),
        ("A", "A", ""),
        ("A and B", "C", "A AND B"),
        ("(A or B) and (A or C)", "A", "B AND C"),
        ("(A or A) and B", "A", "B"),
        ("", "A", ""),
    ],
)
def test_a_condition_that_is_gone_leaves_its_group(text: str, label: str, rest: str) -> None:
    assert logic.render(logic.without(logic.parse(text), label)) == rest


@given(trees, st.sampled_from(LABELS))
def test_what_is_left_holds_exactly_when_the_logic_with_the_label_struck_out_does(tree: Tree, label: str) -> None:
    rest = logic.without(tree, label)
    assert label not in logic.labels(rest)
    for truth in assignments(logic.labels(tree)):
        meant = struck_out(tree, label, truth)
        assert (meant is None) == (rest is None)
        if rest is not None:
            assert holds(rest, truth) == meant


@given(trees, st.permutations(LABELS))
def test_relabelling_permutes_the_labels_and_keeps_the_meaning(tree: Tree, order: list[str]) -> None:
    mapping = dict(zip(LABELS, order, strict=True))
    renamed = logic.relabel(tree, mapping)
    assert logic.labels(renamed) == tuple(mapping[label] for label in logic.labels(tree))
    for truth in assignments(LABELS):
        assert holds(renamed, {mapping[label]: value for label, value in truth.items()}) == holds(tree, truth)


def test_labels_can_change_places_and_others_stay() -> None:
    tree = logic.parse("A and (B or C)")
    assert logic.render(logic.relabel(tree, {"A": "B", "B": "A"})) == "B AND (A OR C)"
    assert logic.relabel(None, {"A": "B"}) is None


def test_labels_by_position_go_on_after_z_with_two_letters() -> None:
    assert [logic.position_label(index) for index in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]
    assert logic.by_position(("x", "A")) == {"x": "A", "A": "B"}


@given(trees)
def test_extending_keeps_the_old_meaning_and_adds_the_new_condition(tree: Tree) -> None:
    both, one = logic.extend_all(tree, "new"), logic.extend_any(tree, "new")
    for truth in assignments((*logic.labels(tree), "new")):
        assert holds(both, truth) == (holds(tree, truth) and truth["new"])
        assert holds(one, truth) == (holds(tree, truth) or truth["new"])


def test_extending_puts_the_old_logic_in_brackets() -> None:
    tree = logic.parse("A or B")
    assert logic.render(logic.extend_all(tree, "C")) == "(A OR B) AND C"
    assert logic.render(logic.extend_any(tree, "C")) == "A OR B OR C"
    assert logic.extend_any(None, "A") == Name("A")


def test_an_empty_logic_is_read_as_all_conditions() -> None:
    assert logic.render(logic.read("", ("A", "B"))) == "A AND B"
    assert logic.render(logic.read("A or B", ("A", "B"))) == "A OR B"
    assert logic.read("", ()) is None


@pytest.mark.parametrize("text", ["", "A or B", "b2 and (A or B)"])
def test_logic_passes_the_check_when_it_names_every_condition(text: str) -> None:
    conditions = logic.labels(logic.parse(text)) or ("A", "B")
    logic.check(text, conditions)
    assert logic.labels(logic.read(text, conditions)) == conditions


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("A", "The logic does not name B, C. Name every condition, or leave the logic empty: then all of them must"),
        (
            "A and B and C or D",
            "The logic names D, and there is no condition with that label. The conditions are A, B, C.",
        ),
        (
            "a and B and C",
            "names a, and there is no condition with that label. Labels are told apart by case: write A.",
        ),
        ("A and", "The logic needs a label or an opening bracket at position 6, and has its end there."),
        ("and A", "The logic needs a label or an opening bracket at position 1, and has and there."),
        ("A B", "The logic needs AND or OR at position 3, and has B there."),
        ("A)", "The logic needs AND or OR at position 2, and has ) there."),
        ("()", "needs a label or an opening bracket at position 2, and has ) there"),
        ("A and (B or C", "The logic opens a bracket at position 7 and does not close it."),
        ("(A B)", "The logic needs AND, OR or a closing bracket at position 4, and has B there."),
        ("1 AND 2", "The logic has 1 at position 1, which is neither a label, AND, OR nor a bracket."),
        ("A &  B", "The logic has & at position 3"),
        ("(" * 5000 + "A" + ")" * 5000, "The logic has brackets in more than 50 levels."),
    ],
)
def test_wrong_logic_is_refused_with_what_is_wrong_and_where(text: str, sentences: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        logic.check(text, ("A", "B", "C"))
    assert sentences in refused.value.sentences
    assert refused.value.field == "filter_logic"


def test_logic_without_any_condition_is_refused() -> None:
    with pytest.raises(InvalidInput, match="no condition with that label") as refused:
        logic.check("A", ())
    assert refused.value.next_step == "There are no conditions: leave the logic empty."


def rendered_or_refused(text: str) -> str:
    try:
        return logic.render(logic.parse(text))
    except InvalidInput as fault:
        return fault.sentences


@given(st.text(alphabet="AB andorORND()_1é&", max_size=30))
def test_any_text_is_either_read_or_refused_in_words(text: str) -> None:
    said = rendered_or_refused(text)
    assert said.startswith("The logic") or rendered_or_refused(said) == said
