"""How long a slip takes to draw and how many bytes it has (design.md section 6: at most 60 ms and 80 kB)."""

from dataclasses import replace
from datetime import UTC, datetime
from time import perf_counter

from app.pdf_fonts import warm_up
from app.records import Slip
from app.slips import Layout, draw

SLIP = Slip(
    number="20261120-0038-1",
    complaint_number="20261120-0038",
    company="永恒热力",
    station="018 号站 · 人民路",
    place="牡丹花园 3 号楼 2 单元 501（顶层）",
    vulnerable="老人",
    caller="王女士",
    phone="138 5300 0001",
    secret=False,
    managers=("张某 138 5300 0011（当班）", "李某 138 5300 0012（夜间）"),
    category="B1 不热、温度低（单户）",
    urgency="紧急",
    text="客厅 14 度，两组暖气片不热，家有老人。自测 13:40。住户姓龑，名𬭎㸌。缴费已完成，阀门已开；楼下邻居正常。",
    limit_words="11月20日 17:17 前到场",
    article="市供热条例第四十一条",
    printed_at=datetime(2026, 11, 20, 4, 17, tzinfo=UTC),
    seat="3 号座席 周岚",
    taken_by="周岚",
    prints=1,
)


def measure(times: int = 200) -> dict[str, float]:
    """Milliseconds: loading the fonts, then p50 and p99 of one slip; bytes of one slip of either paper."""
    begun = perf_counter()
    warm_up()
    loading = perf_counter() - begun
    spent = []
    for number in range(times):
        slip = replace(SLIP, number=f"20261120-{number:04}-1", complaint_number=f"20261120-{number:04}")
        begun = perf_counter()
        draw(slip)
        spent.append(perf_counter() - begun)
    spent.sort()
    return {
        "warm_up_ms": loading * 1000,
        "p50_ms": spent[len(spent) // 2] * 1000,
        "p99_ms": spent[min(len(spent) - 1, len(spent) * 99 // 100)] * 1000,
        "bytes": len(draw(SLIP)),
        "a5_bytes": len(draw(SLIP, Layout.A5_COMPANY)),
    }


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:>12} {value:10.1f}")
