"""What an operator sets, read from HUOPAN_… variables and `.env`; `.env.example` lists every one."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Environment(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="HUOPAN_", env_file=".env", extra="ignore")

    debug: bool = False
    secret_key: str = Field(default="", description="Signs sessions and seals webhook secrets; at least 50 characters.")
    former_secret_keys: list[str] = Field(
        default=[], description="Keys before the present one: what they sealed and signed stays readable."
    )
    database_url: str = Field(
        default="", description="postgresql://… or sqlite:///path; empty: a file in the data folder."
    )
    database_keeps_plans: bool = Field(
        default=True,
        description="Prepared statements on PostgreSQL; false behind a pooler that loses them (PgBouncer before 1.21).",
    )
    data_dir: Path = Field(
        default=Path("var"), description="Uploads, the search index and, without PostgreSQL, the database."
    )
    search_dir: Path | None = Field(
        default=None, description="The search index; one for each machine, on its own disk. Empty: in the data folder."
    )
    base_url: str = "http://127.0.0.1:8000"
    allowed_hosts: list[str] = ["127.0.0.1", "localhost", "[::1]"]
    redis_url: str = Field(
        default="", description="Shared rate limits on several machines; empty: each process counts alone."
    )
    api_key_memory_seconds: float = Field(default=2, description="How long a looked-up API key is believed; 0: never.")
    trusted_proxies: int = Field(
        default=0, description="How many proxies in front may be believed about X-Forwarded-For."
    )
    search_nodes: list[str] = Field(
        default_factory=list,
        description='Nodes of a search cluster, ["10.0.0.21:9306", …]; empty: the index is inside each machine.',
    )
    language: str = "zh-hans"
    log_level: str = "INFO"
    log_format: str = Field(default="", description="json or console; empty: console on a terminal, json elsewhere.")
    metrics_token: str = Field(default="", description="Bearer token for /metrics; empty: only from this machine.")
    relay_lease_seconds: int = Field(
        default=45, description="After this an event held by a killed relay is free again."
    )
    job_silence_seconds: int = Field(default=20, description="After this a worker counts as dead; its jobs go back.")
    demo: bool = Field(
        default=False,
        description="Opens /tour, which signs anybody in as the demo's people; `huopan demo` switches it on by itself.",
    )
    testing: bool = Field(default=False, description="Fault tests only: lets crash_at act.")
    crash_at: str = Field(default="", description="Fault tests only: the named point where the process dies.")

    api_requests_per_minute: int = Field(default=1200, description="Per member or API key.")
    api_visitor_requests_per_minute: int = Field(default=300, description="Per network address without a login.")

    email_host: str = Field(
        default="",
        description="Mail server; empty: letters become files in the data folder and addresses are not verified.",
    )
    email_port: int = 587
    email_user: str = ""
    email_password: str = ""
    email_security: str = Field(default="tls", description="tls (STARTTLS), ssl or none.")
    email_from: str = "Huopan <huopan@localhost>"

    payment_provider: str = "sandbox"
    sandbox_url: str = "http://127.0.0.1:8010"
    sandbox_secret: str = "sandbox-secret-for-local-use-only"  # noqa: S105 - the sandbox moves no money
    alipay_app_id: str = ""
    alipay_gateway: str = "https://openapi.alipay.com/gateway.do"
    alipay_seller_id: str = ""
    alipay_private_key_file: Path | None = None
    alipay_public_key_file: Path | None = None

    order_unpaid_minutes: int = 30
    order_acceptance_hours: int = 48
    order_shipment_hours: int = 72
    order_collection_hours: int = 48
    order_delivery_days: int = 30
    order_completion_days: int = 7
    after_sale_answer_hours: int = 72
    after_sale_return_days: int = 7
    after_sale_window_days: int = 15
    commission_basis_points: int = 200
    payout_second_person_fen: int = 5_000_000
    clearing_days: int = 3

    courier_url: str = "http://127.0.0.1:8011"
    courier_secret: str = Field(
        default="", description="Shared with the sandbox courier; empty: no courier can tell anything here."
    )

    webhook_ports: list[int] = [443, 8443]
    webhook_allows_http: bool = Field(default=False, description="For receivers on the operator's own network only.")
    webhook_private_networks: list[str] = Field(
        default=[], description="Networks that webhooks may reach although they are not public, such as 10.2.0.0/16."
    )


ENV = Environment()
