"""Alipay: page and phone payments, refunds and queries, signed with RSA2."""
