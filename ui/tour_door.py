"""A call that is no matter of heating: to the right door with the words to say."""

from PySide6.QtCore import Qt

from app.records import State
from ui.tour_hands import TourFailed, compose, press, wait
from ui.tour_stage import Call, Stage, Step

CALL = Call("18653004301", "学府名苑", "3-1", "d4", "单元电梯停在七楼，门打不开，里面没有人。")
DOOR = "market"


class RightDoor:
    """op1 takes the call and says who is in charge."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def steps(self) -> list[Step]:
        """The one step."""
        return [("非供热事项：告知主管单位和电话，受理并转办（F9）", self._refer)]

    def _refer(self) -> str:
        window = self._stage.fill_in("op1", CALL)
        strip = window.drafting.form.door
        press(Qt.Key.Key_F9)
        compose("电梯")
        wait(lambda: strip.door.field.choosing, "没有找到电梯的主管单位", window)
        self._stage.picture(window, "refer-choices")
        press(Qt.Key.Key_Down)  # past 119, which stands first for whoever is shut in
        press(Qt.Key.Key_Return)
        if strip.authority != DOOR:
            raise TourFailed(f"选到的是 {strip.authority}")
        self._stage.picture(window, "refer")
        said = strip.say.text()
        number = self._stage.send("op1")
        self._stage.reaches(window, number, State.REFERRED)
        return f"{number} {said}"
