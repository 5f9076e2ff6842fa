"""Each structure against its definition by volumes, shapes and orientations, written out naively here."""

from dataclasses import dataclass

import numpy as np
import pytest
from scipy.linalg import expm

from gmm.engine import STRUCTURES
from gmm.engine.covariance import structure_named
from gmm.engine.form import Moments
from tests.engine.strategies import weighted_log_likelihood

COUNTS = np.array([30.0, 50.0, 20.0])
FLOOR = np.full(3, 1e-12)
K, D = 3, 3
# What mclust's nVarParams says for 4 components of 5 columns.
OF_FOUR = {"EII": 1, "VII": 4, "EEI": 5, "VEI": 8, "EVI": 17, "VVI": 20, "EEE": 15, "VEE": 18, "EVE": 27}
OF_FOUR |= {"VVE": 30, "EEV": 45, "VEV": 48, "EVV": 57, "VVV": 60}


@dataclass
class Member:
    """Covariances λ_k Q_k A_k Q_kᵀ: log λ (K, 1), log a (K, D), Q (K, D, D)."""

    log_volumes: np.ndarray
    log_shapes: np.ndarray
    axes: np.ndarray

    @classmethod
    def of(cls, matrices: np.ndarray, letters: str) -> "Member":
        """The parts of these covariances (K, D, D)."""
        log_volumes = np.linalg.slogdet(matrices)[1][:, None] / D
        if letters[2] == "I":
            axes = np.tile(np.eye(D), (K, 1, 1))
        elif letters[2] == "V":
            axes = np.linalg.eigh(matrices)[1]
        else:
            axes = np.tile(np.linalg.eigh(np.tensordot([1.0, 1.7, 2.9], matrices, axes=1))[1], (K, 1, 1))
        along = np.einsum("kij,kil,klj->kj", axes, matrices, axes)
        return cls(log_volumes, np.log(along) - log_volumes, axes)

    @property
    def matrices(self) -> np.ndarray:
        variances = np.exp(self.log_volumes + self.log_shapes)
        return np.einsum("kij,kj,klj->kil", self.axes, variances, self.axes)

    def moved(self, rng: np.random.Generator, letters: str, size: float) -> "Member":
        """Another one under the same constraint, so far away."""

        def noise(letter: str, *shape: int) -> np.ndarray:
            drawn = size * rng.normal(size=(1 if letter == "E" else K, *shape))
            return np.zeros((K, *shape)) if letter == "I" else np.broadcast_to(drawn, (K, *shape))

        log_shapes, turns = noise(letters[1], D), noise(letters[2], D, D)
        turned = [Q @ expm(turn - turn.T) for Q, turn in zip(self.axes, turns, strict=True)]
        return Member(
            self.log_volumes + noise(letters[0], 1),
            self.log_shapes + log_shapes - log_shapes.mean(axis=1, keepdims=True),
            np.array(turned),
        )


def scatters(rng: np.random.Generator) -> np.ndarray:
    A = rng.normal(size=(K, D, D))
    return A @ A.transpose(0, 2, 1)


def awkward_scatters() -> dict[str, np.ndarray]:
    """Covariances of groups that have no width in some direction."""
    rng = np.random.default_rng(4)
    healthy, thin, flat, constant = (scatters(rng) for _ in range(4))
    thin[0] = np.outer(thin[0, 0], thin[0, 0])
    flat[:, 2], flat[:, :, 2] = flat[:, 0], flat[:, :, 0]
    flat[:, 2, 2] = flat[:, 0, 0]
    constant[:, 1], constant[:, :, 1] = 0.0, 0.0
    one_point = healthy.copy()
    one_point[1] = 0.0
    return {
        "one group on a line": thin,
        "a column that repeats another": flat,
        "a constant column": constant,
        "one group on a point": one_point,
        "all groups on points": np.zeros((K, D, D)),
        "very different sizes": healthy * np.array([1e-9, 1.0, 1e9])[:, None, None],
    }


def estimated(name: str, dense: np.ndarray, floor=FLOOR, current: np.ndarray | None = None) -> np.ndarray:
    structure = structure_named(name)
    form = structure.form
    moments = Moments(COUNTS, np.zeros((K, D)), form.of_dense(dense))
    before = None if current is None else form.of_dense(current)
    return np.array(form.dense(structure.estimate(moments, floor, before)))


def likelihood(name: str, matrices: np.ndarray, dense: np.ndarray) -> float:
    return weighted_log_likelihood(matrices, Moments(COUNTS, np.zeros((K, D)), dense), dense)


def test_the_fourteen_of_celeux_and_govaert_are_there():
    assert sorted(structure.letters for structure in STRUCTURES.values()) == sorted(OF_FOUR)


def test_parameters_are_counted_as_in_mclust(covariance_type):
    structure = STRUCTURES[covariance_type]

    assert structure.n_parameters(4, 5) == OF_FOUR[structure.letters]


def test_every_structure_has_its_letters_as_a_name(covariance_type):
    assert structure_named(STRUCTURES[covariance_type].letters) is STRUCTURES[covariance_type]


def test_volumes_shapes_and_orientations_are_shared_as_the_letters_say(rng, covariance_type):
    letters = STRUCTURES[covariance_type].letters
    matrices = estimated(covariance_type, scatters(rng))
    parts = Member.of(matrices, letters)

    assert parts.matrices == pytest.approx(
        matrices, rel=1e-9, abs=1e-9
    )  # the axes are what they are taken for
    if letters[0] == "E":
        assert np.ptp(parts.log_volumes) < 1e-9
    if letters[1] != "V":
        assert np.ptp(parts.log_shapes, axis=0) == pytest.approx(0, abs=1e-8)
    if letters[1] == "I":
        assert parts.log_shapes == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("size", [1e-3, 0.05, 1.0])
def test_no_other_covariances_of_the_structure_are_likelier(rng, covariance_type, size):
    letters = STRUCTURES[covariance_type].letters
    for _ in range(3):
        dense = scatters(rng)
        matrices = estimated(covariance_type, dense)
        best, parts = likelihood(covariance_type, matrices, dense), Member.of(matrices, letters)
        for _ in range(30):
            other = parts.moved(rng, letters, size).matrices
            assert likelihood(covariance_type, other, dense) <= best + 1e-8


def test_covariances_that_have_the_structure_already_are_kept(rng, covariance_type):
    matrices = estimated(covariance_type, scatters(rng))

    assert estimated(covariance_type, matrices) == pytest.approx(matrices, rel=1e-9, abs=1e-9)
    assert estimated(covariance_type, matrices, current=matrices) == pytest.approx(
        matrices, rel=1e-9, abs=1e-9
    )


def test_a_step_from_given_covariances_ends_no_lower(rng, covariance_type):
    letters = STRUCTURES[covariance_type].letters
    for _ in range(20):
        start = (
            Member.of(estimated(covariance_type, scatters(rng)), letters).moved(rng, letters, 0.5).matrices
        )
        dense = scatters(rng)
        end = estimated(covariance_type, dense, current=start)
        assert likelihood(covariance_type, end, dense) >= likelihood(covariance_type, start, dense) - 1e-9


@pytest.mark.parametrize("data", awkward_scatters())
@pytest.mark.parametrize("floor", [1e-12, 1e-3])
def test_the_floor_holds_where_groups_have_no_width(rng, covariance_type, data, floor):
    letters = STRUCTURES[covariance_type].letters
    dense, floors = awkward_scatters()[data], np.array([1.0, 2.0, 0.5]) * floor
    current = None
    reached = -np.inf
    for _ in range(4):  # from where the last step ended
        current = estimated(covariance_type, dense, floors, current)
        likeliest = likelihood(covariance_type, current, dense)

        assert np.all(np.isfinite(current))
        unit = np.sqrt(floors[:, None] * floors)
        widths = np.linalg.eigvalsh(current / unit)
        assert np.all(widths[:, 0] >= 1 - 1e-6 - 1e-14 * widths[:, -1])
        noise = 1e-15 * np.linalg.cond(current).max() * COUNTS.sum()
        assert likeliest >= reached - 1e-8 * abs(reached) - noise
        reached = likeliest
        if floor == 1e-3 and data != "very different sizes":  # else floats cannot tell the parts
            volumes = Member.of(current, letters).log_volumes
            assert letters[0] == "V" or np.ptp(volumes) < 1e-6


def test_a_structure_with_a_floor_is_a_constrained_maximum(rng, covariance_type):
    letters = STRUCTURES[covariance_type].letters
    dense, floor = scatters(rng), np.full(D, 0.3)
    matrices = estimated(covariance_type, dense, floor)
    best, parts = likelihood(covariance_type, matrices, dense), Member.of(matrices, letters)
    tried = 0
    for _ in range(400):
        other = parts.moved(rng, letters, 0.03).matrices
        if np.linalg.eigvalsh(other)[:, 0].min() >= 0.3:
            tried += 1
            assert likelihood(covariance_type, other, dense) <= best + 1e-8
    assert tried
