"""Phone numbers made one shape, and names and numbers masked for those who need not know them."""

import phonenumbers

from huopan.kernel.refusal import RefusedError, said

HOME_REGION = "CN"
HOME_PREFIX = 86
SHOWN_AT_START, SHOWN_AT_END = 3, 4
LONG_ENOUGH, SHORT_BUT_SHOWN = 11, 5


class PhoneNumberError(RefusedError):
    kind = "invalid"
    sentence = said(
        "“{phone}” is not a phone number; write 11 digits such as 13812341234, an area code such as 0755-23456789, or"
        " + and the country code."
    )


def phone_number(text: str) -> str:
    """The number in one shape: Chinese ones as dialled at home, others as +country and digits."""
    try:
        number = phonenumbers.parse(text, HOME_REGION)
    except phonenumbers.NumberParseException:
        raise PhoneNumberError(phone=text) from None
    if not phonenumbers.is_valid_number(number) or number.extension:
        raise PhoneNumberError(phone=text)
    if number.country_code != HOME_PREFIX:
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    national = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    return "".join(character for character in national if character.isdigit())


def masked_name(name: str) -> str:
    """张三丰 → 张**: the first character and how many follow; a single character is hidden altogether."""
    name = name.strip()
    return name[:1] + "*" * (len(name) - 1) if len(name) > 1 else "*"


def masked_phone(phone: str) -> str:
    """13812341234 → 138****1234; a shorter number keeps its last two, the shortest nothing."""
    hidden = len(phone) - SHOWN_AT_START - SHOWN_AT_END
    if len(phone) >= LONG_ENOUGH:
        return phone[:SHOWN_AT_START] + "*" * hidden + phone[-SHOWN_AT_END:]
    shown = 2 if len(phone) >= SHORT_BUT_SHOWN else 0
    return "*" * max(len(phone) - shown, 1) + phone[len(phone) - shown :]


def masked_email(email: str) -> str:
    """lihua@mill.cn → l****@mill.cn."""
    name, _, host = email.partition("@")
    return f"{name[:1]}{'*' * max(len(name) - 1, 1)}@{host}"
