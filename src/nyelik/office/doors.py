"""Which numbers and names of a page's many areas a viewer may open, worked out once along the area tree.

The same answers as `register.scope.may_see_numbers` and `names_visible` (a test holds them together), without
asking the database for every cell of a board.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt

from nyelik.register import areas
from nyelik.register.area_tree import AreaTree
from nyelik.register.scope import Viewer, is_inside, scope_areas


class Doors:
    """The doors of one viewer on one tree."""

    def __init__(self, viewer: Viewer, tree: AreaTree) -> None:
        self.viewer, self.tree = viewer, tree
        self.scope = scope_areas(viewer.worker, viewer.today)

    @cached_property
    def _inside(self) -> npt.NDArray[np.bool_]:
        """For each leaf whether it lies in the scope."""
        return np.array([bool(leaf) and is_inside(leaf, self.scope) for leaf in self.tree.leaves])

    @cached_property
    def _around(self) -> frozenset[str]:
        """The areas that the scope lies in: their totals are there for comparison."""
        return frozenset(outer for area in self.scope for outer in areas.lineage(area))

    def names(self, code: str) -> bool:
        """May this viewer open the names behind a number of this unit?"""
        leaves = self._leaves(code)
        return self.viewer.sees_people and bool(leaves.any() and self._inside[leaves].all())

    def numbers(self, code: str) -> bool:
        """May this viewer see the numbers of this unit?"""
        leaves = self._leaves(code)
        if not leaves.any():
            return False
        return code in self._around or bool(self._inside[leaves].any())

    def _leaves(self, code: str) -> npt.NDArray[np.bool_]:
        level = self.tree.level_of(code)
        if level is None:
            return np.zeros(len(self.tree.leaves), bool)
        unit = self.tree.units[level].index(code)
        return np.asarray(self.tree.above[level] == unit)
