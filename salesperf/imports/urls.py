from django.urls import path

from salesperf.imports import views

app_name = "imports"

# Below imports/.
urlpatterns = [
    path("", views.imports, name="imports"),
    path("new/<slug:kind>/", views.upload, name="upload"),
    path("<int:file_id>/", views.outcome, name="outcome"),
    path("<int:file_id>/columns/", views.columns, name="columns"),
    path("<int:file_id>/reading/", views.reading, name="reading"),
    path("<int:file_id>/check/", views.check, name="check"),
    path("<int:file_id>/answer/", views.answer, name="answer"),
    path("<int:file_id>/answer/withdrawal/", views.withdrawal, name="withdrawal"),
    path("<int:file_id>/leaving-out/", views.leaving_out, name="leaving_out"),
    path("<int:file_id>/importing/", views.importing, name="importing"),
    path("<int:file_id>/cancelling/", views.cancelling, name="cancelling"),
    path("<int:file_id>/repairs.csv", views.repairs, name="repairs"),
]
