"""The console's words for call-backs: who waits for one, the three rates, and the rounds behind them."""

from datetime import datetime, timedelta
from typing import Annotated

import typer

from app.call_tries import TRIES
from app.callback_list import CallBack, call_backs
from app.errors import BadInput
from app.places import find_company
from app.rates import Outcome, Rate, Rates, Share, of_company, outcomes, rates, rates_by_company
from app.seat import Seat
from app.words import CALL_RESULT_WORDS, SATISFACTION_WORDS, STATE_WORDS
from ui.console_json import Record, moment, queue_record
from ui.console_session import Json, read_moment, session, show

DAYS = 7  # the rates of a week, where nothing else is asked for
LACKING = {"contacted": Rate.CONTACTED, "solved": Rate.SOLVED, "satisfied": Rate.SATISFIED}

callback_words = typer.Typer(no_args_is_help=True)

Since = Annotated[str, typer.Option(metavar="TIME", help="从何时起，如 2026-11-15 或 2026-11-15T08:00。")]
Until = Annotated[str, typer.Option(metavar="TIME", help="到何时止（不含）。")]
Company = Annotated[str, typer.Option(help="只算这一家：简称或全称。")]


@callback_words.command("list", help="待回访且本人可以回访的诉求：拨过几次、结果、下次何时拨；最急的在前。")
def list_word(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, max=5000, help="最多几件。")] = 1000,
    as_json: Json = False,
) -> None:
    """List what waits for a call-back."""
    with session(context).seat() as seat:
        found = call_backs(seat)
        records = [_record(seat, one) for one in found[:limit]]
        lines = [_line(one, seat.now()) for one in found[:limit]]
        lines += [f"另有 {len(found) - limit} 件没有列出，可加大 --limit。"] if len(found) > limit else []
    show(as_json, {"call_backs": records, "total": len(found)}, lines or ["没有待回访的诉求。"])


@callback_words.command("rates", help="三率：响应率、解决率、满意率，带分子分母；缺省为最近 7 天、全部公司。")
def rates_word(
    context: typer.Context,
    since: Since = "",
    until: Until = "",
    company: Company = "",
    as_json: Json = False,
) -> None:
    """Count the three rates."""
    with session(context).seat() as seat:
        start, end = _span(seat, since, until)
        if company:
            chosen = find_company(seat.directory, company)
            named = {chosen.name: rates(seat, start, end, chosen.id)}
        else:
            by_company = rates_by_company(seat, start, end)
            named = {seat.directory.companies[id].name if id else "全部": one for id, one in by_company.items()}
    record = {
        "since": moment(start),
        "until": moment(end),
        "rates": [{"company": name, **_shares(one)} for name, one in named.items()],
    }
    show(as_json, record, [_rates_line(name, one) for name, one in named.items()])


@callback_words.command("rounds", help="三率背后的逐次回访，早的在前；--lacking 只列未联系上、未解决或不满意的。")
def rounds_word(
    context: typer.Context,
    since: Since = "",
    until: Until = "",
    company: Company = "",
    lacking: Annotated[str, typer.Option(help="contacted、solved 或 satisfied：只列拉低这一率的。")] = "",
    as_json: Json = False,
) -> None:
    """List the rounds behind the rates."""
    if lacking and lacking not in LACKING:
        raise BadInput(f"没有“{lacking}”，可用：{'、'.join(LACKING)}。", field="lacking")
    with session(context).seat() as seat:
        start, end = _span(seat, since, until)
        chosen = find_company(seat.directory, company).id if company else None
        counted = [one for one in of_company(outcomes(seat, start, end), chosen) if one.counts]
        found = [one for one in counted if not lacking or one.counts.get(LACKING[lacking]) is False]
        names = {id: one.short_name for id, one in seat.directory.companies.items()}
    records = [
        {
            "at": moment(one.at),
            "number": one.number,
            "place": one.place,
            "company": names.get(one.company_id or 0),
            **{name: one.counts.get(rate) for name, rate in LACKING.items()},
            "satisfaction": one.satisfaction,
        }
        for one in found
    ]
    show(
        as_json, {"rounds": records, "total": len(found)}, [_round_line(one, names) for one in found] or ["没有回访。"]
    )


def _span(seat: Seat, since: str, until: str) -> tuple[datetime, datetime]:
    """The last DAYS days, where nothing else is asked for."""
    end = read_moment(until, "until") if until else seat.now()
    start = read_moment(since, "since") if since else end - timedelta(days=DAYS)
    if start >= end:
        raise BadInput("开始时间要早于结束时间。", field="since")
    return start, end


def _round_line(one: Outcome, names: dict[int, str]) -> str:
    said = [f"{one.at:%m-%d %H:%M}" if one.at else "", one.number, one.place, names.get(one.company_id or 0, "")]
    counts = one.counts
    if not counts[Rate.CONTACTED]:
        said.append("未联系上")
    else:
        said.append("已解决" if counts[Rate.SOLVED] else "未解决")
    if one.satisfaction is not None:
        said.append(SATISFACTION_WORDS[one.satisfaction])
    return "  ".join(said)


def _record(seat: Seat, one: CallBack) -> Record:
    tried = one.tried
    return queue_record(seat, one.row) | {
        "tries": tried.tries,
        "last_at": moment(tried.last_at),
        "last_result": tried.last_result,
        "next_at": None if tried.closable else moment(tried.due(seat.now())),
        "closable": tried.closable,
    }


def _line(one: CallBack, now: datetime) -> str:
    row, tried = one.row, one.tried
    said = [row.number, STATE_WORDS[row.state], row.category, row.place, f"{tried.tries}/{TRIES} 次"]
    if tried.last_at and tried.last_result:
        said.append(f"上次 {tried.last_at:%m-%d %H:%M} {CALL_RESULT_WORDS[tried.last_result]}")
    said.append("可结案" if tried.closable else f"下次 {tried.due(now):%m-%d %H:%M}")
    return "  ".join(said)


def _shares(one: Rates) -> Record:
    named = (("contacted", one.contacted), ("solved", one.solved), ("satisfied", one.satisfied))
    return {name: {"part": share.part, "whole": share.whole, "rate": share.rate} for name, share in named}


def _rates_line(name: str, one: Rates) -> str:
    named = (("响应率", one.contacted), ("解决率", one.solved), ("满意率", one.satisfied))
    return "  ".join((name, *(f"{words} {_share_words(share)}" for words, share in named)))


def _share_words(share: Share) -> str:
    return f"{share.rate:.1%}（{share.part}/{share.whole}）" if share.rate is not None else "—（0/0）"
