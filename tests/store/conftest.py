from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tests.store.contracts", "tests.store.changes_contract", "tests.store.jobs_contract")
