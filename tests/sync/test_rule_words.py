from __future__ import annotations

import pytest

from syncbot.sync.cron import PARTS, read_rule
from syncbot.sync.rule_words import rule_words


@pytest.mark.parametrize(
    ("cron", "words"),
    [
        ("0 6 * * *", "Every day at 06:00"),
        ("0 6 * * 1-5", "Monday to Friday at 06:00"),
        ("0 6 * * 0-4", "Sunday to Thursday at 06:00"),
        ("0 6 * * 5-7", "Friday to Sunday at 06:00"),
        ("0 6 * * 1,3,5", "Every Monday, Wednesday and Friday at 06:00"),
        ("0 6 * * 0,6", "Every Saturday and Sunday at 06:00"),
        ("30 9 * * 1", "Every Monday at 09:30"),
        ("15 * * * *", "Every hour at :15"),
        ("5,10 * * * *", "Every hour at :05 and :10"),
        ("*/20 * * * *", "Every 20 minutes"),
        ("* * * * *", "Every minute"),
        ("15 * * * 1", "Every Monday, every hour at :15"),
        ("*/30 * 1 * *", "On day 1 of the month, every 30 minutes"),
        ("0 9,17 1,15 * *", "On day 1 and 15 of the month at 09:00 and 17:00"),
        ("0 9 1 1,7 *", "On day 1 of the month in January and July at 09:00"),
        ("0 9 * 12 *", "Every day in December at 09:00"),
        ("0 9 1 * 1", "On day 1 of the month or every Monday at 09:00"),
        ("0 */2 * * *", "Every day, every 2 hours from 00:00"),
        ("30 1-23/2 * * *", "Every day, every 2 hours from 01:30"),
        ("*/20 6-18 * * 1-5", "Monday to Friday, every 20 minutes from 06:00 to 18:40"),
        ("* 6-18 * * *", "Every day, every minute from 06:00 to 18:59"),
        ("15 6-18 * * *", "Every day, every hour from 06:15 to 18:15"),
        ("5,10 6-18 * * *", "Every day at :05 and :10 of each hour from 06:05 to 18:10"),
        ("0,10 1,2,7,8 * * *", "Every day at :00 and :10 of the hours 01, 02, 07 and 08"),
        ("*/10 0-23/12 * * *", "Every day at :00, :10, :20, :30, :40 and :50 of the hours 00 and 12"),
    ],
)
def test_a_rule_is_told_in_words(cron: str, words: str) -> None:
    parts = dict(zip((part.key for part in PARTS), cron.split(), strict=True))
    assert rule_words(read_rule(parts)) == words
