"""Rules on the Python of the rooms."""

import ast
from collections.abc import Callable, Iterator

from tests.conventions.rule import (
    Finding,
    Rule,
    modules_named,
    python_files,
    room_files,
)

Check = Callable[[ast.AST], Iterator[Finding]]


def walking(check: Check) -> Callable[[str], list[Finding]]:
    """A check of a file from a check of one node of its syntax tree."""

    def check_source(source: str) -> list[Finding]:
        return [finding for node in ast.walk(ast.parse(source)) for finding in check(node)]

    return check_source


def dotted(node: ast.AST) -> str:
    """``timezone.now`` for that attribute, ``date`` for that name, "" for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        left = dotted(node.value)
        return f"{left}.{node.attr}" if left else f"?.{node.attr}"
    return ""


# --- finding rows ------------------------------------------------------------------------------


def _objects_without_visible_to(node: ast.AST) -> Iterator[Finding]:
    if (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr in {"objects", "_default_manager", "_base_manager"}
        and node.attr != "visible_to"
    ):
        yield Finding(node.lineno, f"{dotted(node)}: find it through visible_to")
    if isinstance(node, ast.Name | ast.alias):
        name = node.id if isinstance(node, ast.Name) else node.name
        if name in {"get_object_or_404", "get_list_or_404", "aget_object_or_404"}:
            yield Finding(node.lineno, f"{name}: use find_or_404 with a visible_to queryset")


FIND_THROUGH_VISIBLE_TO = Rule(
    name="views find rows through visible_to",
    says="Who may see a row is said once, in visible_to; a view that asks past it leaks.",
    files=modules_named("views"),
    check=walking(_objects_without_visible_to),
    bad=(
        "deal = Deal.objects.get(pk=pk)",
        "deals = Deal.objects.filter(owner=request.user)",
        "deals = sales.models.Deal.objects.all()",
        "from django.shortcuts import get_object_or_404",
        "deal = get_object_or_404(Deal, pk=pk)",
        "deal = Deal._default_manager.get(pk=pk)",
    ),
    good=(
        "deal = find_or_404(Deal.objects.visible_to(request.user, request.today), pk=pk)",
        "deals = Deal.objects.visible_to(request.user, request.today).open()",
    ),
)

# --- time --------------------------------------------------------------------------------------

CLOCKS = {
    "date.today",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "timezone.now",
    "time.time",
    "time.monotonic",
}
# These read the clock only when they are not given a time.
CLOCKS_WITHOUT_ARGUMENT = {"now", "localtime", "localdate", "today"}


def _clock(node: ast.AST) -> Iterator[Finding]:
    if isinstance(node, ast.Attribute):
        name = dotted(node)
        if any(name == clock or name.endswith(f".{clock}") for clock in CLOCKS):
            yield Finding(node.lineno, f"{name}: take today or now as an argument")
    if isinstance(node, ast.Call) and not node.args and not node.keywords:
        name = dotted(node.func)
        last = name.rsplit(".", 1)[-1]
        if last in CLOCKS_WITHOUT_ARGUMENT and not any(name.endswith(clock) for clock in CLOCKS):
            yield Finding(node.lineno, f"{name}(): take today or now as an argument")
    if isinstance(node, ast.Call) and dotted(node.func).rsplit(".", 1)[-1] == "Now":
        yield Finding(node.lineno, "the database's clock: take now as an argument")


def _below_the_edge() -> list:
    """All modules but commands and tasks, which are edges themselves."""
    return [
        path
        for path in [*room_files(), *python_files("calc")]
        if "commands" not in path.parts and path.stem != "tasks"
    ]


CLOCK_AT_THE_EDGE = Rule(
    name="the clock is read at the edge",
    says="today and now are arguments, so that a page, a test and a rerun agree about the day.",
    files=_below_the_edge,
    check=walking(_clock),
    bad=(
        "overdue = due_on < date.today()",
        "at = timezone.now()",
        "at = models.DateTimeField(default=timezone.now)",
        "day = django.utils.timezone.localdate()",
        "at = datetime.datetime.now(tz=UTC)",
        "day = localdate()",
    ),
    good=(
        "overdue = due_on < today",
        "document.share(now=request.now)",
        "shown = timezone.localtime(event.at)",
        "created_at = models.DateTimeField(auto_now_add=True)",
    ),
    exceptions={
        "salesperf/web/middleware.py": "the edge of a request",
        "notifications/waking.py": "a stopwatch, no calendar",
        "salesperf/file_broker.py": "a stopwatch, no calendar",
        "salesperf/supervisor.py": "a stopwatch, no calendar",
    },
)

# --- money and numbers -------------------------------------------------------------------------


def _float(node: ast.AST) -> Iterator[Finding]:
    if isinstance(node, ast.Name) and node.id == "float":
        yield Finding(node.lineno, "float: amounts are whole minor units, quantities Decimal")
    if isinstance(node, ast.Attribute) and node.attr == "FloatField":
        yield Finding(node.lineno, "FloatField: use BigIntegerField (money) or DecimalField")
    if isinstance(node, ast.Constant) and isinstance(node.value, float):
        yield Finding(node.lineno, f"{node.value}: write Decimal({str(node.value)!r})")


NO_FLOATS = Rule(
    name="no floats",
    says="Sums of floats drift; amounts are whole minor units, quantities are Decimal.",
    files=lambda: [*room_files(), *python_files("calc")],
    check=walking(_float),
    bad=("total = float(value)", "rate = 0.08 * value", "price = models.FloatField()"),
    good=("total = Money(10, 'USD')", "rate = Decimal('0.08')"),
    exceptions={
        "salesperf/settings.py": "seconds of the schedule",
        "salesperf/web/svg.py": "places on a drawing, no amounts",
        "salesperf/web/marks.py": "places on a drawing, no amounts",
        "notifications/waking.py": "seconds to wait",
        "salesperf/file_broker.py": "seconds to wait",
        "salesperf/supervisor.py": "seconds to wait",
    },
)

# --- what opens holes --------------------------------------------------------------------------

_DANGEROUS = {
    "mark_safe": "escapes nothing",
    "SafeString": "escapes nothing",
    "csrf_exempt": "lets other sites post",
    "eval": "runs what it is given",
    "exec": "runs what it is given",
    "__import__": "runs what it is given",
    "pickle": "runs what it is given",
}


def _dangerous(node: ast.AST) -> Iterator[Finding]:
    """Calls, decorators and imports; a type may be named (format_html returns a SafeString)."""
    used: list[ast.AST] = []
    if isinstance(node, ast.Call):
        used = [node.func]
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        used = list(node.decorator_list)
    for each in used:
        parts = dotted(each).split(".")
        for name in (parts[0], parts[-1]):
            if name in _DANGEROUS:
                yield Finding(each.lineno, f"{name} {_DANGEROUS[name]}")
                break
    if isinstance(node, ast.Import) and any(alias.name == "pickle" for alias in node.names):
        yield Finding(node.lineno, "pickle runs what it is given")


NOTHING_DANGEROUS = Rule(
    name="no mark_safe, csrf_exempt, eval",
    says="format_html escapes its arguments; forms carry their token; input is never run.",
    files=lambda: [*room_files(), *python_files("calc")],
    check=walking(_dangerous),
    bad=(
        "label = mark_safe('<b>' + name + '</b>')",
        "label = SafeString('<b>' + name + '</b>')",
        "def rows(): return [safestring.mark_safe(text)]",
        "@csrf_exempt\ndef hook(request): ...",
        "rate = eval(formula)",
        "import pickle",
    ),
    good=("def label(name) -> SafeString: return format_html('<b>{}</b>', name)",),
    exceptions={
        "salesperf/web/marks.py": "joins its own constant drawings",
        "salesperf/web/svg.py": "joins its own constant drawings",
    },
)


def _raw_sql(node: ast.AST) -> Iterator[Finding]:
    if isinstance(node, ast.Call):
        name = dotted(node.func)
        last = name.rsplit(".", 1)[-1]
        if last in {"RawSQL", "cursor"} or (
            "." in name and last in {"raw", "extra", "execute", "executemany", "executescript"}
        ):
            yield Finding(node.lineno, f"{name}(): SQL by hand")


NO_RAW_SQL = Rule(
    name="no SQL by hand",
    says="SQL by hand knows neither visible_to nor the other database; each place has a reason.",
    files=room_files,
    check=walking(_raw_sql),
    bad=(
        "Deal.objects.raw('SELECT * FROM sales_deal')",
        "with connection.cursor() as cursor: ...",
        "rows.extra(where=['1=1'])",
        "cursor.execute('DELETE FROM audit_event')",
    ),
    good=("Deal.objects.visible_to(viewer, today).filter(number=number)",),
    exceptions={
        "people/models/lines.py": "one constant recursive query that both databases run",
        "people/models/person.py": "one constant recursive query that both databases run",
        "salesperf/append_only.py": "lays the triggers that refuse changes",
        "salesperf/checks.py": "asks SQLite for its settings",
        "salesperf/health.py": "asks whether the database answers",
        "salesperf/locks.py": "takes a lock that only PostgreSQL has",
        "commissions/bulk.py": "COPY and executemany: model objects take seven times as long",
        "commissions/queries/credits.py": "COPY of one ordered read, the same columns on SQLite",
        "commissions/actions/crediting.py": "adds to a number or writes it, many rows at once",
        "audit/queries.py": "one constant query that skips from act to act along an index",
    },
)


def _signals(node: ast.AST) -> Iterator[Finding]:
    names = {"post_save", "pre_save", "post_delete", "pre_delete", "m2m_changed", "receiver"}
    if isinstance(node, ast.ImportFrom) and node.module in {
        "django.db.models.signals",
        "django.dispatch",
        "django.db.models",
    }:
        for alias in node.names:
            if alias.name in names | {"signals", "Signal"}:
                yield Finding(node.lineno, f"{alias.name}: call the action instead")


NO_SIGNALS = Rule(
    name="no signals",
    says="Cause and effect stand in one function; a signal hides the effect from its reader.",
    files=room_files,
    check=walking(_signals),
    bad=(
        "from django.db.models.signals import post_save",
        "from django.dispatch import receiver",
        "from django.db.models import signals",
    ),
    good=("from django.db.models import Q",),
    exceptions={},
)

# --- actions -----------------------------------------------------------------------------------


def _positional_action(source: str) -> list[Finding]:
    findings = []
    for node in ast.parse(source).body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        positional = [*node.args.posonlyargs, *node.args.args]
        if positional or node.args.vararg:
            first = positional[0].arg if positional else f"*{node.args.vararg.arg}"
            findings.append(
                Finding(node.lineno, f"{node.name}({first}, …): arguments by keyword only")
            )
    return findings


ACTIONS_BY_KEYWORD = Rule(
    name="actions take keywords only",
    says="An action reads like a sentence where it is called, and arguments cannot change places.",
    files=modules_named("actions"),
    check=_positional_action,
    bad=(
        "def share(version, actor, now): ...",
        "def share(version, *, actor, now): ...",
        "def share(*versions): ...",
    ),
    good=("def share(*, version, actor, now): ...", "def _lock(version): ..."),
    exceptions={"people/actions/telling.py": "what actions share, no action itself"},
)

# --- words -------------------------------------------------------------------------------------

_TRANSLATORS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext"}
_SPOKEN_KEYWORDS = {"label", "help_text", "verbose_name", "empty_label", "success_message"}


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and any(letter.isalpha() for letter in node.value)
    )


def _untranslated(node: ast.AST) -> Iterator[Finding]:
    if not isinstance(node, ast.Call):
        return
    name = dotted(node.func)
    if name in _TRANSLATORS and node.args and not isinstance(node.args[0], ast.Constant):
        yield Finding(node.lineno, "gettext of a text that is put together: use %(name)s")
    if name.startswith("messages.") and any(_is_text(each) for each in node.args[1:]):
        yield Finding(node.lineno, "a message that is not translated")
    if name.endswith("ValidationError") and node.args and _is_text(node.args[0]):
        yield Finding(node.lineno, "an error that is not translated")
    for keyword in node.keywords:
        if keyword.arg in _SPOKEN_KEYWORDS and _is_text(keyword.value):
            yield Finding(keyword.value.lineno, f"{keyword.arg} that is not translated")


WORDS_TRANSLATED = Rule(
    name="what people read goes through gettext",
    says="Words go through gettext from the first form on; later nobody finds them all.",
    files=room_files,
    check=walking(_untranslated),
    bad=(
        "messages.success(request, 'Saved.')",
        "messages.success(request, f'Saved {name}.')",
        "raise ValidationError('No such day.')",
        "name = forms.CharField(label='Name')",
        "text = _(f'{name} signed.')",
    ),
    good=(
        "messages.success(request, _('Saved.'))",
        "name = forms.CharField(label=_('Name'), help_text='')",
        "text = _('%(name)s signed.') % {'name': name}",
    ),
)


def _print(node: ast.AST) -> Iterator[Finding]:
    if isinstance(node, ast.Call) and dotted(node.func) in {"print", "breakpoint", "pdb.set_trace"}:
        yield Finding(node.lineno, f"{dotted(node.func)}()")


NO_PRINT = Rule(
    name="no print",
    says="The program speaks through pages, logs and the stdout of its commands.",
    files=lambda: [*room_files(), *python_files("calc")],
    check=walking(_print),
    bad=("print(deal)", "breakpoint()"),
    good=("logger.info('sent')", "self.stdout.write('done')"),
)

PYTHON_RULES = (
    FIND_THROUGH_VISIBLE_TO,
    CLOCK_AT_THE_EDGE,
    NO_FLOATS,
    NOTHING_DANGEROUS,
    NO_RAW_SQL,
    NO_SIGNALS,
    ACTIONS_BY_KEYWORD,
    WORDS_TRANSLATED,
    NO_PRINT,
)
