"""Addresses for the people on the floor."""

from django.urls import path

from huopan.web.floor.pages import centre, mending, operation, scan, work_order

app_name = "floor"
urlpatterns = [
    path("", centre.centre, name="now"),
    path("scan/", scan.scan, name="scan"),
    path("<str:number>/", work_order.work_order, name="work_order"),
    path("<str:number>/pack/", work_order.pack, name="pack"),
    path("<str:number>/<int:place>/", operation.operation, name="operation"),
    path("<str:number>/<int:place>/broken/", mending.broken, name="broken"),
    path("<str:number>/<int:place>/reports/<int:report_id>/", mending.correct, name="correct"),
    path("<str:number>/<int:place>/report/", operation.report, name="report"),
]
