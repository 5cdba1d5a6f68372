"""Addresses of the centre's desk."""

from django.urls import path
from django.views.generic import RedirectView

from banyan.web.views.desk import (
    bond_ends,
    bonds,
    chooser,
    clip,
    dashboard,
    decisions,
    events,
    exports,
    history,
    home,
    inbox,
    organisations,
    people,
    sources,
    translations,
    users,
)

urlpatterns = [
    path("desk/", home.home, name="desk-home"),
    path("desk/overview/", dashboard.dashboard, name="desk-dashboard"),
    path("desk/clip/", clip.clip, name="desk-clip"),
    path("desk/clip/<int:pk>/", clip.clipping, name="desk-clipping"),
    path("desk/inbox/", inbox.inbox, name="desk-inbox"),
    path("desk/inbox/<str:public_id>/", inbox.inbox_source, name="desk-inbox-source"),
    path("desk/inbox/<str:public_id>/certain/", decisions.accept_certain, name="desk-accept-certain"),
    path("desk/changes/<int:pk>/decide/", decisions.decide, name="desk-decide"),
    path("desk/changes/<int:pk>/choose/", decisions.choose, name="desk-choose"),
]

urlpatterns += [
    path("desk/organisations/", organisations.organisation_list, name="desk-organisations"),
    path("desk/organisations/add/", organisations.organisation_add, name="desk-organisation-add"),
    path("desk/organisations/<str:public_id>/", organisations.organisation, name="desk-organisation"),
    path(
        "desk/organisations/<str:public_id>/edit/",
        organisations.organisation_edit,
        name="desk-organisation-edit",
    ),
    path("desk/organisations/<str:public_id>/relationships/add/", bonds.tie_add, name="desk-tie-add"),
    path("desk/people/", people.person_list, name="desk-people"),
    path("desk/people/add/", people.person_add, name="desk-person-add"),
    path("desk/people/<str:public_id>/", people.person, name="desk-person"),
    path("desk/people/<str:public_id>/edit/", people.person_edit, name="desk-person-edit"),
    path("desk/events/", events.event_list, name="desk-events"),
    path("desk/events/add/", events.event_add, name="desk-event-add"),
    path("desk/events/<str:public_id>/", events.event, name="desk-event"),
    path("desk/events/<str:public_id>/edit/", events.event_edit, name="desk-event-edit"),
    path("desk/positions/add/<slug:kind>/<str:public_id>/", bonds.post_add, name="desk-post-add"),
    path("desk/positions/<int:pk>/end/", bond_ends.post_end, name="desk-post-end"),
    path("desk/positions/<int:pk>/remove/", bond_ends.post_remove, name="desk-post-remove"),
    path("desk/relationships/<int:pk>/end/", bond_ends.tie_end, name="desk-tie-end"),
    path("desk/relationships/<int:pk>/remove/", bond_ends.tie_remove, name="desk-tie-remove"),
    path("desk/history/<slug:kind>/<str:public_id>/", history.history, name="desk-history"),
    path("desk/export/<slug:kind>.csv", exports.export, name="desk-export"),
    path("desk/choose/", chooser.choose, name="desk-chooser"),
    path("desk/choose/suggest/", chooser.suggest, name="desk-chooser-suggest"),
    path("desk/sources/", sources.source_list, name="desk-sources"),
    path("desk/sources/<str:public_id>/takedown/", sources.source_takedown, name="desk-source-takedown"),
    path("desk/sources/<str:public_id>/restore/", sources.source_restore, name="desk-source-restore"),
    path("desk/translations/", translations.translation_list, name="desk-translations"),
    path("desk/users/", users.user_list, name="desk-users"),
    path("desk/users/add/", users.user_add, name="desk-user-add"),
    path("desk/users/<int:pk>/roles/", users.user_roles, name="desk-user-roles"),
    # Wagtail's sign-in for readers would take a password without the limit and the second step.
    path(
        "_util/login/",
        RedirectView.as_view(pattern_name="account_login", query_string=True),
        name="instead-of-wagtail-login",
    ),
]
