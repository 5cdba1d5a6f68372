"""
Words that Django, allauth and our sign-in pages show to people, named here so that our catalogues carry them.

allauth ships no Vietnamese at all, and its words are collected by nobody but this list. Each msgid is exactly
Django's or allauth's own (version 65); their catalogues give way to ours.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

WORDS = (
    _("Authenticator code"),
    _("Be patient, you are sending too many requests."),
    _("Code"),
    _("Current Password"),
    _("Email address"),
    _("Email"),
    _("Forgot your password?"),
    _("Incorrect code."),
    _("Incorrect password."),
    _("Invalid login."),
    _("Invalid or expired key."),
    _("New Password"),
    _("New Password (again)"),
    _("Password"),
    _("Please select only one."),
    _("Please type your current password."),
    _("Remember Me"),
    _("The email address and/or password you specified are not correct."),
    _("The new value must be different from the current one."),
    _("The password reset token was invalid."),
    _("This account is currently inactive."),
    _("This email address is already associated with this account."),
    _("A user is already registered with this email address."),
    _("This field is required."),
    _("Too many failed login attempts. Try again later."),
    _("Use a security key"),
    _("Use authenticator app or code"),
    _("Use your password"),
    _("You cannot remove your primary email address."),
    _("Your primary email address must be verified."),
    _("You must type the same password each time."),
    _("Master key"),
    _("Backup key"),
    _("Key nr. {number}"),
    _(
        "Enabling passwordless operation allows you to sign in using just this key, but imposes additional "
        "requirements such as biometrics or PIN protection."
    ),
    _("You cannot activate two-factor authentication until you have verified your email address."),
    _("You cannot add an email address to an account protected by two-factor authentication."),
)
