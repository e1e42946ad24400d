"""Secrets that must be read again are kept sealed with a key derived from the installation's SECRET_KEY."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class BrokenSealError(RuntimeError):
    """The text was sealed with another key, or changed: SECRET_KEY was replaced without keeping the old one in
    HUOPAN_FORMER_SECRET_KEYS."""


def seal(text: str, *, purpose: str) -> str:
    """`text` for the database. What is sealed for one purpose does not open for another."""
    return _lock(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, *, purpose: str) -> str:
    """The text again. Raises BrokenSealError."""
    try:
        return _lock(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise BrokenSealError from None


def _lock(purpose: str) -> MultiFernet:
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet([Fernet(_derived(key, purpose)) for key in keys])


def _derived(key: str, purpose: str) -> bytes:
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"huopan:{purpose}".encode())
    return base64.urlsafe_b64encode(derivation.derive(key.encode()))
