"""What Slack accepts, as tables: composition objects, elements, blocks, views and messages.

Source of every number: Slack's reference of Block Kit and of views, as of November 2026.
"""
