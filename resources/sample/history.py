"""What becomes of a complaint: the acts of its road, each by a person who may do it and was on duty."""

import random
from dataclasses import dataclass, field

import texts
from rush import AT_ONCE, HOUR, MINUTE, NOW, Complaint

DESK = {"government": "lia1", "media_5969581": "lia1", "media_1600000": "lia1", "forum": "net1"}
VISITED = ("A", "B", "C1", "C5", "C8", "C10", "D1")  # categories by prefix; of the others one in three
# The state after each act that moves the complaint; the rest keep it.
AFTER = {
    "take": "waiting", "answer": "answered", "dispatch": "dispatched", "sign": "signed", "arrive": "arrived",
    "report": "reported", "return": "returned", "call_back": "closed", "reopen": "reopened", "miss": "call_back",
    "close": "closed",
}  # fmt: skip


@dataclass
class Step:
    act: str
    gap: float  # seconds since the step before
    by: str = "operator"  # taker, operator, other (an operator who did not take it), company
    note: str = ""
    extra: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Event:
    before: int  # seconds before now
    act: str
    state: str  # after the act
    person: str  # log-in
    note: str
    extra: dict[str, object]


def on_duty(rng: random.Random, before: float, group: str) -> str:
    """A log-in of the shift at that moment: day 08:00-20:00, the night belongs to its first day."""
    hours = (NOW - before) / HOUR
    turn = int((hours - 8) // 24)
    day = 8 <= hours % 24 < 20
    if group == "op":
        crew = [f"op{(n + 2 * turn) % 6 + 1}" for n in range(6)]
        return rng.choice(crew[:4] if day else crew[4:])
    crew = [f"{group}{(n + turn) % 4 + 1}" for n in range(4)]
    return rng.choice(crew[:3] if day else crew[3:])


class Road:
    """Puts the steps of one complaint together; ``events`` then fits them into the time there was."""

    def __init__(self, rng: random.Random, complaint: Complaint) -> None:
        self.rng, self.complaint = rng, complaint
        flat = complaint.flat
        self.company = flat.community.supplier(flat.building) if flat.community else ""
        self.steps = [Step("take", 0, "taker")]

    def add(self, act: str, least: float, most: float, mode: float, by: str, note: str = "", **extra: object) -> None:
        gap = self.rng.triangular(least, most, mode)
        self.steps.append(Step(act, gap, by, texts.fill(self.rng, note, self.complaint.chosen), extra))

    def pick(self, choices: tuple[str, ...]) -> str:
        return self.rng.choice(choices)

    def dispatch(self, company: str = "", note: str = "", by: str = "taker", mode: float = 80) -> None:
        self.add("dispatch", 25, 4 * mode, mode, by, note, company=company or self.company)

    def send_back(self) -> None:
        """A slip returned and sent out again; where a community has two suppliers, first to the wrong one."""
        community = self.complaint.flat.community
        wrong = "b" if self.company == "a" else "a"
        if community and community.name == "东方花城":
            self.dispatch(wrong)
            self.add("return", 300, 2400, 700, "company", texts.RETURNED[0])
            self.dispatch(note="1-12 号楼永恒、13-24 号楼煦源，改派", by="operator", mode=900)
        else:
            self.dispatch()
            self.add("return", 300, 5400, 1500, "company", self.pick(texts.RETURNED[1:]))
            self.dispatch(note=self.pick(texts.SENT_AGAIN), by="operator", mode=900)

    def visit(self) -> None:
        """Sign, contact, arrive, report, with a reminder now and then."""
        rng, code = self.rng, self.complaint.category
        pace = (0.4 if code[0] == "A" else 1.0) * (4 if rng.random() < 0.06 else 1)
        self.add("sign", 25, 840 * pace, 170 * pace, "company")
        pace = 0.25 if code[0] == "A" else 1.0
        if rng.random() < 0.85:
            self.add(
                "contact", 20, 2400 * pace, 480 * pace, "company", self.pick(texts.for_category(texts.CONTACTED, code))
            )
        for _ in range(rng.choices([0, 1, 2], [90, 8, 2])[0]):
            self.add("remind", 5 * MINUTE, 2 * HOUR * pace, HOUR * pace, "operator", self.pick(texts.REMINDED))
        late = 1.7 if rng.random() < 0.07 else 1
        if code.startswith(VISITED) or rng.random() < 0.3:
            least, most, mode = self.way(code)
            self.add(
                "arrive",
                least * late,
                most * late,
                mode * late,
                "company",
                self.pick(texts.for_category(texts.ARRIVED, code)),
            )
            self.report(15 * MINUTE, 2 * HOUR, 40 * MINUTE)
        else:
            self.report(2 * HOUR, 52 * HOUR, 16 * HOUR)

    def way(self, code: str) -> tuple[float, float, float]:
        """Seconds from signing to the door: shorter after the season's first ten days, as the rule is."""
        if code[0] == "A":
            return 8 * MINUTE, 44 * MINUTE, 22 * MINUTE
        if code == "B3":
            return 2 * HOUR, 22 * HOUR, 8 * HOUR
        if code[0] == "B":
            return 40 * MINUTE, 4.6 * HOUR, 2.2 * HOUR
        return 2 * HOUR, 30 * HOUR, 8 * HOUR

    def report(self, least: float, most: float, mode: float) -> None:
        rng, c = self.rng, self.complaint
        words = texts.reported(rng, c.category, c.chosen)
        extra: dict[str, object] = {}
        if c.category[0] in "AB" or c.category == "C8":
            community = c.flat.community
            extra["liability"] = rng.choices(["company", "user", "property"], [78, 14, 8])[0]
            if "户内" in words:
                extra["liability"] = "user"
            elif community and not community.handed_over:
                extra["liability"] = "property"
            elif "开发单位" in words or (community and community.warranty_until and rng.random() < 0.5):
                extra["liability"] = "developer"
        if rng.random() < (0.85 if c.channel in DESK else 0.03):
            extra["public_answer"] = self.pick(texts.PUBLIC)
        self.add("report", least, most, mode, "company", words, **extra)

    def reopen(self) -> None:
        for slot in ("cause", "fix", "good"):  # the second visit finds something else
            self.complaint.chosen.pop(slot, None)
        self.add("reopen", HOUR, 16 * HOUR, 4 * HOUR, "other", self.pick(texts.UNSOLVED), contacted=1, solved=0,
                 satisfaction=self.rng.randint(1, 2))  # fmt: skip

    def miss(self) -> None:
        self.add("miss", HOUR, 9 * HOUR, 4 * HOUR, "other", self.pick(texts.MISSED), contacted=0)

    def finish(self) -> None:
        """Called back and closed; reopened, missed or not called at all in a few cases."""
        rng = self.rng
        if self.complaint.no_reply:
            self.add("close", HOUR, 10 * HOUR, 3 * HOUR, "other", self.pick(texts.ANSWERED_NO_REPLY))
            return
        if rng.random() < 0.07:
            self.reopen()
            self.visit()
        misses = rng.choices([0, 1, 2, 3], [91, 6, 2, 1])[0]
        for _ in range(misses):
            self.miss()
        if misses == 3:
            self.add("close", MINUTE, HOUR, 10 * MINUTE, "other", "不同时段三次未接通，按规定办结")
            return
        grade = rng.choices([5, 4, 3, 2], [54, 31, 12, 3])[0]
        words = self.pick(texts.CALLED if grade > 3 else texts.CALLED_GRUDGING)
        self.add("call_back", HOUR, 17 * HOUR, 4 * HOUR, "other", words, contacted=1, solved=1,
                 satisfaction=grade)  # fmt: skip

    def whole(self) -> "Road":
        """The road of a finished complaint."""
        c = self.complaint
        if c.category in AT_ONCE:
            self.add("answer", 20, 150, 60, "taker", texts.answered(c.category, c.text))
            return self
        two_suppliers = c.flat.community is not None and c.flat.community.name == "东方花城"
        if c.channel != "company" and self.rng.random() < (0.2 if two_suppliers else 0.03):
            self.send_back()
        else:
            self.dispatch()
        self.visit()
        self.finish()
        return self

    def until(self, state: str) -> "Road":
        """The road of a complaint that stands in this state now."""
        if state == "waiting":
            return self
        self.dispatch()
        if state == "returned":
            self.add("return", 300, 2400, 900, "company", self.pick(texts.RETURNED[1:]))
        if state in ("dispatched", "returned"):
            return self
        self.visit()
        last = {"signed": ("sign", "contact"), "arrived": ("arrive",)}.get(state, ("report",))
        while self.steps[-1].act not in last:
            self.steps.pop()
        if state == "reopened":
            self.reopen()
        elif state == "call_back":
            self.miss()
        return self

    def events(self) -> list[Event]:
        """The steps as events, squeezed where there was less time than they would have taken."""
        rng, c = self.rng, self.complaint
        natural = 0.0
        for step in self.steps:
            natural += step.gap
            hour = (NOW - c.before + natural) / HOUR % 24
            if step.by == "other" and not 8.5 <= hour < 20.5:  # nobody is called back at night
                wait = (8.5 + rng.random() * 3 - hour) % 24 * HOUR
                step.gap += wait
                natural += wait
        room = c.before * rng.uniform(0.72, 0.95)
        squeeze = min(1.0, room / natural) if natural else 1.0
        out: list[Event] = []
        taker, state, company, before = "", "", self.company, c.before
        for step in self.steps:
            before = before - max(5, round(step.gap * squeeze)) if out else before
            state = AFTER.get(step.act, state)
            company = str(step.extra.get("company", company))
            person = self.person(step, before, company, taker)
            taker = taker or person
            out.append(Event(before, step.act, state, person, step.note, step.extra))
        return out

    def person(self, step: Step, before: int, company: str, taker: str) -> str:
        rng, channel = self.rng, self.complaint.channel
        if step.by == "company":
            return on_duty(rng, before, company)
        if step.by == "taker":
            group = company if channel == "company" else "op"
            return taker or DESK.get(channel) or on_duty(rng, before, group)
        person = on_duty(rng, before, "op")
        while step.by == "other" and person == taker:
            person = on_duty(rng, before, "op")
        return person
