"""The unified social credit code (统一社会信用代码, GB 32100): 18 characters, the last computed from the others."""

import unicodedata

from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError

from huopan.kernel.refusal import RefusedError, said

LENGTH = 18
DIGITS_AT_START = 8
NEVER_USED = "IOSVZ"


class CreditCodeError(RefusedError):
    kind = "invalid"
    sentence = said("“{code}” is not a unified social credit code; copy all 18 characters from the business licence.")


class CreditCodeLengthError(CreditCodeError):
    sentence = said(
        "A unified social credit code has 18 characters, this one has {length}; copy it again from the licence."
    )


class CreditCodeCharacterError(CreditCodeError):
    sentence = said(
        "Character {place}, “{character}”, cannot stand in a credit code: it uses digits and capital letters, never"
        " I, O, S, V or Z (look again: perhaps 1, 0, 5, U or 2)."
    )


class CreditCodeRegionError(CreditCodeError):
    sentence = said("Character {place}, “{character}”, must be a digit: the first 8 characters name office and region.")


class CreditCodeCheckError(CreditCodeError):
    sentence = said(
        "The last character does not fit the 17 before it: one of them is mistyped or two are swapped; compare the code"
        " with the licence."
    )


def credit_code(text: str) -> str:
    """The code in its normal form: full-width forms, blanks and dashes mended. Raises a CreditCodeError that names
    what is wrong."""
    code: str = uscc.compact(unicodedata.normalize("NFKC", text))
    try:
        return str(uscc.validate(code))
    except InvalidLength:
        raise CreditCodeLengthError(length=len(code)) from None
    except InvalidChecksum:
        raise CreditCodeCheckError from None
    except ValidationError:
        raise _wrong_character(code) from None


def _wrong_character(code: str) -> CreditCodeError:
    for place, character in enumerate(code, start=1):
        if place <= DIGITS_AT_START and not (character.isascii() and character.isdigit()):
            return CreditCodeRegionError(place=place, character=character)
        if character in NEVER_USED or not (character.isascii() and character.isalnum()):
            return CreditCodeCharacterError(place=place, character=character)
    return CreditCodeError(code=code)
