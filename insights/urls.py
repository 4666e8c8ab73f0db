from django.urls import path

from insights import views

app_name = "insights"

urlpatterns = [
    path("", views.home, name="home"),
    path("home/<slug:key>/", views.home_section, name="home_section"),
    path("team/", views.team, name="team"),
    path("team/team.csv", views.team_csv, name="team_csv"),
    path("team/team.xlsx", views.team_xlsx, name="team_xlsx"),
    path("search/", views.search, name="search"),
]
