"""Accounts in whose name commands work; nobody can log in with them."""

from reception.accounts.models import User


def system_user(username: str, name: str) -> User:
    """Return the account, made on first use.

    It is stored inactive, without password and without rights; only the object
    returned here may do everything, for as long as the command runs.
    """
    user = User.objects.filter(username=username).first()
    if user is None:
        user = User(username=username, name=name, is_active=False, is_staff=False)
        user.set_unusable_password()
        user.save(force_insert=True)
    user.is_active = user.is_superuser = True
    return user
