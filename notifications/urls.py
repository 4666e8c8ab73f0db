from django.urls import path

from notifications import views

app_name = "notifications"

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/reading/", views.reading_all, name="reading_all"),
    path("inbox/choices/", views.choices, name="choices"),
    path("inbox/<int:pk>/", views.notification, name="notification"),
    path("inbox/<int:pk>/reading/", views.reading, name="reading"),
    path("deliveries/", views.deliveries, name="deliveries"),
    path("deliveries/<int:pk>/attempt/", views.attempt, name="attempt"),
]
