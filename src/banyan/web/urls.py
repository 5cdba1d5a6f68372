"""The pages of the public site and of the desk, under one name."""

from banyan.web import desk_urls, public_urls

app_name = "web"
urlpatterns = [*public_urls.urlpatterns, *desk_urls.urlpatterns]
