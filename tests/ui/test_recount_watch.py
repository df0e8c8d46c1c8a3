"""A supervisor's window counts provisional due times anew by itself when the administrator loads their year."""

from datetime import date

from app import intake
from app.calendar_tables import CalendarDay
from app.complaints import show
from app.records import Act
from app.recount import may_recount
from app.rule_book import load_calendar
from app.rules import CITY_TIME
from small_city import City, new
from ui.jobs import Jobs
from ui.live import Live
from ui.recount_watch import RecountWatch


def test_loading_a_year_is_enough(qtbot, city: City) -> None:
    admin, op, supervisor = city.seat("admin"), city.seat("op1"), city.seat("sup1")
    city.owner().execute("UPDATE limit_rule SET unit = 'working_days', minutes = 300 * 1440 WHERE id = 5")
    op.refresh()
    taken = intake.take(op, new(category="C3"))
    jobs = Jobs()
    live = Live(supervisor, jobs)
    watch = RecountWatch(live, jobs)
    with qtbot.waitSignal(live.directory_changed):
        live.start()
    this_year = op.now().astimezone(CITY_TIME).year
    years = [year for year in range(this_year, this_year + 3) if not op.rules.calendar.knows(year)]
    with qtbot.waitSignal(watch.recounted) as told:
        load_calendar(admin, [CalendarDay(date(year, 2, 8), False, "春节") for year in years], "国务院办公厅通知")
    assert told.args == [1]
    done = show(op, taken.id)
    assert done.events[-1].act is Act.RECOUNT
    assert not done.due_times[0].provisional
    jobs.close()


def test_only_a_supervisor_looks(city: City) -> None:
    assert [login for login in ("op1", "sup1", "a1", "admin", "audit") if may_recount(city.seat(login))] == ["sup1"]
