"""Seconds to change a machine over: the same reckoning for promise, plan, check and twin.

After a step a machine is set up for exactly that step's traits; what the step did not name counts as "".
"""

from __future__ import annotations

from huopan.engines.planning.model import Option, SetupRule, Traits


def changeover(rule: SetupRule, before: Traits, after: Traits) -> int:
    """Seconds from a machine set up for `before` to one set up for `after`; 0 when no trait of the rule differs."""
    was, becomes = dict(before), dict(after)
    pairs = {(trait, source, target): seconds for trait, source, target, seconds in rule.pairs}
    named = dict(rule.changes)
    named |= {trait: named.get(trait, 0) for trait, _source, _target, _seconds in rule.pairs}
    differing = [name for name in named if name in becomes and was.get(name, "") != becomes[name]]
    if not differing:
        return 0
    return rule.base + sum(pairs.get((name, was.get(name, ""), becomes[name]), named[name]) for name in differing)


def setup_seconds(rule: SetupRule, option: Option, before: Traits, after: Traits) -> int:
    """All set-up before a step: the option's own, spared when the machine last did equal traits, and the changeover."""
    return (0 if before == after and after else option.setup) + changeover(rule, before, after)
