"""What only shows once a witness slip is complete: whether its dates can be."""

from __future__ import annotations

from functions.alerts.content.ask import Slip
from functions.alerts.content.bill import general_assembly
from functions.alerts.content.deadline import slip_deadline, written
from functions.alerts.errors import Mistake
from functions.alerts.reading.tree import Path
from functions.alerts.reading.validation import Reading


def check_slip(reading: Reading, slip: Slip, path: Path) -> None:
    """Report what is wrong or doubtful in the complete `slip` at `path`."""
    _check_assembly(reading, slip, path)
    if slip.closes is None:
        reading.report(
            path,
            "The slip has no deadline, so mails carry it for ever.",
            "Add `hearing:` and `chamber:`, or `closes:`.",
            "warning",
        )
    elif slip.hearing and slip.closes > slip_deadline("senate", slip.hearing):
        reading.report(
            (*path, "closes"),
            f"The slip closes after the day of its hearing ({written(slip.hearing)}).",
            "No chamber takes slips then; mend `closes` or `hearing`.",
        )
    elif slip.hearing and slip.chamber == "house" and slip.closes > slip.hearing:
        reading.report(
            (*path, "closes"),
            f"The hearing starts before the slip closes ({written(slip.hearing)}), and the House "
            "takes slips only until it concludes, which nobody knows beforehand.",
            "Delete `closes:`: the deadline is then an hour before the hearing.",
            "warning",
        )


def _check_assembly(reading: Reading, slip: Slip, path: Path) -> None:
    day = slip.hearing or slip.closes
    if not day or not slip.general_assembly:
        return
    sitting = general_assembly(day.date())
    if sitting != slip.general_assembly:
        found = f"On {day:%Y-%m-%d} sits General Assembly {sitting}, not {slip.general_assembly}."
        advice = "Its number decides which bill the button opens."
        mistake = Mistake(found, str(sitting), advice=advice)
        reading.mistake((*path, "general_assembly"), mistake, "warning")
