"""The demonstration data: what make.py makes is what stands in the folder, and it is plausible."""

import csv
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parents[2] / "resources" / "sample"


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


@pytest.mark.parametrize("name", [p.name for p in SAMPLE.glob("*.py")])
def test_scripts_stay_readable(name: str) -> None:
    assert len((SAMPLE / name).read_text(encoding="utf-8").splitlines()) < 350
