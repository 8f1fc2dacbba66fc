from __future__ import annotations

from tests.scenarios.town import Town


async def test_show(town: Town) -> None:
    anna = town.anna
    await anna.command('/sync edit "Leads to Salesforce"')
    print((await anna.see("Mappings")).text)
    await anna.press("Edit Mappings")
    print((await anna.see("Add mapping")).text)
    await anna.press("Edit Phone")
    print((await anna.see("Source field")).text)
    await anna.choose("Source field", "region", typed="reg")
    await anna.submit()
    print((await anna.see("Changed in this draft")).text)
    await anna.submit()
    print((await anna.see("Nothing else changes")).text)
    await anna.submit()
    print((await anna.see("Applied")).text)
    print(town.ben.messages("sync-log"))
    assert False
