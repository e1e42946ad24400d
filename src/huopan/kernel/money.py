"""Money in integer fen and unit prices in integer hao; floats never touch either.

1 yuan = 10 jiao = 100 fen = 1,000 li = 10,000 hao (元 角 分 厘 毫).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from huopan.kernel.refusal import RefusedError, said

HAO_PER_FEN = 100
HAO_PER_YUAN = 10_000
FEN_PER_YUAN = 100
WHOLE_BASIS_POINTS = 10_000
LARGEST = 10**16  # what a signed 64-bit column holds with room to sum, and no text may blow up beyond


class CurrencyMismatchError(RefusedError):
    sentence = said("Amounts in {left} and {right} cannot be added; convert one of them first.")


class NotAnAmountError(RefusedError):
    kind = "invalid"
    sentence = said("“{text}” is not a price; write digits with at most {decimals} decimals, such as 12.50.")


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount of money. `fen`: integer minor units; `currency`: ISO 4217."""

    fen: int
    currency: str = "CNY"

    @classmethod
    def from_yuan(cls, text: str, currency: str = "CNY") -> Money:
        """Read "12.5" exactly. Raises NotAnAmountError beyond two decimals."""
        return cls(_scaled(text, decimals=2), currency)

    def __add__(self, other: Money) -> Money:
        return Money(self.fen + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.fen - self._same(other), self.currency)

    def __mul__(self, factor: int) -> Money:
        return Money(self.fen * factor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.fen, self.currency)

    def __bool__(self) -> bool:
        return self.fen != 0

    def portion(self, basis_points: int) -> Money:
        """The part of this amount, in 1/10,000, rounded half up to the fen."""
        return Money(_half_up(self.fen * basis_points, WHOLE_BASIS_POINTS), self.currency)

    def split(self, weights: Sequence[int]) -> list[Money]:
        """Shares in proportion to non-negative `weights` that sum to this amount to the fen (largest remainder)."""
        total = sum(weights)
        if total == 0:
            weights, total = [1] * len(weights), len(weights)
        floors = [self.fen * weight // total for weight in weights]
        remainders = [self.fen * weight % total for weight in weights]
        by_remainder = sorted(range(len(weights)), key=lambda i: (-remainders[i], i))
        for i in by_remainder[: self.fen - sum(floors)]:
            floors[i] += 1
        return [Money(fen, self.currency) for fen in floors]

    def yuan(self) -> Decimal:
        return Decimal(self.fen) / FEN_PER_YUAN

    def __str__(self) -> str:
        symbol = "¥" if self.currency == "CNY" else f"{self.currency} "
        sign = "-" if self.fen < 0 else ""
        return f"{sign}{symbol}{abs(self.fen) // 100:,}.{abs(self.fen) % 100:02d}"

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise CurrencyMismatchError(left=self.currency, right=other.currency)
        return other.fen


@dataclass(frozen=True, slots=True, order=True)
class UnitPrice:
    """The price of one piece, exact to 4 decimals of a yuan. `hao`: integer 1/10,000 yuan."""

    hao: int
    currency: str = "CNY"

    @classmethod
    def from_yuan(cls, text: str, currency: str = "CNY") -> UnitPrice:
        """Read "0.0125" exactly. Raises NotAnAmountError beyond four decimals."""
        return cls(_scaled(text, decimals=4), currency)

    def times(self, quantity: int) -> Money:
        """The line's amount, rounded half up once, at the line."""
        return Money(_half_up(self.hao * quantity, HAO_PER_FEN), self.currency)

    def yuan(self) -> Decimal:
        return Decimal(self.hao) / HAO_PER_YUAN

    def __str__(self) -> str:
        yuan, rest = divmod(abs(self.hao), HAO_PER_YUAN)
        fen, below = divmod(rest, HAO_PER_FEN)
        text = f"{'-' if self.hao < 0 else ''}{yuan}.{fen:02}" + (f"{below:02}".rstrip("0") if below else "")
        return f"¥{text}" if self.currency == "CNY" else f"{self.currency} {text}"


def _half_up(numerator: int, denominator: int) -> int:
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))


def _scaled(text: str, *, decimals: int) -> int:
    try:
        value = Decimal(text.strip().replace(",", "").lstrip("¥￥"))
        scaled = value.scaleb(decimals)
        if not value.is_finite() or abs(scaled) > LARGEST or scaled != scaled.to_integral_value():
            raise InvalidOperation  # noqa: TRY301 - one refusal for every unreadable text
    except InvalidOperation:
        raise NotAnAmountError(text=text, decimals=decimals) from None
    return int(scaled)
