"""The page on which a payer pays, in Chinese and English, without a single outside file."""

from __future__ import annotations

from html import escape
from string import Template
from typing import Literal

from huopan.integrations.payments.sandbox.signing import Order

Language = Literal["zh", "en"]

WORDS: dict[Language, dict[str, str]] = {
    "zh": {
        "lang": "zh-CN",
        "title": "沙箱收银台",
        "notice": "这里不会动用真实资金，仅用于试用和测试。",
        "number": "付款单",
        "reference": "订单",
        "payee": "收款方",
        "pay": "确认付款",
        "late": "付款，但通知迟到",
        "twice": "付款，但通知两次",
        "out_of_order": "付款，但通知次序颠倒",
        "never": "付款，但从不通知",
        "fail": "付款失败",
        "trouble": "或者，试试支付机构会出的岔子：",
        "back": "不付款，返回",
        "other": "English",
        "other_code": "en",
        "refused": "这个付款链接不正确。请回到订单页，重新点击付款。",
    },
    "en": {
        "lang": "en",
        "title": "Sandbox cashier",
        "notice": "No real money moves here; this is for trying out and testing.",
        "number": "Payment",
        "reference": "Order",
        "payee": "Payee",
        "pay": "Pay",
        "late": "Pay, but tell late",
        "twice": "Pay, but tell twice",
        "out_of_order": "Pay, but tell out of order",
        "never": "Pay, but never tell",
        "fail": "Fail",
        "trouble": "Or try what payment providers get wrong:",
        "back": "Back without paying",
        "other": "中文",
        "other_code": "zh",
        "refused": "This payment link is not right. Go back to the order and choose Pay again.",
    },
}

FRAME = Template("""<!doctype html>
<html lang="$lang"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title><style>
:root { color-scheme: light dark; --ink: #1b2430; --paper: #fff; --soft: #f2f4f7; --line: #d5dbe3; --deed: #c2410c }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8ecf1; --paper: #161b22; --soft: #0d1117; --line: #313a46; --deed: #f97316 } }
* { box-sizing: border-box } body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem;
  font: 16px/1.5 system-ui, "PingFang SC", "Noto Sans CJK SC", sans-serif; color: var(--ink); background: var(--soft) }
main { width: min(26rem, 100%); background: var(--paper); border: 1px solid var(--line); border-radius: 12px;
  padding: 1.5rem } h1 { font-size: 1.1rem; margin: 0 } header { display: flex; justify-content: space-between }
.amount { font-size: 2.4rem; font-weight: 700; margin: .75rem 0; font-variant-numeric: tabular-nums }
dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; margin: 0 0 1rem; overflow-wrap: anywhere }
dt { opacity: .7 } dd { margin: 0; text-align: end } p { margin: .75rem 0; opacity: .8; font-size: .9rem }
button { width: 100%; min-height: 44px; margin-top: .5rem; font: inherit; border-radius: 8px; cursor: pointer;
  border: 1px solid var(--line); background: transparent; color: inherit }
button.deed { background: var(--deed); border-color: var(--deed); color: #fff; font-weight: 600 }
button:focus-visible, a:focus-visible { outline: 3px solid var(--deed); outline-offset: 2px } a { color: inherit }
</style></head><body><main>$content</main></body></html>""")

CASHIER = Template("""<header><h1>$title</h1><a href="?lang=$other_code">$other</a></header>
<div class="amount">$amount</div>
<dl><dt>$number</dt><dd>$order_number</dd><dt>$reference</dt><dd>$order_reference</dd>
<dt>$payee</dt><dd>$order_payee</dd></dl>
<form method="post"><button class="deed" name="way" value="pay">$pay</button>
<p>$trouble</p>$troubles</form>
<p>$notice</p><p><a href="$return_url">$back</a></p>""")


def cashier(order: Order, language: Language) -> str:
    """The page for `order`."""
    words = WORDS[language]
    troubles = "".join(
        f'<button name="way" value="{way}">{words[way]}</button>'
        for way in ("late", "twice", "out_of_order", "never", "fail")
    )
    content = CASHIER.substitute(
        words,
        amount=escape(f"¥{order.amount_fen // 100:,}.{order.amount_fen % 100:02d}"),
        order_number=escape(order.number),
        order_reference=escape(order.reference),
        order_payee=escape(order.payee),
        return_url=escape(order.return_url if order.return_url.startswith(("http://", "https://")) else "#"),
        troubles=troubles,
    )
    return FRAME.substitute(words, content=content)


def refusal(language: Language) -> str:
    """The page for a link that is not ours."""
    words = WORDS[language]
    return FRAME.substitute(words, content=f"<h1>{words['title']}</h1><p>{words['refused']}</p>")
