"""The seeded connections, target objects, models and policies, as tables."""

from __future__ import annotations

from syncbot.sandbox.polytomic.keys import actor_named
from syncbot.sandbox.polytomic.loading import any_mode
from syncbot.sandbox.polytomic.replies import JsonObject
from syncbot.sandbox.polytomic.world import ORGANIZATION_ID, Target, World, identifier

WIDE_FIELDS = 1200
"""How many attributes the widest model and target have."""

POLICIES = {
    "Revenue operations": ("read", "edit", "trigger"),
    "Finance": ("read", "sync_to"),
    "Marketing": ("read", "edit"),
}

_CONNECTIONS = (
    ("Snowflake (analytics)", "snowflake", "Snowflake", {"account": "nw-analytics", "password": "********"}),
    ("Postgres (product)", "postgresql", "PostgreSQL", {"hostname": "db.northwind.example", "password": "********"}),
    (
        "Salesforce (production)",
        "salesforce",
        "Salesforce",
        {"instance_url": "https://nw.example", "secret": "********"},
    ),
    ("HubSpot", "hubspot", "HubSpot", {"oauth_refresh_token": "********"}),
    ("Google Ads", "gads", "Google Ads", {"customer_id": "884-112-9034", "oauth_refresh_token": "********"}),
    ("NetSuite", "netsuite", "NetSuite", {"account_id": "NW_11", "token_secret": "********"}),
    ("Zendesk", "zendesk", "Zendesk Support", {"domain": "northwind", "api_token": "********"}),
)

_IDENTITY_FUNCTIONS = [{"id": "Equality", "label": "equals"}, {"id": "OneOf", "label": "is one of"}]
_SALESFORCE = ("create", "update", "updateOrCreate", "remove")
_TARGETS: tuple[tuple[str, str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    # connection, object, name, modes, fields as "id|label|type"; after the type ! is required, # a key, * read-only,
    # ~ encryptable, =a,b an enumeration
    (
        *("Salesforce (production)", "Lead", "Lead", _SALESFORCE),
        (
            *("Id|Lead ID|string*", "Email|Email|email#", "FirstName|First Name|string", "LastName|Last Name|string!"),
            *("Company|Company|string!", "Phone|Phone|phone", "Country|Country|string", "Title|Title|string"),
            *("LeadSource|Lead Source|picklist=Web,Event,Partner,Outbound", "Rating|Rating|picklist=Hot,Warm,Cold"),
            *("Lead_Score__c|Lead Score|number", "Region__c|Region|string", "External_Id__c|Warehouse ID|string#"),
            *("Status|Lead Status|picklist=Open,Working,Qualified", "NumberOfEmployees|Employees|number"),
            *("HasOptedOutOfEmail|Email Opt Out|boolean", "Campaign__c|Most Recent Campaign|string"),
        ),
    ),
    (
        *("Salesforce (production)", "Contact", "Contact", _SALESFORCE),
        (
            *(
                "Id|Contact ID|string*",
                "Email|Email|email#",
                "FirstName|First Name|string",
                "LastName|Last Name|string!",
            ),
            *(
                "Phone|Business Phone|phone",
                "MobilePhone|Mobile|phone",
                "Title|Title|string",
                "Region__c|Region|string",
            ),
            *("External_Id__c|Warehouse ID|string#", "Lifecycle__c|Lifecycle Stage|string", "MRR__c|MRR|number"),
            *("Last_Seen__c|Last Seen in Product|datetime", "Source_System__c|Source System|string"),
        ),
    ),
    (
        *("Salesforce (production)", "Account", "Account", _SALESFORCE),
        (
            *("Id|Account ID|string*", "Name|Account Name|string!", "External_Id__c|Warehouse ID|string#"),
            *(f"Attribute_{number:04}__c|Attribute {number}|string" for number in range(1, WIDE_FIELDS + 50)),
        ),
    ),
    (
        *("HubSpot", "companies", "Companies", ("create", "update", "updateOrCreate")),
        (
            *("name|Company name|string", "domain|Company domain name|string#", "industry|Industry|enumeration"),
            *("numberofemployees|Number of employees|number", "annualrevenue|Annual revenue|number"),
            *("lifecyclestage|Lifecycle stage|enumeration=lead,opportunity,customer", "plan_name|Plan|string"),
            *(
                "mrr|Monthly recurring revenue|number",
                "hs_object_id|Record ID|number*",
                "data_source|Data source|string",
            ),
        ),
    ),
    (
        *("HubSpot", "contacts", "Contacts", ("create", "update", "updateOrCreate")),
        (
            *("email|Email|string#", "firstname|First name|string", "lastname|Last name|string"),
            *("jobtitle|Job title|string", "phone|Phone number|string", "hs_object_id|Record ID|number*"),
        ),
    ),
    (
        *("Google Ads", "customers/8841129034/userLists/7120", "Customer match: trial users", ("append", "snapshot")),
        (
            *("email|Email|string~", "phone|Phone|string~", "first_name|First name|string~"),
            *("last_name|Last name|string~", "country_code|Country code|string", "postal_code|Postal code|string"),
        ),
    ),
    (
        *("NetSuite", "customer", "Customer", ("create", "update", "updateOrCreate")),
        (
            *("externalId|External ID|string#", "companyName|Company Name|string!", "email|Email|email"),
            *(
                "terms|Payment Terms|picklist=Net 30,Net 60",
                "creditLimit|Credit Limit|number",
                "category|Category|string",
            ),
            *("custentity_segment|Segment|string", "id|Internal ID|string*"),
        ),
    ),
    (
        *("Zendesk", "users", "Users", ("create", "update", "updateOrCreate")),
        (
            *("email|Email|email#", "name|Name|string!", "external_id|External ID|string#", "phone|Phone|string"),
            *("user_fields.account_tier|Account tier|string", "user_fields.plan_tier|Plan tier|string"),
            *("user_fields.mrr|MRR|number", "tags|Tags|string"),
        ),
    ),
)

_PERSON = (
    *(
        "email|E-mail|string|ada@lovelace.example",
        "first_name|First name|string|Ada",
        "last_name|Last name|string|King",
    ),
    *("phone|Phone|string|+44 20 7946 0000", "country|Country|string|GB", "job_title|Job title|string|Analyst"),
)
_MODELS = (
    (
        "Leads",
        (
            *(*_PERSON, "lead_id|Lead id|string|L-20391", "company|Company|string|Analytical Engines"),
            *("work_email|Work e-mail|string|ada@engines.example", "lead_score|Lead score|number|87"),
            *("status|Status|string|open", "source|Source|string|webinar", "utm_campaign|UTM campaign|string|fall-26"),
            *("region|Region|string|EMEA", "employees|Employees|number|120", "consent|Consent|boolean|true"),
            "created_at|Created at|datetime|2026-10-01T08:00:00Z",
        ),
    ),
    (
        "Contacts",
        (
            *(*_PERSON, "contact_id|Contact id|string|C-4411", "mobile|Mobile|string|+44 7700 900000"),
            *("region|Region|string|EMEA", "lifecycle|Lifecycle|string|customer", "mrr|MRR|number|129.5"),
            *("last_seen_at|Last seen|datetime|2026-11-20T17:03:00Z", "opted_in|Opted in|boolean|true"),
        ),
    ),
    (
        "Accounts",
        (
            *(
                "account_id|Account id|string|A-77",
                "name|Name|string|Analytical Engines",
                "domain|Domain|string|ae.example",
            ),
            *("industry|Industry|string|Manufacturing", "employees|Employees|number|120", "arr|ARR|number|90000"),
            *("segment|Segment|string|mid-market", "billing_email|Billing e-mail|string|ap@ae.example"),
            *("payment_terms|Payment terms|string|Net 30", "credit_limit|Credit limit|number|25000"),
        ),
    ),
    (
        "Subscriptions",
        (
            *("account_id|Account id|string|A-77", "plan|Plan|string|Scale", "mrr|MRR|number|129.5"),
            *("seats|Seats|number|40", "renews_on|Renews on|date|2027-02-01"),
        ),
    ),
    ("Account attributes", tuple(f"attr_{number:04}|Attribute {number}|string|" for number in range(WIDE_FIELDS + 50))),
)


def add_choices(world: World) -> None:
    """Everything but policies and syncs."""
    for name, kind, kind_name, configuration in _CONNECTIONS:
        _add_connection(world, name, {"id": kind, "name": kind_name, "operations": ["sync", "query"]}, configuration)
    for connection, object_id, name, modes, fields in _TARGETS:
        _add_target(world, (identifier("connection", connection), object_id), name, modes)
        for field in fields:
            _add_target_field(world, (identifier("connection", connection), object_id), field)
    for name, fields in _MODELS:
        _add_model(world, name, fields)


def _add_connection(world: World, name: str, kind: JsonObject, configuration: JsonObject) -> None:
    connection_id = identifier("connection", name)
    world.connections[connection_id] = {
        "id": connection_id,
        "name": name,
        "type": kind,
        "status": "healthy",
        "saved": True,
        "organization_id": ORGANIZATION_ID,
        "configuration": configuration,
        "created_at": "2025-02-11T09:30:00.000000Z",
        "created_by": actor_named("Ines Duarte"),
        "rate_limit": {"currently_limited": False},
    }


def _add_target(world: World, key: tuple[str, str], name: str, modes: tuple[str, ...]) -> None:
    is_audience = "snapshot" in modes
    properties = {
        "supports_field_creation": not is_audience,
        "supports_field_encryption": is_audience,
        "supports_target_filters": "update" in modes,
        "supports_multiple_identities": not is_audience,
    }
    document = {"id": key[1], "name": name, "modes": [any_mode(mode) for mode in modes], "properties": properties}
    is_hubspot = key[0] == identifier("connection", "HubSpot")
    world.targets[key] = Target(document, {}, {"targetObject": key[1]} if is_hubspot else None)


def _add_target_field(world: World, key: tuple[str, str], row: str) -> None:
    field_id, label, rest = row.split("|")
    kind, _, values = rest.partition("=")
    is_writable, is_key = "*" not in kind, "#" in kind
    world.add_target_field(
        key,
        field_id,
        label,
        type=kind.rstrip("!#*~"),
        required="!" in kind,
        createable=is_writable,
        updateable=is_writable,
        encryptable="~" in kind,
        supports_identity=is_key,
        identity_functions=_IDENTITY_FUNCTIONS if is_key else None,
        values=[{"value": value, "label": value} for value in values.split(",") if value],
    )


def _add_model(world: World, name: str, fields: tuple[str, ...]) -> None:
    model_id = identifier("model", name)
    world.add_model(
        model_id,
        name,
        connection_id=identifier("connection", "Snowflake (analytics)"),
        type="table",
        configuration={"table": f"ANALYTICS.{name.upper().replace(' ', '_')}"},
        identifier=fields[0].split("|")[0],
    )
    for row in fields:
        field_name, label, kind, example = row.split("|")
        world.add_model_field(model_id, field_name, label=label, type=kind, example=example)
