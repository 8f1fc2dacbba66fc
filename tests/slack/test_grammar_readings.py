"""Lines without quotes, which may be read in more than one way."""

import pytest

from syncbot.slack.grammar import parse, readings


def test_a_mapping_of_names_without_quotes_has_every_reading_the_last_word_as_the_field_first() -> None:
    command = parse("map Leads to Salesforce first name -> First Name")
    assert command.target == "First Name"
    assert [(reading.sync, reading.source) for reading in readings(command)] == [
        ("Leads to Salesforce first", "name"),
        ("Leads to Salesforce", "first name"),
        ("Leads to", "Salesforce first name"),
        ("Leads", "to Salesforce first name"),
    ]


def test_a_quoted_field_tells_where_a_bare_name_ends() -> None:
    command = parse('map Leads to Salesforce "First name" -> FirstName')
    assert (command.sync, command.certain, command.source) == ("Leads to Salesforce", True, "First name")
    assert readings(command) == (command,)


def test_an_unmapping_has_every_reading_too() -> None:
    assert [(reading.sync, reading.target) for reading in readings(parse("unmap My Leads Email"))] == [
        ("My Leads", "Email"),
        ("My", "Leads Email"),
    ]


@pytest.mark.parametrize(
    ("line", "sync", "when", "zone"),
    [
        ("Leads hourly", "Leads", "hourly", ""),
        ("Leads hourly :15", "Leads", "hourly :15", ""),
        ("Daily Leads daily 6:00 Europe/Berlin", "Daily Leads", "daily 6:00", "Europe/Berlin"),
        ("Every Monday report monday 9:30", "Every Monday report", "monday 9:30", ""),
        ("Leads weekdays 6:00 in Europe/Berlin", "Leads", "weekdays 6:00", "Europe/Berlin"),
        ("Leads every day at 6:30", "Leads", "every day at 6:30", ""),
        ("Leads manual", "Leads", "manual", ""),
        ("Leads continuous", "Leads", "continuous", ""),
        ("Leads */20 6-18 * * 1-5", "Leads", "*/20 6-18 * * 1-5", ""),
        ("Leads 2 0 6 * * mon-fri UTC", "Leads 2", "0 6 * * mon-fri", "UTC"),
        ('"Daily" "0 6 * * *"', "Daily", "0 6 * * *", ""),
        ("Daily Leads daily 25:99", "Daily Leads", "daily 25:99", ""),
        ("Daily Leads daily 6 oclok", "Daily Leads", "daily 6 oclok", ""),
        ("Leads monday to friday, 6:00 and 18:00 CET", "Leads", "monday to friday, 6:00 and 18:00", "CET"),
        ("Leads every 15 minutes", "Leads", "every 15 minutes", ""),
        ("Leads daily at 6 pm Berlin", "Leads", "daily at 6 pm Berlin", ""),
        ("Leads every monday whenever", "Leads", "every monday whenever", ""),
        ("Leads by hand", "Leads", "by hand", ""),
        ('"Leads" whenever', "Leads", "whenever", ""),
    ],
)
def test_a_schedule_begins_where_its_words_begin(line: str, sync: str, when: str, zone: str) -> None:
    command = parse(f"schedule {line}")
    assert (command.sync, command.when, command.zone) == (sync, when, zone)


def test_a_name_that_holds_words_of_a_schedule_has_every_reading() -> None:
    assert [(r.sync, r.when, r.zone) for r in readings(parse("schedule Leads on Monday daily 6:00 UTC"))] == [
        ("Leads on", "Monday daily 6:00", "UTC"),
        ("Leads on Monday", "daily 6:00", "UTC"),
    ]
