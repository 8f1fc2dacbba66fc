"""The Slack app: commands, the editor, reviews, approvals."""
