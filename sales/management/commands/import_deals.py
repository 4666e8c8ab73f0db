from salesperf.imports.management.commands._import import ImportCommand


class Command(ImportCommand):
    help = "Check a file of deals and import it: all of it, or nothing with the reasons."
    kind = "deals"
