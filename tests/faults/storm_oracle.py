"""
What must hold after a storm: the account of the mail server, of the push service and of people against
the rows'.
"""

from collections import Counter, defaultdict

from checkins.models import CheckIn, OpenedAnswer
from tests.faults.storm_kinds import notices as of_the_storm
from tests.faults.storm_kinds import schedules
from tests.faults.storm_web import COUPLES, QUESTION
from trustpact.notices.models import Notice

NORMALLY, AFTER_A_FAULT = 60, 300  # seconds


def verdict(story):
    """Print what happened, and return a sentence for each thing that must not have."""
    notices = {f"<{one.pk}@localhost>": one for one in of_the_storm()}
    mails = {key: one for key, one in notices.items() if one.channel == Notice.Channel.MAIL}
    copies = Counter(message_id for _moment, message_id, _address in story.arrived)
    _print(story, mails, copies)
    rules = (_none_open, _none_twice, _none_lost, _none_after_a_stop, _all_in_the_app)
    found = [sentence for rule in rules for sentence in rule(story, mails, copies)]
    pushes = [one for one in notices.values() if one.channel == Notice.Channel.PUSH]
    found += _doubt_is_bounded(story, notices.values())
    return found + [*_pushes_add_up(story, pushes), *_answers_stand(story), *story.refused]


def _print(story, mails, copies):
    statuses = Counter(str(one.status) for one in mails.values())
    late = _lateness(story)
    print(f"seed {story.seed}: {len(story.faults)} faults, {sum(copies.values())} mails taken")
    print(f"what became of {len(mails)} notices: {dict(statuses)}")
    print(f"latest in the app: {max(late.values(), default=0):.1f} s")
    doubled = {key for key, number in copies.items() if number > 1}
    print(
        f"what must be told, doubled: {len(doubled)}; most that may be in doubt: {story.in_doubt_at_most}"
    )


def _none_open(_story, _mails, _copies):
    if number := of_the_storm().open().count():
        yield f"{number} notices are still open."
    if number := schedules().exclude(next_at=None).count():
        yield f"{number} schedules were never planned."
    if number := schedules().flagged().count():
        yield f"{number} schedules are flagged, though nothing was wrong with them."


def _none_twice(_story, mails, copies):
    for message_id, number in copies.items():
        notice = mails.get(message_id)
        if notice is None:
            yield f"{message_id} was sent, and no row knows of it."
        elif number > 1 and notice.urgency == Notice.Urgency.REMINDER:
            yield f"A reminder came twice, or more often: {number} times ({notice.status})."


def _none_lost(story, mails, copies):
    for message_id, notice in mails.items():
        is_there, status = message_id in copies, notice.status
        if status == Notice.Status.SENT and not is_there:
            yield "A notice reads sent, and did not arrive."
        is_stopped = notice.person.email in story.stopped
        if is_there and not _may_have_arrived(notice, is_stopped):
            yield f"A notice arrived, and reads {status}."
        if status == Notice.Status.CANCELLED and not is_stopped:
            yield "A notice was cancelled that nobody stopped."
        if status == Notice.Status.FAILED:
            yield "A notice failed, though its window was open to the end."
        is_wanted = notice.person.email not in story.ended
        if notice.urgency == Notice.Urgency.SURE and is_wanted and not is_there:
            yield f"What must be told did not arrive ({status})."
    missing = story.sure - {notice.pk for notice in mails.values()}
    if missing:
        yield f"{len(missing)} of what must be told have no row."


def _pushes_add_up(story, pushes):
    """A push is empty, and tells one from no other: so they are counted, person by person."""
    arrived = Counter(address for _moment, address in story.pushes)
    became = defaultdict(Counter)
    for notice in pushes:
        became[notice.person.email][notice.status] += 1
    print(f"what became of {len(pushes)} pushes: {dict(sum(became.values(), Counter()))}")
    for address in story.browsers:
        there, rows = arrived[address], became[address]
        if there < rows[Notice.Status.SENT]:
            yield "A push reads sent, and did not arrive."
        if there > rows[Notice.Status.SENT] + rows[Notice.Status.UNKNOWN]:
            yield "A push came twice, or came and does not read so."
        if rows[Notice.Status.CANCELLED] and address not in story.stopped.keys() | story.gone:
            yield "A push was cancelled that nobody stopped."
        if rows[Notice.Status.FAILED]:
            yield "A push failed, though its window was open to the end."
    for moment, address in story.pushes:
        stopped = story.stopped.get(address)
        if stopped and moment > stopped:
            yield f"A push came {moment - stopped:.2f} s after its person had stopped it."


def _doubt_is_bounded(story, notices):
    unknown = sum(one.status == Notice.Status.UNKNOWN for one in notices)
    if unknown > story.in_doubt_at_most:
        yield f"{unknown} are in doubt, where {story.in_doubt_at_most} may be."


def _answers_stand(story):
    """What a page said was kept last is there, done, in one row; and both opened once, to both."""
    print(f"{story.answers} times a page said that an answer was kept, to {len(story.kept)} people")
    if len(story.kept) != 2 * COUPLES:
        yield f"Only {len(story.kept)} of {2 * COUPLES} could answer."
    for partner, value in story.kept.items():
        rows = [
            (one.state, int(one.answers[QUESTION]["value"]))
            for one in CheckIn.objects.filter(partner=partner)
        ]
        if rows != [(CheckIn.State.DONE, value)]:
            yield f"A page said that {value} was kept, and done; there is {rows}."
        opened = OpenedAnswer.objects.filter(partner=partner, question=QUESTION)
        if [int(one.content["value"]) for one in opened] != [value]:
            yield "What both answered for both did not open, once, as it was kept."


def _may_have_arrived(notice, is_stopped):
    """
    Say whether a message that arrived may read so: sent, or in doubt. What must be told is sent again
    until it is sure, so that a stop may come when one copy has arrived and no other will.
    """
    if notice.status in (Notice.Status.SENT, Notice.Status.UNKNOWN):
        return True
    is_sure = notice.urgency == Notice.Urgency.SURE
    return is_sure and is_stopped and notice.status == Notice.Status.CANCELLED


def _none_after_a_stop(story, mails, _copies):
    for moment, message_id, address in story.arrived:
        notice, stopped = mails.get(message_id), story.stopped.get(address)
        if notice and notice.urgency == Notice.Urgency.REMINDER and stopped and moment > stopped:
            yield f"A reminder came {moment - stopped:.2f} s after its person had stopped it."


def _all_in_the_app(story, mails, _copies):
    mailed = defaultdict(int)
    for notice in mails.values():
        mailed[notice.subject] += 1
    late = _lateness(story)
    for subject, (address, due) in story.planned.items():
        if address in story.stopped:
            continue
        if subject not in late:
            yield "A reminder never stood in the app."
        elif late[subject] > NORMALLY and not _was_a_fault_before(story, due + late[subject]):
            yield f"A reminder stood in the app {late[subject]:.0f} s late."
        if mailed[subject] != 1:
            yield f"A moment became {mailed[subject]} mails."


def _was_a_fault_before(story, moment):
    return any(began <= moment <= ended + AFTER_A_FAULT for _name, began, ended in story.faults)


def _lateness(story):
    """Return by how many seconds each reminder that was seen in the app was late."""
    return {
        subject: max(0, story.seen[subject] - due)
        for subject, (_address, due) in story.planned.items()
        if subject in story.seen
    }
