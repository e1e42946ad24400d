"""Asks a server whose database is away, and prints what it answers."""

import json

import django
from django.test import Client

ADDRESSES = ("/healthz", "/readyz", "/api/v1/cart", "/metrics")

if __name__ == "__main__":
    django.setup()
    client = Client(raise_request_exception=False, headers={"Authorization": "Bearer hp_0123456789abcdef"})
    print(json.dumps({address: client.get(address, HTTP_HOST="127.0.0.1").status_code for address in ADDRESSES}))
