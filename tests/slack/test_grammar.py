import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncbot.errors import InvalidInput, UserFault
from syncbot.slack.grammar import Command, parse, readings, render
from syncbot.slack.verbs import ROWS, Form, Verb, row
from syncbot.sync.fields import PARTS, Part

SYNC_ID = "5353a730-b5fe-5f55-b686-a541944e3575"
_SPACED = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=40).map(
    lambda text: " ".join(text.replace("\u200b", "").replace("\u2060", "").replace("\ufeff", "").split())
)
anything = _SPACED.filter(lambda text: bool(text) and "http" not in text and "<" not in text)
plain_word = st.from_regex(r"[A-Z][a-z]{2,8}", fullmatch=True).filter(lambda word: word.lower() != "because")
keys = st.sampled_from(["name", "mode", "schedule.hour", "sync_all_records"])
whens = st.sampled_from(
    ["hourly", "hourly :15", "daily 6:00", "weekdays 6:00", "monday 9:30", "manual", "continuous", "0 6 * * 1-5"]
)
zones = st.sampled_from(["", "UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "CET"])


@st.composite
def commands(draw: st.DrawFn) -> Command:
    verb = draw(st.sampled_from(list(Verb)))
    form = row(verb).form
    if form is Form.NOTHING:
        return Command(verb)
    if form is Form.TEXT:
        return Command(verb, text=draw(st.just("") | anything))
    certain = draw(st.booleans())
    sync = draw(anything) if certain else " ".join(draw(st.lists(plain_word, min_size=1, max_size=3)))
    command = Command(verb, sync=sync, certain=certain)
    field = anything if certain else plain_word
    more: dict[Form, st.SearchStrategy[Command]] = {
        Form.SYNC: st.just(command),
        Form.PART: st.builds(
            lambda part: Command(verb, sync=sync, certain=certain, part=part), st.none() | st.sampled_from(PARTS)
        ),
        Form.MAPPING: st.builds(
            lambda source, target: Command(verb, sync=sync, certain=certain, source=source, target=target),
            field,
            anything,
        ),
        Form.TARGET: st.builds(lambda target: Command(verb, sync=sync, certain=certain, target=target), field),
        Form.WHEN: st.builds(
            lambda when, zone: Command(verb, sync=sync, certain=certain, when=when, zone=zone), whens, zones
        ),
        Form.VALUES: st.builds(
            lambda values: Command(verb, sync=sync, certain=certain, values=tuple(values)),
            st.lists(st.tuples(keys, anything), min_size=1, max_size=4),
        ),
        Form.REASON: st.builds(
            lambda reason: Command(verb, sync=sync, certain=certain, reason=reason), st.just("") | anything
        ),
    }
    return draw(more[form])


@given(commands())
def test_a_rendered_command_reads_back_as_itself(command: Command) -> None:
    assert parse(render(command)) == command


def read_or_refused(line: str) -> Command | None:
    try:
        return parse(line)
    except UserFault as fault:
        if not (fault.what and fault.not_done and fault.next_step):
            raise
        return None


@given(st.text(), st.sampled_from([verb.value for verb in Verb]))
def test_whatever_is_typed_is_read_or_refused_with_a_sentence(text: str, verb: str) -> None:
    for line in (text, f"{verb} {text}", f'{verb} "{text}', f"{verb} a b {text} -&gt; x=“{text}” because {text}"):
        command = read_or_refused(line)
        assert command is None or command in readings(command)
        assert command is None or not command.certain or parse(render(command)) == command


@pytest.mark.parametrize("example", [entry.example for entry in ROWS], ids=[entry.verb.value for entry in ROWS])
def test_the_example_of_every_verb_is_understood(example: str) -> None:
    assert parse(example).verb.value == example.split(maxsplit=1)[0]


def test_an_empty_line_asks_for_help() -> None:
    assert parse("") == parse("   ") == Command(Verb.HELP)


def test_a_verb_is_read_in_any_case() -> None:
    assert parse("ShOw Leads").verb is Verb.SHOW


@pytest.mark.parametrize(
    "line",
    [
        'map "Leads" email -> Email',
        "map “Leads” email → Email",
        "map „Leads“ email =&gt; Email",
        "map «Leads» email —> Email",
        "map 'Leads' email=>Email",
        "map \u2018Leads\u2019 email-&gt;Email",
        "map\u00a0“Leads”\u00a0email\u2009→\u202fEmail",
        'map "Leads" "email" → "Email"',
    ],
)
def test_the_punctuation_of_phones_is_understood(line: str) -> None:
    assert parse(line) == Command(Verb.MAP, sync="Leads", certain=True, source="email", target="Email")


def test_a_dash_made_long_by_a_phone_still_begins_an_option() -> None:
    assert parse("list —failed").failed


def test_a_quoted_word_failed_is_searched_for() -> None:
    assert parse('list "failed"') == Command(Verb.LIST, text="failed")


def test_names_escaped_by_slack_are_read_as_they_are() -> None:
    assert parse('show "Sales &amp; &lt;Ops&gt;"').sync == "Sales & <Ops>"


@pytest.mark.parametrize(
    "link",
    [
        f"<https://app.polytomic.com/syncs/{SYNC_ID}|Leads>",
        f"<https://app.polytomic.com/syncs/{SYNC_ID}>",
        f"https://app.polytomic.com/org/9330c2e6-6cb8-54e7-9f05-c03d953fbfcd/syncs/{SYNC_ID}/mappings?x=1",
        SYNC_ID,
    ],
)
def test_a_link_to_a_sync_is_its_id(link: str) -> None:
    assert parse(f"edit {link} schedule") == Command(Verb.EDIT, sync=SYNC_ID, certain=True, part=Part.SCHEDULE)


def test_a_name_that_slack_made_a_link_is_read_as_its_text() -> None:
    assert parse("show <http://acme.com|acme.com> <@U123|anna>").sync == "acme.com @anna"


def test_a_verb_that_takes_nothing_else_takes_the_rest_as_the_name() -> None:
    assert parse("show Anna's Leads → HubSpot 5\" pipes").sync == "Anna's Leads → HubSpot 5\" pipes"


@pytest.mark.parametrize("line", ['unmap Leads "a " "b"', "unmap Leads 'a \u200b b'", 'set Leads a="x " y'])
def test_two_spaces_beside_each_other_are_one_so_that_a_rendered_line_reads_back(line: str) -> None:
    command = parse(line)
    assert "  " not in command.target
    assert "  " not in str(command.values)
    assert parse(render(command)) == command


def test_an_apostrophe_before_a_word_is_no_quote() -> None:
    assert parse("show 't Hooft").sync == "'t Hooft"


def test_a_part_is_found_after_a_name_without_quotes() -> None:
    command = parse("edit Leads to Salesforce run options")
    assert (command.sync, command.part) == ("Leads to Salesforce", Part.RUN_OPTIONS)
    assert [reading.sync for reading in readings(command)] == ["Leads to Salesforce", "Leads to Salesforce run options"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('show "Leads', 'The quote that opens at "Leads has no end.'),
        ("shwo Leads", 'There is no verb "shwo".'),
        ("shwo Leads", "The nearest is show."),
        ("qqqq", "/sync help"),
        ("map Leads email Email", "needs an arrow"),
        ("map Leads a->b->c", "A mapping has one arrow, from one source to one target, and this line has 2."),
        ("map Leads a → b -&gt; c → d", "and this line has 3."),
        ('map "Leads" a b -> c d -> e', "and this line has 2."),
        ('map Leads a -> "b c" -> d', "and this line has 2."),
        ("map Leads -> Email", "map needs a source field."),
        ("map", "needs an arrow"),
        ("map Leads email ->", "map needs a target field."),
        ("unmap Leads", "unmap needs a sync and a target field."),
        ("schedule Leads", "No words of a schedule"),
        ("schedule", "schedule needs a sync and a schedule."),
        ('schedule "Leads"', "No words of a schedule"),
        ("set Leads", "at least one KEY=VALUE"),
        ("set name=x", "set needs a sync."),
        ('set "Leads" extra name=x', '"extra" is left over'),
        ('show "Leads" now', '"now" is left over'),
        ('edit "Leads" mapings', "The parts are: Mappings, Filters"),
    ],
)
def test_a_line_that_cannot_be_read_is_refused_and_told_how_to_write_it(line: str, words: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse(line)
    assert words in caught.value.sentences
    assert "Nothing was changed." in caught.value.sentences
