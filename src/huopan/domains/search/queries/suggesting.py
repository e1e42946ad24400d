"""What to ask: as somebody types, when little was found, and next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from huopan.domains.search.models import Search
from huopan.domains.search.queries.lessons import leanings, related_searches, suggester
from huopan.engines.asking.leaning import Leaning
from huopan.engines.asking.suggesting import Phrase, squeezed
from huopan.kernel.actor import Actor

HISTORY, MOST_RELATED = 30, 6


def suggestions(typed: str, *, by: Actor, at: datetime, most: int = 10, remembered: Sequence[str] = ()) -> list[Phrase]:
    """What begins as is typed (Chinese, pinyin, initials, English): own history first, which of visitors is
    what their browser `remembered`. One statement, none for visitors; twice a minute some more to look for newer
    lessons."""
    history = own_history(by=by) if by.party_id else remembered
    return suggester(at=at).suggest(typed, history=history, most=most)


def own_history(*, by: Actor) -> list[str]:
    """What `by`'s organisation asked last, each once, the newest first."""
    if not by.party_id:
        return []
    asked = Search.objects.filter(party_id=by.party_id).order_by("-asked_at").values_list("words", flat=True)
    return list({squeezed(words): words for words in reversed(asked[:HISTORY])}.values())[::-1]


def meant(words: str, *, at: datetime) -> str | None:
    """What was probably meant, where nobody asks for `words`: “did you mean”."""
    phrase = suggester(at=at).meant(words)
    return phrase.text if phrase else None


def leaning(words: str, *, at: datetime) -> list[Leaning]:
    """Categories and attributes ("code=value") that were taken after such words; none before there is a log."""
    return leanings(at=at).of(words)


def related(words: str, *, at: datetime) -> list[str]:
    """Searches that others make beside this one; without a log phrases that share a word with it."""
    known = {squeezed(asked): others for asked, others in related_searches(at=at).items()}.get(squeezed(words), [])
    like = (phrase.text for phrase in suggester(at=at).like(words, most=MOST_RELATED))
    return list(dict.fromkeys([*known, *like]))[:MOST_RELATED]
