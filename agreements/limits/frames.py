"""
What binds, as frames: an act, what it needs near it, and what makes it harmless, by category. PURE.

A line reads `kind ACT need need ... !bar`. Each of them is a tag, or several as `A|B`. The kinds:

yield    giving up what is one's own ("shows the phone"): binds unless it is denied or free.
intrude  reaching into what is the other's ("reads his mail"): binds even where it is allowed, but
         not where it is denied, or the other is asked.
deprive  words that deny already ("does not speak to her"): bind unless they are only a condition.
must     what somebody has to: binds unless its part denies or frees.
outlaw   words that forbid ("is off limits"): bind with what is each person's to do.
ban      what somebody may not: binds where its part denies.
rule     deciding what is the other's to decide ("decides what she wears"): as intrude, but for
         what one decides for oneself.
right    what nobody can sign away ("says no"): binds where it is denied.
freedom  what is each person's to do ("meets friends"): binds where it is denied, or hangs on the
         other's leave.
bare     words that bind by themselves, in whatever part they stand.
view     a willing look into what is the other's: it does not bind, but it is intrusive.

A `+` in front makes a line count before others of its sentence: it says more precisely what is asked;
a `-` makes it count after them.
A need with `>` in front stands after the act, one with `<` before it.
"""

from dataclasses import dataclass

from agreements.limits.words import TAGS

LINES = {
    "leaving": """
        + deprive EARLIEST LEAVE !NOTLEAVE|GOODBYE
        + yield PRICE LEAVE !KINDLY
        + yield PRICE TAKEBACK AGREEMENT
        + deprive LOSSES LEAVE !KINDLY
        freedom LEAVE !NOTLEAVE|EXCEPTLEAVE|COSTS|PUNISHED
        freedom LEAVENOUN !NOTLEAVE|COSTS|PUNISHED
        freedom PARTWAYS !NOTPART|COSTS|PUNISHED
        + yield WAITS LEAVE NOTYET !NOTLEAVE
        freedom TAKEBACK AGREEMENT|RELATION !EXCEPTLEAVE
        yield PARTED
        yield UNBREAKABLE AGREEMENT|TARGET|LEAVENOUN
        yield NEEDSLEAVE LEAVE !NOTLEAVE
        outlaw FORBID LEAVENOUN !NOTLEAVE|COSTS
        yield STAY FOREVER TARGET|TOGETHER|NAME !NOTLEAVE|THING
        yield STAY FOREVER MUST !NOTLEAVE|THING
        yield STAYSWITH|STAYSBY PASSPORT !OWNKEEP|SELF|EVEN
        yield TAKEBACK >LEAVENOUN
        yield ANNOUNCED LEAVENOUN|LEAVE !NOTLEAVE|COSTS
        deprive LEAVEONLY LEAVE|PARTWAYS|TAKEBACK !NOTLEAVE
        + yield COUNSEL LEAVE|PARTWAYS BEFORE !NOTPART
        bare CANNOTGO
        right LETGO !NOTLEAVE|SELF
    """,
    "punishment": """
        + intrude SEIZES FAULT|IF !KINDLY
        + deprive THREAT FAULT|IF !KINDLY
        + intrude DROPS FOREACH|FAULT !KINDLY|PLAYFUL
        + intrude BARRED IF|FOREACH|FAULT !KINDLY|PLAYFUL|KIDS
        + intrude SANCTION !PLAYFUL
        + intrude PAYS FAULT WHOEVER !KINDLY
        + yield PAYS FOREACH NUMBER !KINDLY|KIDS
        + deprive DURATION FAULT WHOEVER !KINDLY|TALKS
        + deprive DEPRIVES FAULT WHOEVER !KINDLY
        + yield PAYS FAULT >NUMBER !KINDLY|KIDS
        + intrude LOSESIT DURATION IF !KINDLY|PLAYFUL
        + deprive DURATION GUILTY
        + intrude ANSWERED FAULT
        + intrude OWESUM FAULT IF|WHOEVER !KINDLY|KIDS
        + deprive TITFORTAT FAULT IF !KINDLY
    """,
    "advance-consent": """
        deprive LIMITSNO
        yield QUOTA !TALKS|LIFE|GOOUT|FRIEND|KIDS|DEVICE|MSG|LEISURE|BUY|DOCTOR|MONEY
        yield SERVES NEEDS
        yield BODYOWNED
        right SAYNO SEX|TOUCH|DESIRE|EACHOTHER|WHILE|SPOUSE|NAME|FREE
        right STOPS WHILE|SEX|FILM
        right SAFEWORD
        deprive NOEXCUSE WHILE
        right STOPS YESNOUN
        yield ANYTHING SEX
        + right COUNTS NONOUN
        intrude DECIDE SEXACT !TOGETHER|TALKS|EACH
        yield PLEASES
        yield SEXACT FREQUENT !TALKS|EXCLUSIVE|NEEDSYES
        + yield OWES SEX !TALKS|EXCLUSIVE|SELF
        - yield YES EVER !TALKS|STOPS|NEEDSYES
        yield YES SEX FREQUENT !NEEDSYES
        deprive NOCONSENT
        yield MEANSYES !CLEAR
        intrude FILM SEX|ANYTIME|NOASK
        yield LETSFILM
        yield POSES
        intrude TOUCH NOASK|ANYTIME
        yield SEXACT|TOUCH ASLEEP !ASK
        intrude SEXACT|TOUCH ASLEEP
        intrude WAKES SEX
        intrude SEXACT NOASK !SAYNO|STOPS|TURNS
        yield SEXACT EARNED IF
        - yield COMPLY DESIRE|SEXACT IF !TALKS|EXCLUSIVE
        yield AVAILABLE ANYTIME|NIGHT|SEX
        yield SATISFY DESIRE|SEX !SELF
        yield CROSSED SEX
        + deprive MAKESUP SAYNO !NOBODY|NOT
        yield COMPULSORY TENDER|SEXACT !NEEDSYES
        bare NEEDNOTASK INBED !SELF
        yield AVAILABLE WED
        intrude FILMS INBED|SEX
        bare COUNTLESS
        yield LETFINISH WHILE|SEX
        must RESOLVED SEXACT !TALKS|EXCLUSIVE|NEEDSYES|SELF
        intrude SEXACT UNWILLING !SAYNO|STOPS
    """,
    "passwords": """
        yield ONLYKEY DEVICE|MSG|ACCOUNT|BELONGINGS|MONEY !SELF|JOINT
        yield LOGSIN MSG|ACCOUNT|MONEY|DEVICE !JOINT|HOWTO
        yield WRITTEN KEY !JOINT|SELF|HOWTO|MONEY|OTHERLOCK
        yield SHAREDSTORE KEY !STREAM|SELF|OTHERLOCK
        yield MINEYOURS KEY|DEVICE|ACCOUNT|MSG !JOINT|OTHERLOCK|SELF
        yield GIVE|TELL KEY !JOINT|HOWTO|OTHERLOCK
        right SECRET KEY|DEVICE
        right BROWSES
        yield POSSESS KEY OTHER !JOINT|SELF
        yield KEEPS KEY EACHOTHER
        yield UNLOCK DEVICE !FINDS|OWNHAND
        yield SWAP DEVICE !AWAY|JOINT
        yield GIVE DEVICE OTHER|NAME|DEMANDED !AWAY|JOINT
        intrude LOOK DEVICE OTHER !AWAY|MSG|PILLS|MEDS
        right HAVE SECOND DEVICE
        intrude SEARCH DEVICE|ACCOUNT|BELONGINGS
        intrude LOOK ACCOUNT OTHER !MONEY
        intrude LOOK KEY OTHER
        intrude KNOW KEY !SELF|JOINT
        right HAVE|LOCK KEY KNOW
        right WITHHOLD DEVICE|KEY|ACCOUNT|BELONGINGS
        intrude FULLACCESS !SAVINGS|JOINT
        intrude DEMANDS KEY !SELF|RESPECT
        must OBLIGED DEVICE|KEY !RESPECT|AWAY|CONSENT|JOINT
        must RESOLVED KEY !RESPECT|AWAY|CONSENT|JOINT|HOWTO
        yield GIVE|POSSESS ACCESS DEVICE|ACCOUNT|KEY|MSG !JOINT|MONEY
        freedom LOCK DEVICE|KEY
        yield OFF|DELETE LOCKWORD
        right SETS KEY !EACHOTHER
        right HAVE DEVICE|ACCOUNT GETINTO
        rule TAKEAWAY DEVICE OTHER !AWAY
        - right CLOSED DEVICE|KEY|ACCOUNT
        freedom HAVE PRIVATE DEVICE|KEY|ACCOUNT !MONEY
        rule DECIDE >DEVICE|KEY|ACCOUNT OTHER !TOGETHER|MONEY
        yield HOLDOUT DEVICE
        bare NOHIDE DEVICE|KEY|MSG|ACCOUNT|LOCATION|LOCK !SELF
        yield CLOSE PRIVATE MAILACC
        yield STAYSBY DEVICE !OWNKEEP|SELF|EVEN|AWAY
        bare SUSPECT DEVICE|KEY|LOCK|ACCOUNT !SELF
    """,
    "location": """
        yield TELL|GIVE LOCATION !HOLIDAY
        yield POSSESS LOCATION OTHER
        yield GIVEN LOCATION|TRACKER|TRACK
        intrude LOOK|KNOW LOCATION !HOLIDAY
        yield ACTIVE LOCATION !HOLIDAY
        yield TRACKER
        must OBLIGED|RESOLVED LOCATION !RESPECT|HOLIDAY|CONSENT
        intrude DEMANDS LOCATION !SELF|RESPECT
        yield TRACEABLE ANYTIME|LOCATION
        intrude TRACK OTHER|LOCATION|DEVICE
        intrude FOLLOWS LOCATION
        yield PING|TELL GOESOUT OTHER|NAME !SAFE|KINDLY|GOODBYE
        intrude LOOK|TRACK|FOLLOWS MAPS OTHER|EACHOTHER !JOINTLY
        freedom OFF LOCATION
        yield PING ARRIVE HOURLY !SAFE
        yield PING REACH DUTY|MUST|SETSOFF !SAFE
        yield PING HOURLY
        yield PING|TELL TRIPS
        yield ACCOUNTFOR HOURS|LOCATION !BOOKS
        yield TELL WHEREBARE !HOLIDAY
        freedom UNSAID TRIPS|HOURS|GOOUT|HOME
        yield COMPULSORY LOCATION
        deprive NOGOWITHOUT GOOUT|TRIPS|HOURS|GOESOUT
        intrude CHECKSON
        yield INFORMEDOF SETSOFF|GOESOUT !SAFE
    """,
    "messages": """
        deprive NOTHIDDEN WRITE|MSG|DEVICE|KEY
        yield EXPLAIN DELETE MSG
        intrude READALONG WRITE|MSG|DEVICE|COMESIN
        right CLOSESDOOR DEVICE|MSG|PING|WRITE|ONCALL
        intrude READ MSG OTHER|ANYTIME|TOGETHER|OUTSIDE !LATER|OWNMSG
        right WITHHOLD MSG
        yield SHOW MSG !LATER
        intrude SEARCH MSG
        intrude READ COMESIN DEVICE
        freedom DELETE MSG|DEVICE
        right CLOSED|SECRET MSG
        intrude READ WRITE OTHER|FRIEND|NAME
        freedom HAVE PRIVATE MSG
        freedom WRITE MSG >READ|KNOW
        yield FORWARD MSG
        yield LETSREAD
        must OBLIGED MSG !RESPECT|LATER|CONSENT|AWAY
        must RESOLVED MSG OTHER|NAME !RESPECT|LATER|CONSENT|AWAY|KINDLY
        yield OFF DELETE MSG
        yield WRITE ONLY TOGETHER
        yield SHOW COMESIN OTHER
        rule DECIDE >WRITE|MSG !TOGETHER
        bare SUSPECT MSG
        outlaw FORBID PRIVATE MSG
        yield APPROVES MSG WRITE
    """,
    "isolation": """
        deprive UNWISHED JOB|FRIEND|EX|GOOUT|CLOTHES|LIFE !BADMOUTH|LEISURE|INVITE|KIDS
        yield DISCARD CLOTHES !OLD
        deprive LEAVEONLY FRIEND|EX|GOOUT|JOB|CLOTHES|LIFE !INVITE|BADMOUTH
        yield DRESSES MODESTLY !EACH
        deprive BANNED FRIEND|EX !BADMOUTH
        freedom MEET|TELL FRIEND|EX|OUTSIDE !BADMOUTH|INVITE|NOBUSINESS
        yield STOPSEEING FRIEND|EX|LIFE !ASEXUAL
        freedom GOOUT !LEISURE
        freedom WORKS JOB !LEISURE
        rule DECIDE WHOMEET !TOGETHER
        rule DECIDE FRIEND OTHER !TOGETHER
        rule DECIDE CLOTHES|JOB|GOOUT !TOGETHER
        yield HOME BYTIME !FUN
        freedom WEAR CLOTHES
        yield WEAR LIKES CLOTHES !OWNTASTE
        yield COVERS CLOTHES
        yield NOCLOTHES
        yield DRESSES DICTATED !OWNTASTE
        freedom TURNTO OUTSIDE|NOONE PROBLEM !BADMOUTH
        yield NEEDSLEAVE FRIEND|EX|GOOUT|JOB|CLOTHES|LIFE !INVITE
        ban FREE GOOUT|JOB|CLOTHES !LEISURE
        outlaw FORBID FRIEND|EX|GOOUT|JOB|CLOTHES !BADMOUTH|INVITE|LEISURE
        must OBLIGED CLOTHES|GOOUT|JOB
        right ADVICE OUTSIDE
        yield STAYSIN PROBLEM !SEX
        - right MEET FINALLY NAME|FRIEND|EX !BADMOUTH
        yield ONLYUS
        yield ENDED FRIEND|LIFE|EX
        yield CROSSED CLOTHES|FRIEND|JOB
        bare CHAPERON CLOTHES|GOOUT|FRIEND|JOB|EX !BADMOUTH|INVITE
        must INTRODUCES FRIEND OBLIGED
        freedom POSTSELF
        yield ASKSFOR GOOUT|CLOTHES|JOB !BUY
        bare NOTWORK
        deprive NOCONTACT NAME|FRIEND|EX !BADMOUTH
        deprive NOFRIENDS !BADMOUTH
    """,
    "money": """
        yield RECEIPTALL !JOINT|BIG
        yield STAYSWITH|STAYSBY CARD !EVEN|SELF|JOINT|OWNKEEP
        yield INONENAME ACCOUNT|MONEY|INCOME|ASSETS !EVEN
        yield TOPSUP IF EARNED|OBEYS !KIDS
        deprive LEAVEONLY EXPENSE|MONEY|BUY|ACCOUNT !BIG
        yield HANDOVER INCOME !JOINT|TOGETHER|BUY|OWNACCOUNT
        rule DECIDE BUY|EXPENSE !TOGETHER|BIG
        yield SIGNOVER ASSETS
        rule MANAGE MONEY !TOGETHER|JOINT
        yield ALLOWANCE !EVEN
        yield EXPLAIN EXPENSE !BIG|JOINT
        freedom BUY !BIG|TIMES|MEDDLE
        freedom HAVE NEEDOWN MONEY|INCOME|ACCOUNT
        right POSSESS|HAVE ACCESS MONEY
        outlaw FORBID NEEDOWN ACCOUNT|MONEY|INCOME
        yield CLOSE NEEDOWN ACCOUNT !MAILACC
        yield SIGNS LOAN DEMANDING
        yield SIGNSALL
        yield ONLYONE ACCESS MONEY
        yield DEPEND
        yield LEAVESTO MONEY
        right HAVE SAVINGS
        yield NEEDSLEAVE EXPENSE|MONEY|BUY !BIG
        must OBLIGED|RESOLVED INCOME|EXPENSE !BIG|JOINT|TOGETHER|RESPECT|TIMES
        yield COMMITS SMALLSUM
        intrude LOOK EXPENSE OTHER|NAME
        rule BELONGS INCOME !OWNEARN
        yield DECIDE <EARNSMORE
        yield CROSSED MONEY|INCOME
        freedom UNSAID EXPENSE|BUY|MONEY
        yield VISIBLE EXPENSE|MONEY|INCOME|BUY !JOINT
        freedom SECRETLY >SAVINGS|ACCOUNT|MONEY
        yield DECIDESALL !TOGETHER|EVEN
        intrude SEARCH EXPENSE OTHER|NAME !JOINT
        yield HOLDSALL CARD !JOINT
        yield MANAGE ALLMONEY !TOGETHER|JOINT|EVEN
        deprive NOMONEY !HOLIDAY|TOGETHER
        yield ONLYONE CARD|KEY !SELF|EVEN
    """,
    "health": """
        right STOPMED PILL !TESTS|WANTS
        yield DISCARD PILL|PILLS|CONTRACEPTION !OLD
        yield CHECKS PILLS|PILL !TESTS
        deprive LEAVEONLY PILL|CONTRACEPTION|PILLS|DOCTOR|LOOKS|ABORTION|PREGNANT
        yield TAKES PILL
        freedom USES CONTRACEPTION !TESTS
        freedom CONTRACEPTS
        yield POLYGRAPH
        yield PREGNANT !WANTS
        freedom PREGNANT !WANTS|CONTRACEPTION|TESTS
        intrude KNOW RECORD !OWNPAPER
        yield TAKES TREATMENT !WANTS
        freedom ABORTION
        yield ABORTION !WANTS
        rule DECIDE BODY|BABY|DOCTOR !TOGETHER|COMPANION
        freedom SEEDOC DOCTOR
        right USES PILLS
        yield BORN
        yield STOPMED MEDS
        yield TELLMED RECORD !OWNPAPER
        intrude COMPANION DOCTOR
        yield LOSES WEIGHT
        right GAINS WEIGHT
        yield EATS DICTATED !OWNTASTE
        yield WEIGHS
        yield NEEDSLEAVE DOCTOR|BODY|LOOKS|MEDS|PILL
        ban FREE DOCTOR|PILLS|PILL|LOOKS|ABORTION
        outlaw FORBID DOCTOR|PILLS|CONTRACEPTION|LOOKS
        must OBLIGED DOCTOR|PILL|MEDS|RECORD|BODY|ABORTION !RESPECT|TESTS|CONSENT
        must RESOLVED PILL|PILLS|RECORD|ABORTION|LOOKS !RESPECT|TESTS|CONSENT|TOGETHER
        freedom LOOKS !STAYSIN
        yield TAKES PREGTEST
        yield CROSSED BODY
        yield KEPT PREGNANT|BABY
        bare CHAPERON DOCTOR
        yield ASKSFOR PILLS|MEDS
        bare UNTILHE PILL|CONTRACEPTION|WEIGHT|LOSES|DOCTOR|LOOKS|CONTRACEPTS !SAMEUNTIL
        bare NOCHILD TESTS|PREGNANT|IF
        deprive LEAVEONLY BODY !BADMOUTH
    """,
    "": """
        view LOOK MONEY !JOINTLY
        view TELL EXPENSE|BUY
        view TELL EX|ACCOUNT
        view MEET EX TELL
    """,
}

RANKS = {"freedom": 2, "must": 3, "ban": 3, "outlaw": 3}  # 0 for those with a `+`, 1 for all others


@dataclass(frozen=True, slots=True)
class Frame:
    """One line of the table above, as bits."""

    category: str
    kind: str
    rank: int  # the lower, the more precisely it says what is asked
    act: int
    needs: tuple[tuple[int, str], ...]  # what has to stand near, and on which side ("" for either)
    bars: int

    def could_stand(self, tags: int) -> bool:
        """Whether a sentence with these tags has all that the frame needs."""
        return bool(tags & self.act) and all(tags & need for need, _side in self.needs)


def _frame(category: str, line: str) -> Frame:
    steps = line.split()
    is_first, is_last = steps[0] == "+", steps[0] == "-"
    kind, act, *needs = steps[is_first or is_last :]
    bars = TAGS[needs.pop()[1:]] if needs and needs[-1].startswith("!") else 0
    rank = 0 if is_first else 4 if is_last else RANKS.get(kind, 1)
    sided = tuple((TAGS[need.strip("<>")], need[0] if need[0] in "<>" else "") for need in needs)
    return Frame(category, kind, rank, TAGS[act], sided, bars)


FRAMES = tuple(
    _frame(category, line)
    for category, lines in LINES.items()
    for line in lines.strip().splitlines()
)
ACTS = 0
for _one in FRAMES:
    ACTS |= _one.act
