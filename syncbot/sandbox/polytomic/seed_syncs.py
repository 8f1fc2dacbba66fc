"""The eight seeded syncs, as GET bodies of the grouped shape."""

from __future__ import annotations

from typing import Any

from syncbot.sandbox.polytomic.keys import actor_named
from syncbot.sandbox.polytomic.replies import JsonObject
from syncbot.sandbox.polytomic.seed_choices import WIDE_FIELDS
from syncbot.sandbox.polytomic.world import ORGANIZATION_ID, identifier

LEADS = "Leads to Salesforce"
LEADS_EMEA = "Leads to Salesforce EMEA"
CONTACTS = "Contacts to Salesforce"
COMPANIES = "Companies to HubSpot"
"""Served in the classic shape."""
AUDIENCE = "Trial users to Google Ads"
"""Encrypted."""
CUSTOMERS = "Customers to NetSuite"
"""Its runs fail."""
SUPPORT_USERS = "Users to Zendesk"
"""Has a problem: a field it maps was deleted in Zendesk, so that no full write of it is accepted as it is."""
ACCOUNTS = "Account attributes to Salesforce"
"""1,200 mappings."""
AUDIENCE_PASSPHRASE = "correct horse battery staple"  # noqa: S105 -- made up, and protects nothing

_REGION_PROBLEM = "Target field user_fields.plan_tier no longer exists"


def seeded_syncs() -> list[JsonObject]:
    """All of them, the one that was changed last at the end."""
    return [_accounts(), _users(), _customers(), _audience(), _companies(), _contacts(), _leads_emea(), _leads()]


def _source(model: str, field: str) -> JsonObject:
    return {"model_id": identifier("model", model), "field": field}


def _mappings(model: str, *pairs: str) -> list[JsonObject]:
    """Mappings of a model's fields, each written `source>target`."""
    split = (pair.split(">") for pair in pairs)
    return [{"source": _source(model, field), "target": target} for field, target in split]


def _identity(model: str, field: str, target: str) -> JsonObject:
    return {"source": _source(model, field), "target": target, "function": "Equality"}


def _one_identity(model: str, field: str, target: str) -> JsonObject:
    return {"mappings": [_identity(model, field, target)], "strategy": "priority"}


def _condition(label: str, source: JsonObject, function: str, **value: Any) -> JsonObject:
    return {"source": source, "function": function, **value, "label": label}


def _sync(name: str, day: int, connection: str, object_id: str, **parts: Any) -> JsonObject:
    """A sync last changed on a day of October 2026."""
    target = {"connection_id": identifier("connection", connection), "object": object_id, "configuration": {}}
    models = dict.fromkeys(entry["source"]["model_id"] for entry in parts["fields"])
    return {
        "id": identifier("sync", name),
        "organization_id": ORGANIZATION_ID,
        "name": name,
        "active": True,
        "mode": "updateOrCreate",
        "model_ids": list(models),
        "override_fields": [],
        "overrides": [],
        "policies": [identifier("policy", "Revenue operations")],
        "target": target,
        "sync_all_records": False,
        "only_enrich_updates": False,
        "skip_initial_backfill": False,
        "created_at": "2026-01-12T10:04:31.220184Z",
        "created_by": actor_named("Ines Duarte"),
        "updated_at": f"2026-10-{day:02}T14:22:08.{day:06}Z",
        "updated_by": actor_named("Tomasz Lis"),
        **parts,
    }


_LEAD_FIELDS = (
    *("email>Email", "first_name>FirstName", "last_name>LastName", "company>Company", "phone>Phone"),
    *("country>Country", "job_title>Title", "lead_score>Lead_Score__c", "employees>NumberOfEmployees"),
    *("lead_id>External_Id__c", "utm_campaign>Campaign__c"),
)


def _leads() -> JsonObject:
    return _sync(
        *(LEADS, 19, "Salesforce (production)", "Lead"),
        fields=_mappings("Leads", *_LEAD_FIELDS),
        override_fields=[{"target": "LeadSource", "override_value": "Web"}],
        identities=_one_identity("Leads", "email", "Email"),
        model_filters={
            "conditions": [
                _condition("A", _source("Leads", "lead_score"), "GreaterThanEqual", value=60),
                _condition("B", _source("Leads", "region"), "Equality", value="AMER"),
                _condition("C", _source("Leads", "source"), "StringOneOf", value=["webinar", "trial"]),
            ],
            "logic": "A AND (B OR C)",
        },
        schedule={"frequency": "hourly", "minute": "15"},
    )


def _leads_emea() -> JsonObject:
    return _sync(
        *(LEADS_EMEA, 17, "Salesforce (production)", "Lead"),
        fields=_mappings("Leads", *_LEAD_FIELDS[:8], "region>Region__c"),
        identities=_one_identity("Leads", "email", "Email"),
        model_filters={
            "conditions": [_condition("A", _source("Leads", "region"), "Equality", value="EMEA")],
            "logic": "A",
        },
        schedule={"frequency": "daily", "hour": "6", "minute": "0"},
    )


def _contacts() -> JsonObject:
    fields = _mappings(
        *("Contacts", "email>Email", "first_name>FirstName", "last_name>LastName", "phone>Phone"),
        *("mobile>MobilePhone", "job_title>Title", "region>Region__c", "lifecycle>Lifecycle__c", "mrr>MRR__c"),
        "last_seen_at>Last_Seen__c",
    )
    fields[3]["sync_mode"] = "create"
    mappings = [_identity("Contacts", "contact_id", "External_Id__c"), _identity("Contacts", "email", "Email")]
    return _sync(
        *(CONTACTS, 12, "Salesforce (production)", "Contact"),
        mode="update",
        fields=fields,
        override_fields=[{"target": "Source_System__c", "override_value": "warehouse"}],
        overrides=[
            {
                "field": _source("Contacts", "lifecycle"),
                "function": "IsNull",
                "override": "unknown",
            }
        ],
        identities={"mappings": mappings, "strategy": "priority"},
        target_filters={
            "conditions": [{"field": "Region__c", "function": "IsNotNull", "label": "A"}],
            "logic": "A",
        },
        schedule={
            "frequency": "custom",
            "minute": "30",
            "hour": "5",
            "day_of_month": "*",
            "month": "*",
            "day_of_week": "1-5",
        },
    )


def _companies() -> JsonObject:
    fields = [
        *_mappings("Accounts", "name>name", "domain>domain", "industry>industry", "employees>numberofemployees"),
        *_mappings("Subscriptions", "plan>plan_name", "mrr>mrr"),
    ]
    document = _sync(
        *(COMPANIES, 9, "HubSpot", "companies"),
        fields=fields,
        override_fields=[{"target": "data_source", "override_value": "warehouse"}],
        identities=_one_identity("Accounts", "domain", "domain"),
        schedule={"frequency": "weekly", "day_of_week": "monday", "hour": "4", "minute": "30"},
    )
    document["target"]["search_values"] = {"targetObject": "companies"}
    return document


def _audience() -> JsonObject:
    fields = _mappings("Contacts", "email>email", "phone>phone", "first_name>first_name", "country>country_code")
    for entry in fields[:2]:
        entry["encryption_enabled"] = True
    return _sync(
        *(AUDIENCE, 8, "Google Ads", "customers/8841129034/userLists/7120"),
        mode="snapshot",
        fields=fields,
        policies=[identifier("policy", "Marketing"), identifier("policy", "Revenue operations")],
        schedule={"frequency": "daily", "hour": "3", "minute": "45"},
    )


def _customers() -> JsonObject:
    return _sync(
        *(CUSTOMERS, 6, "NetSuite", "customer"),
        fields=_mappings(
            *("Accounts", "account_id>externalId", "name>companyName", "billing_email>email"),
            *("payment_terms>terms", "credit_limit>creditLimit", "segment>custentity_segment"),
        ),
        identities=_one_identity("Accounts", "account_id", "externalId"),
        policies=[identifier("policy", "Finance")],
        schedule={
            "frequency": "runafter",
            "run_after": {"sync_ids": [identifier("sync", COMPANIES)], "bulk_sync_ids": []},
            "run_after_success_only": True,
        },
    )


def _users() -> JsonObject:
    return _sync(
        *(SUPPORT_USERS, 5, "Zendesk", "users"),
        fields=_mappings(
            *("Contacts", "email>email", "first_name>name", "phone>phone", "lifecycle>user_fields.account_tier"),
            *("region>user_fields.plan_tier", "mrr>user_fields.mrr"),
        ),
        identities=_one_identity("Contacts", "email", "email"),
        problems=[
            {
                "code": "target_field_missing",
                "message": _REGION_PROBLEM,
                "path": "fields[4].target",
                "severity": "error",
            }
        ],
        schedule={"frequency": "continuous"},
    )


def _accounts() -> JsonObject:
    pairs = (f"attr_{number:04}>Attribute_{number:04}__c" for number in range(1, WIDE_FIELDS + 1))
    return _sync(
        *(ACCOUNTS, 2, "Salesforce (production)", "Account"),
        mode="update",
        fields=_mappings("Account attributes", *pairs),
        identities=_one_identity("Account attributes", "attr_0000", "External_Id__c"),
        schedule={"frequency": "manual"},
    )
