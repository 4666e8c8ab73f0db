"""Pages across all rooms."""

from insights.views.home import home, home_section
from insights.views.search import search
from insights.views.team import team, team_csv, team_xlsx

__all__ = ["home", "home_section", "search", "team", "team_csv", "team_xlsx"]
