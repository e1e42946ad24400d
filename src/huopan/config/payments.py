"""Which payment providers have a door here: the one that is configured, and no sandbox beside a real one."""

from __future__ import annotations

from huopan.config.environment import Environment
from huopan.domains.settlement.ports import PaymentProvider
from huopan.infra import clock
from huopan.integrations.payments.alipay.adapter import AlipayProvider
from huopan.integrations.payments.alipay.gateway import Gateway
from huopan.integrations.payments.alipay.signing import private_key, public_key
from huopan.integrations.payments.sandbox.adapter import SandboxProvider


class MissingSettingsError(ValueError):
    """A provider was chosen without what it needs."""


def configured_provider(env: Environment) -> PaymentProvider:
    """The adapter named by HUOPAN_PAYMENT_PROVIDER. Raises MissingSettingsError."""
    if env.payment_provider == "sandbox":
        return SandboxProvider(url=env.sandbox_url.rstrip("/"), secret=env.sandbox_secret, clock=clock.now)
    if env.payment_provider == "alipay":
        return _alipay(env)
    raise MissingSettingsError(f"HUOPAN_PAYMENT_PROVIDER is sandbox or alipay, not {env.payment_provider!r}")


def _alipay(env: Environment) -> AlipayProvider:
    if not (env.alipay_app_id and env.alipay_seller_id and env.alipay_private_key_file and env.alipay_public_key_file):
        raise MissingSettingsError("Alipay needs HUOPAN_ALIPAY_APP_ID, _SELLER_ID, _PRIVATE_KEY_FILE, _PUBLIC_KEY_FILE")
    gateway = Gateway(
        url=env.alipay_gateway,
        app_id=env.alipay_app_id,
        our_key=private_key(env.alipay_private_key_file),
        alipays_key=public_key(env.alipay_public_key_file),
        clock=clock.now,
    )
    return AlipayProvider(gateway=gateway, payee=env.alipay_seller_id)
