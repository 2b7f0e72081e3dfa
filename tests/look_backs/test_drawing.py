"""The sample: recomputed by anybody, within its strata, of nothing but the population."""

from __future__ import annotations

import hashlib
from collections import Counter
from random import Random
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from workflow.inspections.look_backs.sampling import By, Closed, Measure, draw

SEVERITIES = ("minor", "general", "major", "key")
NUMBERS = st.integers(1, 9999).map(lambda n: f"P2026-{n:04d}")
POPULATIONS = st.lists(
    st.builds(Closed, NUMBERS, st.sampled_from(SEVERITIES), st.integers(1, 4)),
    unique_by=lambda one: one.number,
    max_size=60,
)
SEEDS, BYS, MEASURES = st.text(max_size=20), st.sampled_from(get_args(By)), get_args(Measure)
HOW = st.tuples(st.sampled_from(MEASURES), st.integers(1, 100))


@given(seed=SEEDS, by=BYS, how=HOW, population=POPULATIONS, chance=st.randoms())
def test_the_same_seed_draws_the_same_whatever_order_the_population_comes_in(
    seed: str, by: By, how: tuple[Measure, int], population: list[Closed], chance: Random
) -> None:
    shuffled = sorted(population, key=lambda _: chance.random())
    assert draw(seed, by, *how, population) == draw(seed, by, *how, shuffled)


@given(seed=SEEDS, by=BYS, how=HOW, population=POPULATIONS)
def test_nothing_is_drawn_but_once_and_from_the_population_of_its_stratum(
    seed: str, by: By, how: tuple[Measure, int], population: list[Closed]
) -> None:
    strata = draw(seed, by, *how, population)
    known = {one.number: one for one in population}
    assert Counter(n for of in strata for n in of.population) == Counter(known.keys())
    for of in strata:
        assert {*of.drawn} <= {*of.population}
        assert len({*of.drawn}) == len(of.drawn)
        assert {known[n].severity for n in of.population} == {of.severity} or by == "unit"
        assert {known[n].unit_id for n in of.population} == {of.unit_id} or by == "severity"


@given(seed=SEEDS, by=BYS, how=HOW, population=POPULATIONS)
def test_each_stratum_gives_its_share_give_or_take_the_rounding(
    seed: str, by: By, how: tuple[Measure, int], population: list[Closed]
) -> None:
    measure, amount = how
    for of in draw(seed, by, measure, amount, population):
        if measure == "number":
            assert len(of.drawn) == min(amount, len(of.population))
        else:
            assert 0 <= len(of.drawn) - len(of.population) * amount / 100 < 1
        assert of.drawn


@given(seed=SEEDS, how=HOW, population=POPULATIONS)
def test_what_is_drawn_has_the_smallest_hashes_of_its_stratum(
    seed: str, how: tuple[Measure, int], population: list[Closed]
) -> None:
    def lot(number: str) -> bytes:
        return hashlib.sha256(f"{seed}:{number}".encode()).digest()

    for of in draw(seed, "severity", *how, population):
        left = {*of.population} - {*of.drawn}
        assert [*of.drawn] == sorted(of.drawn, key=lot)
        assert all(lot(kept) > lot(of.drawn[-1]) for kept in left)
