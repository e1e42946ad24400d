"""Signing up and in, second factors, and accepting invitations; allauth does the work, dressed as ours."""
