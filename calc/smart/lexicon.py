"""The words that the check knows, each list with the reason why it exists.

Sources: George T. Doran, "There's a S.M.A.R.T. way to write management's goals and objectives"
(Management Review, November 1981); lists of fuzzy verbs that training courses for managers hand
out (administer, coordinate, ensure, facilitate, improve, …); the University of Washington on
words that say nothing unless they are defined (thorough, excellent, effective, frequently); the
advice of the US Office of Personnel Management against absolute standards.
"""

from decimal import Decimal


def set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _forms(verbs: str) -> frozenset[str]:
    """A verb in the forms a standard has it in: reduce, reduces, reduced, reducing."""
    return frozenset(form for verb in verbs.split() for form in _of(verb))


def _of(verb: str) -> tuple[str, ...]:
    if verb.endswith("e"):
        return verb, verb + "s", verb + "d", verb[:-1] + "ing"
    if verb.endswith("y") and verb[-2] not in "aeou":
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    ending = "es" if verb.endswith(("s", "x", "ch", "sh")) else "s"
    return verb, verb + ending, verb + "ed", verb + "ing"


# --- verbs -------------------------------------------------------------------------------------
# A direction and no end: without an amount nobody can say when it is reached.
RISING = _forms(
    "increase improve boost raise enhance strengthen expand accelerate lift maximize maximise"
    " deepen elevate uplift broaden advance multiply"
) | set_of("grow grows growing grew grown rise rises rising climb climbs up")
FALLING = _forms("reduce decrease lower minimize minimise shorten lessen limit shrink") | set_of(
    "cut cuts cutting drop drops fall falls down"
)
CHANGING = RISING | FALLING | _forms("optimize optimise streamline modernize refine polish upgrade")

# An effort, an attitude or a state of mind: what would one see that tells it is done?
FUZZY = _forms(
    "administer assure consider cooperate collaborate ensure expedite explore facilitate help"
    " support assist handle promote encourage foster focus strive manage learn appreciate"
    " contribute engage leverage seek aim care cultivate champion embrace inspire motivate empower"
    " nurture influence drive address liaise understand familiarize"
    " familiarise participate coordinate oversee supervise prioritize prioritise utilize utilise"
    " demonstrate work act refresh revise behave listen respect think try"
) | set_of("know knows knowing known understood be become becoming is am are do does doing go goes"
         " going show shows showing feel stay stays remain use using want")  # fmt: skip

# Fuzzy alone, but with something that can be shown, and a day or a rhythm, they say enough.
NEEDS_A_THING = _forms(
    "create develop establish build provide communicate analyze analyse examine investigate"
    " observe study discuss arrange conduct gain obtain maintain participate coordinate"
    " collaborate"
) | set_of(
    "built have has having had get gets getting make makes making made take takes taking took keep"
    " keeps keeping kept give gives giving gave given"
)

# What a business reaches as a whole, slowly: a jump in a month is a wish.
LAGGING = set_of(
    "revenue revenues sales turnover profit profits income earnings margin share business bookings"
    " churn attrition retention"
)

# What one does oneself and can finish, so that "all of them" is a plan and not a hope.
IN_OWN_HANDS = _forms(
    "complete finish train submit attend file conduct review document deliver migrate pay"
    " implement install publish test inspect check log record update visit interview answer"
    " respond reply return"
) | set_of("hold holds held read write send sends sent training meet meets met")

# Whatever the sentence begins with: here something is done when it is done.
FINISHING = _forms("complete finish submit launch publish deliver deploy migrate merge")

# Keeping a level is a condition that stands all the time; the review asks how it stood.
KEEPING = _forms("maintain sustain achieve retain continue deliver average") | set_of(
    "keep keeps keeping kept hold holds held stay stays remain remains run"
)
STANDING = set_of("is are was were been be has have carry carries")

# What one does rather than what comes of it. "Reach a result" is asked first; an amount of
# activity can still be agreed on.
DOING = _forms("place call conduct attend visit log dial run") | set_of(
    "make makes hold holds send"
)
ACTIVITIES = set_of(
    "call calls email emails mail mails message messages meeting meetings visit visits demo demos"
    " post posts dial dials activity activities touches attempts hours workshops"
)

# --- words that measure nothing --------------------------------------------------------------------
MORE = set_of(
    "more less fewer better faster harder longer bigger higher larger greater quicker smarter"
    " sooner stronger lower shorter additional several some many lots various numerous further"
    " extra most few huge massive reliable worse closer cleaner easier higher-quality"
)
QUALITY = set_of(
    "good great excellent outstanding effective effectively efficient efficiently proper properly"
    " successful successfully significant significantly appropriate appropriately adequate"
    " adequately professional professionally smooth smoothly high quality nice nicely well"
    " thorough thoroughly best considerable considerably substantial substantially dramatically"
    " drastically noticeably optimal optimally reasonable reasonably sufficient sufficiently"
    " satisfactory satisfactorily strong world-class superior positive positively proactive"
    " proactively polite politely friendly courteous clean happy organized organised creative"
    " necessary needed required relevant meaningful robust solid ideal ideally exceptional"
    " awesome amazing timely promptly quick quickly regularly frequently often"
    " occasionally periodically"
)
PHRASES = {
    "vague_time": (
        "as soon as possible", "asap", "soon", "eventually", "someday", "some day",
        "in the near future", "in due course", "when possible", "where possible",
        "whenever possible", "as needed", "as necessary", "when necessary", "if necessary",
        "when needed", "in a timely manner", "in a timely fashion", "timely", "promptly",
        "quickly", "regularly", "frequently", "often", "from time to time", "occasionally",
        "periodically", "sooner or later", "over time", "in the future", "going forward",
        "on a regular basis",
    ),
    "vague_quality": (
        "up to date", "up - to - date", "team player", "problem solver", "role model",
        "outside the box", "ownership", "attitude", "on time", "viral", "excellence",
        "best practices",
    ),
    "vague_amount": ("a lot", "lots of", "a number of", "as many as possible", "as much as possible"),
    "absolute": (
        "always", "never", "every time", "at all times", "without exception", "without fail",
        "ever", "error free", "error - free", "flawless", "flawlessly", "perfect", "perfectly",
        "nobody", "everything possible", "whatever it takes", "no matter what", "all the time",
    ),
    "rank": (
        "the best in", "best in the", "best in class", "the best", "the largest", "the biggest",
        "the leading", "the fastest", "market leader", "industry leader", "number one", "no . 1",
        "world's best", "the top", "in the world", "of all time",
    ),
    "not_in_own_hands": (
        "be promoted", "get promoted", "get a promotion", "win an award", "win the award",
        "the economy", "interest rates", "the weather", "the competition fails",
        "competitors fail", "competitors lose", "competitors raise", "the market grows",
        "market conditions", "exchange rates",
    ),
    "effort": (
        "work harder", "try harder", "do my best", "do our best", "do better", "work hard",
        "put in", "give my best", "give my all", "strive", "make an effort", "best effort",
        "best efforts", "be involved", "be responsible for", "focus on", "stay busy", "try to",
    ),
}  # fmt: skip

# Nouns that fail nothing when none of them happens (life, safety, security): OPM's exception.
SAFETY = set_of(
    "safety safe accident accidents injury injuries security breach breaches compliance fraud"
    " legal data patient patients fatalities fatality lost-time"
)
FAILURES = set_of(
    "error errors mistake mistakes complaint complaints defect defects bug bugs failure failures"
    " fault faults delay delays absence absences loss losses escalations returns churn"
)
GOALS = set_of(
    "quota target targets plan goal goals budget forecast"
)  # 100% of these is no absolute

# Things nobody can point to: an agreement on them is no agreement.
ABSTRACT = set_of(
    "relationship relationships skill skills culture awareness knowledge trust morale"
    " communication confidence reputation mindset teamwork leadership synergy network"
    " professionalism engagement collaboration image presence understanding experience empathy"
    " quality"
)

# --- words that carry no meaning of their own --------------------------------------------------------
SMALL = set_of(
    "a an the my our your his her their its this that these those and or of to in on at by for"
    " with from as i we you he she it they me us them will would shall should must can could may"
    " might i'm we're i'll we'll i'd want wants need needs like going am is are be been being was"
    " were not no so than then there all each every any both per over under up out off more most"
    " lot lots who which what when where how s it's very really"
)
NO_THING = set_of(
    "job work things thing stuff best everything anything something task tasks better harder"
    " faster more less good well better lot hard"
)
OPENERS = set_of(
    "i we you he she they i'm we're i'll we'll i'd to will would shall should must want wants need"
    " needs like going am my our goal goals is are the aim objective please hope plan have try"
    " starting beginning"
)

# --- numbers and time -------------------------------------------------------------------------------
_IN_WORDS = (
    "0 zero", "0.5 half halve halves halving", "1 one once single",
    "2 two twice double doubles doubling couple", "3 three triple triples tripling",
    "4 four quadruple", "5 five", "6 six", "7 seven", "8 eight", "9 nine", "10 ten", "11 eleven",
    "12 twelve dozen", "13 thirteen", "14 fourteen", "15 fifteen", "16 sixteen", "17 seventeen",
    "18 eighteen", "19 nineteen", "20 twenty", "30 thirty", "40 forty", "50 fifty", "60 sixty",
    "70 seventy", "80 eighty", "90 ninety", "100 hundred", "1000 thousand", "1000000 million",
    "1000000000 billion",
)  # fmt: skip
NUMBER_WORDS = {
    word: Decimal(line.split()[0]) for line in _IN_WORDS for word in line.split()[1:]
}  # fmt: skip
TIMES_ITSELF = {"double": 2, "triple": 3, "quadruple": 4, "halve": 2}
ORDINALS = set_of("first second third fourth fifth sixth seventh eighth ninth tenth last other")
CURRENCIES = set_of("usd eur gbp chf dollars dollar euro euros pounds francs cents")
CURRENCY_SIGNS = "$€£¥₹₽₩₪₺₴₦"
PERCENT = set_of("% percent percentage pct ٪")

MONTHS = set_of(
    "january february march april may june july august september october november december jan"
    " feb mar apr jun jul aug sep sept oct nov dec"
)
ALSO_WORDS = set_of("may march mar sun sat dec jan")  # months that mean other things as well
DAYS_OF_WEEK = set_of(
    "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays"
    " thursdays fridays saturdays sundays"
)
SEASONS = set_of("spring summer autumn fall winter christmas easter thanksgiving")
SHORT_UNITS = set_of(
    "second seconds sec secs minute minutes min mins hour hours hr hrs ms ring rings"
)
DAY_UNITS = set_of("day days workday workdays")
LONG_UNITS = set_of(
    "week weeks wk wks month months mo mos quarter quarters qtr year years yr yrs semester"
    " semesters term terms season seasons sprint sprints fortnight weekend weekends half"
    " decade trimester annum"
)
PARTS_OF_DAY = set_of(
    "morning mornings afternoon afternoons evening evenings night nights shift shifts weekday weekdays"
)
CALENDAR = DAY_UNITS | LONG_UNITS | PARTS_OF_DAY
BEFORE_UNIT = set_of(
    "working business calendar academic fiscal financial school full consecutive half"
)
EVENTS = set_of(
    "call calls release releases visit meeting ticket order transaction project campaign event"
    " class session contact case shift sale deal conversation interaction inquiry request"
)
RHYTHMS = set_of(
    "daily weekly biweekly fortnightly monthly bimonthly semimonthly quarterly annually yearly"
    " hourly semiannually semi-annually biannually"
)
ENDS = set_of("eoy eoq eom eod cob yearend year-end")
MONTHS_IN = {
    "day": Decimal(1) / 30, "week": Decimal(12) / 52, "month": Decimal(1), "quarter": Decimal(3),
    "year": Decimal(12),
}  # fmt: skip
