"""Alipay's gateway as far as we use it, as a process of its own, with faults on demand.

python -m tests.integrations.payments.alipay.gateway KEYS_FOLDER prints its address. POST /fault?name=… sets the next
answer's fault: down, slow, unsigned, forged, garbage, silent_refund.
"""

from __future__ import annotations

import json
import sys
import time
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from huopan.integrations.payments.alipay.signing import BadSignatureError, check, content, private_key, public_key

Answer = dict[str, Any]
MISSING = {"code": "40004", "msg": "Business Failed", "sub_code": "ACQ.TRADE_NOT_EXIST", "sub_msg": "交易不存在"}


class Gateway(ThreadingHTTPServer):
    def __init__(self, keys: Path) -> None:
        super().__init__(("127.0.0.1", 0), Desk)
        self.own_key = private_key(keys / "alipay_private")
        self.merchants_key = public_key(keys / "merchant_public")
        self.trades: dict[str, Answer] = {}
        self.refunds: dict[tuple[str, str], int] = {}
        self.fault = ""


class Desk(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        asked = parse_qs(self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode(), keep_blank_values=True)
        address = urlsplit(self.path)
        if address.path == "/fault":
            self.server.fault = parse_qs(address.query)["name"][0]
            return self._send(b"{}")
        if address.path == "/trade":
            trade = {name: values[0] for name, values in asked.items()}
            self.server.trades[trade["out_trade_no"]] = trade
            return self._send(b"{}")
        return self._call({name: values[0] for name, values in asked.items()})

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Be quiet."""

    def _call(self, params: dict[str, str]) -> None:
        fault, self.server.fault = self.server.fault, ""
        if fault == "down":
            return self.send_error(502)
        if fault == "slow":
            time.sleep(2)
        if fault == "garbage":
            return self._send(b"<html>busy</html>")
        name, answer = self._answer(params, fault)
        raw = json.dumps(answer, ensure_ascii=False)
        signature = b64encode(self.server.own_key.sign(raw.encode(), PKCS1v15(), SHA256())).decode()
        if fault == "forged":
            raw = raw.replace("TRADE_CLOSED", "TRADE_SUCCESS").replace("1.00", "9.00")
        signed = "" if fault == "unsigned" else f', "sign": "{signature}"'
        return self._send(f'{{"{name}" : {raw}{signed}}}'.encode())

    def _answer(self, params: dict[str, str], fault: str) -> tuple[str, Answer]:
        try:
            check(params["sign"], content(params, without={"sign"}), self.server.merchants_key)
        except BadSignatureError:
            return "error_response", {"code": "40002", "sub_code": "isv.invalid-signature"}
        asked = json.loads(params["biz_content"])
        name = params["method"].replace(".", "_") + "_response"
        trade = self.server.trades.get(asked["out_trade_no"])
        if trade is None:
            return name, MISSING
        if params["method"] == "alipay.trade.query":
            return name, {"code": "10000", "msg": "Success", **trade}
        if params["method"] == "alipay.trade.refund":
            return name, self._refund(trade, asked, fault)
        done = (asked["out_trade_no"], asked["out_request_no"]) in self.server.refunds
        return name, {"code": "10000", **({"refund_status": "REFUND_SUCCESS"} if done else {})}

    def _refund(self, trade: Answer, asked: Answer, fault: str) -> Answer:
        key = (asked["out_trade_no"], asked["out_request_no"])
        fen = round(float(asked["refund_amount"]) * 100)
        if fault == "silent_refund":
            return {"code": "20000", "msg": "Service Currently Unavailable", "sub_code": "aop.ACQ.SYSTEM_ERROR"}
        before = sum(given for (number, _), given in self.server.refunds.items() if number == key[0])
        if key in self.server.refunds:
            return {"code": "10000", "fund_change": "N", "trade_no": trade["trade_no"]}
        if before + fen > round(float(trade["total_amount"]) * 100):
            return {"code": "40004", "sub_code": "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "sub_msg": "退款金额超限"}
        self.server.refunds[key] = fen
        return {"code": "10000", "fund_change": "Y", "trade_no": trade["trade_no"]}

    def _send(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    server = Gateway(Path(sys.argv[1]))
    print(f"http://127.0.0.1:{server.server_port}/gateway.do", flush=True)
    server.serve_forever()
