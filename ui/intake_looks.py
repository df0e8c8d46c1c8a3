"""What is known while one types: of the place, the caller and the flat, of the matter's limit, and who is liable."""

from typing import TYPE_CHECKING

from app.drafts import Draft
from app.forms import form_so_far, of_draft
from app.liability import REPAIRS, advise
from app.rules import CITY_TIME
from ui.category_picker import limit_side
from ui.flat_side import duty_words, side_words

if TYPE_CHECKING:
    from ui.intake_form import IntakeForm


def look(form: "IntakeForm", draft: Draft | None) -> None:
    """Who heats the flat, what this caller and this flat have open, and the answers that fit."""
    seat, fields = form.seat, form.fields
    community_id, flat = draft.community_id if draft else None, fields.flat_said()
    words, why = side_words(seat.directory, community_id, flat.building if flat else "")
    fields.flat.say(words, why=why)
    own = fields.form.rows and fields.category.key in REPAIRS  # the form says it, with its articles
    today = seat.now().astimezone(CITY_TIME).date()
    form.history.show_duty("" if own else duty_words(seat.directory, community_id, today))
    form.history.ask_about(fields.phone.phone, community_id, flat)
    form.notices.ask_about(community_id, flat.building if flat else "")
    community = seat.directory.communities.get(community_id or 0)
    form.knowledge.ask_about(str(fields.category.key or ""), fields.text.field.toPlainText(), community)


def show_form(form: "IntakeForm", draft: Draft | None) -> None:
    """The limit of the category's matter and who is likely to be liable, by the form as far as it is filled in."""
    seat, fields = form.seat, form.fields
    code, now = str(fields.category.key or ""), seat.now()
    if draft is None or code not in seat.rules.categories:
        fields.category.say("")
        fields.form.show_advice(())
        return
    today = now.astimezone(CITY_TIME).date()
    filled = form_so_far(seat.rules, code, of_draft(seat.rules, code, draft.form), today)
    words, why = limit_side(seat.rules, code, now, filled)
    fields.category.say(words, why=why)
    community = seat.directory.communities.get(draft.community_id or 0)
    has_form = bool(fields.form.rows)
    fields.form.show_advice(advise(seat.rules, code, filled, community, today) if has_form else ())
