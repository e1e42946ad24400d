from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrdersConfig(AppConfig):
    name = "huopan.domains.orders"
    label = "orders"
    verbose_name = _("orders and after-sale")

    def ready(self) -> None:
        """Listen to money and couriers, run the sweeps, and let `huopan check` know the orders' laws."""
        from huopan.domains.logistics.events import ParcelCollected, ParcelDelivered  # noqa: PLC0415
        from huopan.domains.orders import receivers, tasks  # noqa: F401, PLC0415
        from huopan.domains.orders.events import OrderPaid  # noqa: PLC0415
        from huopan.domains.orders.queries import invariants  # noqa: F401, PLC0415
        from huopan.domains.settlement.events import PaymentReceived  # noqa: PLC0415
        from huopan.infra.outbox.receiving import listen, listen_together  # noqa: PLC0415

        listen(PaymentReceived, receivers.hear_payment)
        listen_together(OrderPaid, receivers.hear_paid_orders)
        listen(ParcelCollected, receivers.hear_collection)
        listen(ParcelDelivered, receivers.hear_delivery)
