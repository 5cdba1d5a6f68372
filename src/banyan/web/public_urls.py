"""Addresses anybody may open."""

from django.urls import path

from banyan.web.views import (
    corrections,
    events,
    home,
    members,
    organisations,
    papers,
    people,
    search,
    search_files,
    seo,
    sources,
    uploads,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("about/", home.about, name="about"),
    path("search/", search.results, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
    path("search/list.<slug:form>", search_files.search_file, name="search-file"),
    path("organisations/", search.listing, {"kind": "organisation"}, name="organisations"),
    path("organisations/<str:public_id>/", organisations.organisation, name="organisation"),
    path("organisations/<str:public_id>/record.<slug:form>", papers.organisation, name="organisation-paper"),
    path("organisations/<str:public_id>/ties.svg", organisations.ties_picture, name="ties-picture"),
    path("organisations/<str:public_id>/people/", members.people, name="organisation-people"),
    path(
        "organisations/<str:public_id>/relationships/",
        members.relationships,
        name="organisation-relationships",
    ),
    path("people/", search.listing, {"kind": "person"}, name="people"),
    path("people/<str:public_id>/", people.person, name="person"),
    path("events/", search.listing, {"kind": "event"}, name="events"),
    path("events/<str:public_id>/", events.event, name="event"),
    path("sources/", search.listing, {"kind": "article"}, name="sources"),
    path("sources/<str:public_id>/", sources.source, name="source"),
    path("sources/<str:public_id>/takedown/", sources.takedown, name="takedown"),
    path("uploads/", uploads.begin, name="uploads"),
    path("uploads/<str:token>/", uploads.upload, name="upload"),
    path("wrong/<str:kind>/<str:public_id>/", corrections.correction, name="correction"),
    path("wrong/<str:reference>/", corrections.state, name="correction-state"),
    path("sitemap.xml", seo.sitemap_index, name="sitemap"),
    path("sitemap/<slug:kind>/<int:number>.xml", seo.sitemap, name="sitemap-part"),
]
