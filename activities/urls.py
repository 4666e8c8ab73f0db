from django.urls import path, register_converter

from activities import views
from activities.converters import DayConverter

app_name = "activities"
register_converter(DayConverter, "day")

urlpatterns = [
    # /week/: one's own
    path("week/", views.week, name="week"),
    path("week/<day:monday>/", views.week_of, name="week_of"),
    path("week/<day:monday>/entries/", views.entries, name="entries"),
    path("week/<day:monday>/remarks/", views.remarks, name="remarks"),
    path("week/<day:monday>/submission/", views.submission, name="submission"),
    path("week/<day:monday>/reopening/", views.reopening, name="reopening"),
    # /people/<id>/: of those one leads
    path("people/<int:person_id>/week/<day:monday>/", views.person_week, name="person_week"),
    path("people/<int:person_id>/weeks/", views.person_fragment, name="person_fragment"),
    # /activity-types/: the list
    path("activity-types/", views.types, name="types"),
    path("activity-types/usual/", views.usual_types, name="usual_types"),
    path("activity-types/<int:type_id>/", views.type_edit, name="type_edit"),
    path("activity-types/<int:type_id>/place/", views.type_place, name="type_place"),
    path("activity-types/<int:type_id>/archiving/", views.type_archiving, name="type_archiving"),
    path("activity-types/<int:type_id>/return/", views.type_return, name="type_return"),
]
