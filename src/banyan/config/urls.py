"""
Every address. Wagtail's own sign-in screens are shadowed: they would go round the rate limit and the
second factor.
"""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from banyan.web.views import root, seo

_to_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns = [
    path("", root.choose_language, name="root"),
    re_path(r"^desk/(?P<rest>.*)$", root.desk_in_language, name="desk-in-language"),
    path("healthz", root.health, name="health"),
    path("robots.txt", seo.robots, name="robots"),
    path("editor/login/", _to_sign_in),
    re_path(r"^editor/password_reset/.*$", RedirectView.as_view(pattern_name="account_reset_password")),
    path("editor/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", root.picture, name="picture"),
]

urlpatterns += i18n_patterns(
    path("accounts/", include("allauth.urls")),
    path("", include("banyan.web.urls")),
    path("", include(wagtail_urls)),
)

if settings.BANYAN_GALLERY:
    from banyan.web.views import gallery

    urlpatterns = [*i18n_patterns(path("_components/", gallery.components, name="gallery")), *urlpatterns]

handler400 = "banyan.web.views.errors.bad_request"
handler403 = "banyan.web.views.errors.forbidden"
handler404 = "banyan.web.views.errors.not_found"
handler500 = "banyan.web.views.errors.server_error"
