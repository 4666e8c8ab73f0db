from django.urls import path

from sales.views import catalogue, deals, pipeline

app_name = "sales"

urlpatterns = [
    # deals/
    path("deals/", deals.deals, name="deals"),
    path("deals/deals.csv", deals.deals_csv, name="deals_csv"),
    path("deals/deals.xlsx", deals.deals_xlsx, name="deals_xlsx"),
    path("deals/<int:deal_id>/", deals.deal, name="deal"),
    # accounts/ and products/
    path("accounts/", catalogue.accounts, name="accounts"),
    path("accounts/<int:account_id>/", catalogue.account, name="account"),
    path("products/", catalogue.products, name="products"),
    # pipeline/
    path("pipeline/", pipeline.pipeline, name="pipeline"),
    path("people/<int:person_id>/pipeline/", pipeline.person_fragment, name="person_fragment"),
]
