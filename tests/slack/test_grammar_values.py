"""Values and reasons, which are kept as they were typed."""

import pytest

from syncbot.slack.grammar import parse

SYNC_ID = "5353a730-b5fe-5f55-b686-a541944e3575"


def test_a_value_is_kept_as_it_was_typed_whatever_it_is() -> None:
    link = f"https://acme.com/{SYNC_ID}/x"
    command = parse(f"set Leads a='two words' b=\u2018It\u2019s so\u2019 c=\"see {link}\" d={link} e='tis")
    assert command.values == (
        ("a", "two words"),
        ("b", "It\u2019s so"),
        ("c", f"see {link}"),
        ("d", link),
        ("e", "'tis"),
    )


def test_values_are_read_with_and_without_quotes() -> None:
    command = parse("set My Leads name=“New name” mode=update schedule.hour=6 name=Bare words too")
    assert command.sync == "My Leads"
    assert command.values == (
        ("name", "New name"),
        ("mode", "update"),
        ("schedule.hour", "6"),
        ("name", "Bare words too"),
    )


def test_a_reason_follows_because() -> None:
    command = parse("pause My Leads because it doubles leads, because of a bug")
    assert (command.sync, command.reason) == ("My Leads", "it doubles leads, because of a bug")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("pause Leads because the CRM's \u201cbig\u201d move", "the CRM's \u201cbig\u201d move"),
        ('pause Leads because "it is being migrated"', "it is being migrated"),
        ('pause Leads because it was called "done', 'it was called "done'),
        ('pause Leads because "a" and "b"', '"a" and "b"'),
        (
            f"pause Leads because see https://wiki.acme.com/{SYNC_ID}?x=1 now",
            f"see https://wiki.acme.com/{SYNC_ID}?x=1 now",
        ),
        (f"pause Leads because <https://wiki.acme.com/{SYNC_ID}|the wiki>", f"https://wiki.acme.com/{SYNC_ID}"),
        ("pause Leads BECAUSE a &lt; b", "a < b"),
        ('pause "Leads because of it"', ""),
    ],
)
def test_a_reason_is_taken_as_it_was_typed(line: str, reason: str) -> None:
    assert parse(line).reason == reason


def test_keys_may_be_written_with_hyphens() -> None:
    assert parse("set Leads sync-all-records=yes mode=update").values == (
        ("sync-all-records", "yes"),
        ("mode", "update"),
    )


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ('name="a <@U1> b"', "a <@U1> b"),
        ('name="a &lt;@U1&gt; b"', "a <@U1> b"),
        ('name="all <!channel>"', "all <!channel>"),
        ('name="for <@U1|anna> in <#C1|general>"', "for @anna in #general"),
    ],
)
def test_a_value_keeps_what_was_typed_in_angle_brackets(sent: str, typed: str) -> None:
    assert parse(f"set Leads {sent}").values == (("name", typed),)
