"""RSA2: SHA256 with RSA (PKCS#1 v1.5) over parameters in the order of their names.

Source: opendocs.alipay.com, "Self-made signature" (自行实现签名) and "Self-made verification" (自行实现验签).
"""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key, load_der_public_key

NOT_SIGNED_IN_NOTICES = {"sign", "sign_type"}


class BadSignatureError(ValueError):
    """The text was not signed by Alipay."""


def content(params: Mapping[str, str], *, without: set[str]) -> bytes:
    """What is signed: name=value joined by &, sorted by name, empty values left out, nothing escaped."""
    named = sorted((name, value) for name, value in params.items() if name not in without and value != "")
    return "&".join(f"{name}={value}" for name, value in named).encode()


def signed(params: Mapping[str, str], key: RSAPrivateKey) -> str:
    """The `sign` of a request: everything but `sign` itself."""
    return b64encode(key.sign(content(params, without={"sign"}), PKCS1v15(), SHA256())).decode()


def check(signature: str, text: bytes, key: RSAPublicKey) -> None:
    """Raise BadSignatureError unless Alipay signed exactly `text`."""
    try:
        key.verify(b64decode(signature, validate=True), text, PKCS1v15(), SHA256())
    except (InvalidSignature, binascii.Error, ValueError) as error:
        raise BadSignatureError from error


def private_key(path: Path) -> RSAPrivateKey:
    """Our application's key as Alipay's key tool writes it: base64 of PKCS#8, with or without PEM lines."""
    key = load_der_private_key(_der(path), password=None)
    if not isinstance(key, RSAPrivateKey):
        raise TypeError(f"{path} holds no RSA private key")
    return key


def public_key(path: Path) -> RSAPublicKey:
    """Alipay's own key, as shown in its console (not our application's public key)."""
    key = load_der_public_key(_der(path))
    if not isinstance(key, RSAPublicKey):
        raise TypeError(f"{path} holds no RSA public key")
    return key


def _der(path: Path) -> bytes:
    lines = path.read_text(encoding="ascii").split("\n")
    return b64decode("".join(line.strip() for line in lines if "-----" not in line))
