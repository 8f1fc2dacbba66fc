"""The same journeys under every Python, Redis, API version and transport that syncbot supports."""
