"""Numbers -> numbers: how good suggestions are, whether their probabilities hold, how much reading they save.

Each figure names its source. Nothing here knows a project: labels are arrays of 1 (coded), 0 (read and not coded) and
-1 (not known, left out), rows are segments, columns are codes.
"""

from qualcode.measure.accuracy import (
    Accuracy,
    accuracy,
    accuracy_intervals,
    average_precision,
    average_precision_intervals,
)
from qualcode.measure.calibration import Bin, calibration_error, reliability
from qualcode.measure.effort import read_to_find, work_saved
from qualcode.measure.resampling import LEAST_GROUPS, Interval

__all__ = [
    "LEAST_GROUPS",
    "Accuracy",
    "Bin",
    "Interval",
    "accuracy",
    "accuracy_intervals",
    "average_precision",
    "average_precision_intervals",
    "calibration_error",
    "read_to_find",
    "reliability",
    "work_saved",
]
