from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given

from syncbot.errors import InvalidInput
from syncbot.sync.document import JsonObject, configuration, same
from syncbot.sync.edits import mapping_csv, mappings, read_mapping_lines
from syncbot.sync.known import NOTHING_KNOWN, Known, Model, ModelField, Target, TargetField
from syncbot.sync.mapping_table import Line, read_table
from tests.sync.documents import Generated, documents
from tests.sync.knowns import ONE_MODEL, TWO_MODELS
from tests.sync.samples_of_syncs import NAMES, sample, shape


def doc_of(*entries: JsonObject) -> JsonObject:
    return {"name": "x", "fields": list(entries)}


def entry(field: str, target: str, model: str = "m1", **more: object) -> JsonObject:
    return {"source": {"model_id": model, "field": field}, "target": target, **more}


def cells(text: str) -> list[dict[str, str]]:
    return [line.cells for line in read_table(text)]


def test_without_a_heading_columns_stand_in_their_order() -> None:
    assert cells("email, Email, create, yes, no, x") == [
        {"source": "email", "target": "Email", "write": "create", "create": "yes", "encrypt": "no", "remove": "x"}
    ]
    assert cells("email\tEmail\tcreate") == [{"source": "email", "target": "Email", "write": "create"}]
    assert cells("email -> Email, create") == [{"source": "email", "target": "Email", "write": "create"}]
    assert cells('"a, b" → Email') == [{"source": "a, b", "target": "Email"}]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_heading_says_which_columns_there_are_and_what_separates_them(delimiter: str) -> None:
    text = '\ufeffTarget;Source field;REMOVE\r\nEmail;email;\r\n;;\r\nPhone;"a;b -> c";yes\r\n'.replace(";", delimiter)
    lines = read_table(text)
    quoted = f"a{delimiter}b -> c"
    assert lines == (
        Line(2, {"target": "Email", "source": "email", "remove": ""}),
        Line(4, {"target": "Phone", "source": quoted, "remove": "yes"}),
    )


def test_a_line_break_inside_quotation_marks_counts_and_belongs_to_the_name() -> None:
    assert read_table('source,target\n"a\nb",X\nc,Y') == (
        Line(2, {"source": "a\nb", "target": "X"}),
        Line(4, {"source": "c", "target": "Y"}),
    )


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("source,target\na,b\nc,d,e", 3),
        ("source,target\na,", 2),
        ("target,remove\n,yes", 2),
        ("a,b,c,d,e,f,g", 1),
        ("a", 1),
        ("a" * 140_000, 1),
        ("a, b\n" + "c" * 140_000 + ", d", 2),
        ('source,target\na,"' + "b" * 140_000, 2),
    ],
)
def test_a_line_that_is_none_is_refused_by_its_number(text: str, number: int) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_table(text)
    assert caught.value.what.startswith(f"Line {number} ")
    assert caught.value.next_step


def test_the_export_has_every_mapping_with_its_options() -> None:
    doc = doc_of(
        entry("email", "Email", sync_mode="create", encryption_enabled=True),
        entry("a, b", "X", new=True),
        {"target": "Fixed", "override_value": "v"},
        entry("id", " Edge "),
    )
    text = mapping_csv({**doc, "identities": {"mappings": []}}, ONE_MODEL)
    assert text == (
        'source,target,write,create,encrypt,remove\nemail,Email,create,,yes,\n"a, b",X,,yes,,\n,Fixed,,,,\n'
        '"id"," Edge ","","","",""\n'
    )


def test_with_several_models_a_source_is_told_with_its_model() -> None:
    doc = doc_of(entry("id", "A"), entry("id", "B", "m2"), entry("x", "C", "m9"))
    rows = list(csv.reader(io.StringIO(mapping_csv(doc, TWO_MODELS))))
    assert [row[0] for row in rows] == ["source", "Users.id", "Orders v1.0.id", "m9.x"]
    twins = Known({each: Model(each, "Users", (ModelField("id", "Id"),)) for each in ("m1", "m2")})
    rows = list(csv.reader(io.StringIO(mapping_csv(doc, twins))))
    assert [row[0] for row in rows[1:3]] == ["m1.id", "m2.id"]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_exported_comes_back_as_nothing_new(name: str) -> None:
    doc = configuration(sample(name), shape(name))
    assert mappings(doc) == () or read_mapping_lines(mapping_csv(doc, NOTHING_KNOWN), doc, NOTHING_KNOWN) is doc


@given(generated=documents())
def test_whatever_is_exported_comes_back_as_nothing_new(generated: Generated) -> None:
    doc = configuration(generated.raw, generated.shape)
    if not mappings(doc):
        return
    assert same(read_mapping_lines(mapping_csv(doc, NOTHING_KNOWN), doc, NOTHING_KNOWN), doc)


def test_three_thousand_lines_are_taken_together() -> None:
    names = [f"attr_{number}" for number in range(3000)]
    known = Known(
        {"m1": Model("m1", "Users", tuple(ModelField(name, name) for name in names))},
        Target("o", "O", tuple(TargetField(name.upper(), name) for name in names)),
    )
    doc = {"model_ids": ["m1"], **doc_of(*(entry(name, name.upper()) for name in names[:1500]))}
    text = "\n".join(f"{name},{name.upper()}" for name in names)
    assert len(mappings(read_mapping_lines(text, doc, known))) == 3000


NAMES_OF_FORMULAS = ('=cmd|"/c calc"!A1', "+1+1", "-2", "@SUM(A1)", "\t=1", "'=1", "''=1", "'", "'plain", "a=b")


def test_no_cell_of_an_export_is_a_formula_to_a_spreadsheet_and_each_comes_back_as_it_was() -> None:
    doc = doc_of(*(entry(name, f"T{number}{name}") for number, name in enumerate(NAMES_OF_FORMULAS)))
    text = mapping_csv(doc, ONE_MODEL)
    sheet = list(csv.DictReader(io.StringIO(text)))
    assert not any(row["source"].lstrip()[:1] in set("=+-@") for row in sheet)
    assert [line.cells["source"] for line in read_table(text)] == list(NAMES_OF_FORMULAS)
