"""The demonstration data: what make.py makes is what stands in the folder, and it is plausible."""

import csv
import re
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "resources" / "sample"
NOW = 14 * 3600 + 32 * 60  # the time of day that "now" is taken to be


def rows(name: str) -> list[dict[str, str]]:
    with (SAMPLE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def buildings(text: str) -> list[str]:
    out: list[str] = []
    for part in text.split("、"):
        first, dash, last = part.partition("-")
        out += [str(n) for n in range(int(first), int(last) + 1)] if dash else [part]
    return out


def test_committed_files_are_what_the_script_makes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-B", SAMPLE / "make.py", tmp_path], check=True)
    made = {p.name: p.read_bytes() for p in tmp_path.glob("*.csv")}
    assert made == {p.name: p.read_bytes() for p in SAMPLE.glob("*.csv")}


def test_counts_follow_the_public_notice() -> None:
    communities, stations = rows("communities"), rows("stations")
    assert len(rows("companies")) == 3
    assert Counter(c["kind"] for c in communities) == {"residential": 440, "unit": 80}
    assert [s["code"] for s in stations] == [f"{n:03}" for n in range(1, 425)]
    people = Counter(p["role"] for p in rows("people"))
    assert people["operator"] == 6
    assert people["company"] == 12
    assert {p["login"] for p in rows("people")} == {
        *(f"op{n}" for n in range(1, 7)), *(f"{c}{n}" for c in "abc" for n in range(1, 5)),
        "sup1", "sup2", "net1", "lia1", "admin", "audit",
    }  # fmt: skip


def test_every_reference_leads_somewhere_and_every_station_heats_somebody() -> None:
    company_of = {s["id"]: s["company_id"] for s in rows("stations")}
    places = {c["id"]: c for c in rows("communities")}
    heated = set()
    for c in places.values():
        assert company_of.get(c["station_id"], "") == c["company_id"]
        assert c["company_id"] or c["handed_over"] == "0"
        heated.add(c["station_id"])
    for b in rows("buildings"):
        assert b["building"] in buildings(places[b["community_id"]]["buildings"])
        assert company_of[b["station_id"]] == b["company_id"]
        heated.add(b["station_id"])
    assert heated - {""} == set(company_of)
    assert all(int(s["homes"]) > 0 for s in rows("stations"))


def test_communities_are_those_an_operator_knows() -> None:
    communities = rows("communities")
    by_name = {c["name"]: c for c in communities}
    assert by_name["牡丹花园"]["address"] == "人民路 118 号"
    known = {"曹州家园二期", "天香公馆", "和平里", "学府名苑", "龙铉苑", "长乐坊", "重华苑", "银行家属院", "乐府雅居"}
    assert known <= set(by_name)
    twins = [c for c in communities if c["name"] == "幸福小区"]
    assert len({c["address"] for c in twins}) == 2
    assert [n for n, k in Counter(c["name"] for c in communities).items() if k > 1] == ["幸福小区"]
    assert len({c["address"] for c in communities}) == len(communities)
    shared = by_name["东方花城"]
    others = [b for b in rows("buildings") if b["community_id"] == shared["id"]]
    assert [b["building"] for b in others] == [str(n) for n in range(13, 25)]
    assert {b["company_id"] for b in others} != {shared["company_id"]}
    assert any(c["handed_over"] == "0" for c in communities)
    assert any(c["warranty_until"] for c in communities)
    homes = [c for c in communities if c["kind"] == "residential"]
    assert all(80 <= int(c["homes"]) <= 3000 and 6 <= len(buildings(c["buildings"])) <= 30 for c in homes)


def test_managers_are_one_or_two_with_numbers_of_their_own() -> None:
    managers = rows("managers")
    ranks = Counter(m["community_id"] for m in managers)
    assert set(ranks) == {c["id"] for c in rows("communities")}
    assert set(ranks.values()) == {1, 2}
    phones = [p for m in managers for p in m["phones"].split("、")]
    assert len(phones) == len(set(phones)) > len(managers)
    assert all(p.startswith(("1385300", "0530-5")) for p in phones)
    assert {(m["duty_from"], m["duty_to"]) for m in managers} == {("07:00", "19:00"), ("19:00", "07:00"), ("", "")}
    assert any(m["verified_on"] == "" for m in managers)


def allowed_moves() -> dict[tuple[str, str, str], str]:
    """(state, act, role) → next state, read from where the rule stands."""
    text = (ROOT / "db/migrations/sql/0001_moves.sql").read_text(encoding="utf-8").partition("INSERT INTO act_rule")[0]
    lines = re.findall(r"\('(\w+)', '(\w+)', '([\w ]+)', '(\w+)'\)", text)
    return {(state, act, role): after for state, act, roles, after in lines for role in roles.split()}


def histories(season: str) -> dict[str, list[dict[str, str]]]:
    out: dict[str, list[dict[str, str]]] = defaultdict(list)
    for event in rows(f"{season}events"):
        out[event["complaint"]].append(event)
    return out


SEASONS = pytest.mark.parametrize("season", ["", "last_"])


@SEASONS
def test_every_history_is_a_road_the_rules_allow(season: str) -> None:
    moves, people, roads = allowed_moves(), {p["login"]: p for p in rows("people")}, histories(season)
    for complaint in rows(f"{season}complaints"):
        state, company, taker, previous = "new", "", "", int(complaint["seconds_before_now"])
        assert roads[complaint["key"]][0]["seconds_before_now"] == complaint["seconds_before_now"]
        for event in roads[complaint["key"]]:
            person, act, before = people[event["person"]], event["act"], int(event["seconds_before_now"])
            state = moves[state, act, person["role"]]
            assert state == event["state"], event
            assert 0 < before <= previous, event
            assert act == "take" or before < previous, event
            company, taker, previous = event["company_id"] or company, taker or event["person"], before
            if act == "dispatch":
                assert event["company_id"], event
            if person["role"] == "company" and company:
                assert person["company_id"] == company, event
            if act in ("call_back", "reopen", "miss"):
                assert event["person"] != taker, event
            if act in ("answer", "report", "return", "close"):
                assert event["note"].strip(), event
            if act in ("call_back", "reopen"):
                assert (event["contacted"], event["solved"]) == ("1", str(int(act == "call_back"))), event
                assert event["satisfaction"] in "12345", event
        assert state == complaint["state"]
        assert not (complaint["no_reply"] == "1" and any(e["act"] == "call_back" for e in roads[complaint["key"]]))


@SEASONS
def test_a_flat_gets_the_company_that_heats_its_building(season: str) -> None:
    communities = {c["id"]: c for c in rows("communities")}
    own = {(b["community_id"], b["building"]): b["company_id"] for b in rows("buildings")}
    # by the last dispatch
    dispatched = {e["complaint"]: e["company_id"] for e in rows(f"{season}events") if e["act"] == "dispatch"}
    for c in rows(f"{season}complaints"):
        if not c["community_id"]:
            assert c["state"] == "answered"
            continue
        place = communities[c["community_id"]]
        assert c["building"] == "" or c["building"] in buildings(place["buildings"]), c
        if c["key"] in dispatched:
            assert dispatched[c["key"]] == own.get((c["community_id"], c["building"]), place["company_id"]), c


def test_two_weeks_rush_at_the_season_start() -> None:
    complaints = rows("complaints")
    before = [int(c["seconds_before_now"]) for c in complaints]
    assert before == sorted(before, reverse=True)
    assert [c["key"] for c in complaints] == [str(n) for n in range(1, len(complaints) + 1)]
    assert 2_800 <= len(complaints) <= 3_200
    days = Counter((b + 86_400 - NOW - 1) // 86_400 for b in before)
    assert set(days) == set(range(14))
    assert all(days[d] < 90 for d in range(10, 14))
    assert max(days, key=days.__getitem__) == 8
    assert 400 < days[8] < 500
    hours = Counter((NOW - b) // 3600 % 24 for b in before)
    assert min(hours[h] for h in (8, 9, 10, 18, 19, 20)) > 200
    assert sum(hours[h] for h in range(6)) < 60


def test_the_season_before_is_a_year_earlier_smaller_and_done() -> None:
    last = rows("last_complaints")
    before = [int(c["seconds_before_now"]) for c in last]
    assert before == sorted(before, reverse=True)
    assert 850 <= len(last) <= 950
    days = Counter(365 + 9 - (b + 86_400 - NOW - 1) // 86_400 for b in before)  # of heating, 0 the first
    assert (min(days), max(days)) == (-4, 120)
    assert max(days.values()) == days[1] == 90
    assert sum(days[day] for day in range(10)) > sum(days[day] for day in range(10, 121)) > 150
    assert {c["state"] for c in last} == {"closed", "answered"}
    assert not {c["key"] for c in last} & {c["key"] for c in rows("complaints")}
    assert not {c["outside_number"] for c in last} & {c["outside_number"] for c in rows("complaints")} - {""}
    callers = {c["phone"]: c["caller"] for c in rows("complaints") if c["phone"]}
    again = [c for c in last if c["phone"] in callers]
    assert 0 < len(again) < len(last) / 4  # who called last season, too, is the same person
    assert all(callers[c["phone"]] == c["caller"] for c in again)


def test_what_is_open_now_shows_every_open_state() -> None:
    complaints = rows("complaints")
    states = Counter(c["state"] for c in complaints)
    still_open = sum(n for state, n in states.items() if state not in ("closed", "answered"))
    assert 37 <= still_open <= 60
    assert set(states) == {"waiting", "dispatched", "signed", "arrived", "reported", "call_back", "reopened",
                           "returned", "closed", "answered"}  # fmt: skip
    unsigned = [c for c in complaints if c["state"] == "dispatched"]
    assert any(c["category"] == "A2" and int(c["seconds_before_now"]) > 3_600 for c in unsigned)
    peony = [c for c in complaints if c["phone"] == "13853000001"]
    assert [c["state"] for c in peony] == ["closed", "arrived"]


def test_complaints_are_believable() -> None:
    complaints = rows("complaints")
    share = {k: n / len(complaints) for k, n in Counter(c["category"] for c in complaints).items()}
    assert max(share, key=share.__getitem__) == "B1"
    assert len(share) == 21
    assert 0.01 < sum(c["secret"] == "1" for c in complaints) / len(complaints) < 0.03
    assert 0.02 < sum(c["no_reply"] == "1" for c in complaints) / len(complaints) < 0.04
    assert all(c["secret"] == "1" for c in complaints if c["category"] == "D1")
    assert all(re.fullmatch(r"(1865300\d{4}|13853000001|(0530-)?600\d{4})?", c["phone"]) for c in complaints)
    texts = "".join(c["text"] for c in complaints)
    assert all(rare in texts for rare in "龑𬭎㸌")
    assert "{" not in texts
    assert max(len(c["text"]) for c in complaints) > 150
    assert any(n > 1 for n in Counter((c["phone"], c["room"]) for c in complaints if c["phone"]).values())
    assert sum(p.stat().st_size for p in SAMPLE.glob("*.csv")) < 3_000_000


@pytest.mark.parametrize("name", [p.name for p in SAMPLE.glob("*.py")])
def test_scripts_stay_readable(name: str) -> None:
    assert len((SAMPLE / name).read_text(encoding="utf-8").splitlines()) < 350
