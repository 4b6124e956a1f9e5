"""
How it can stand on a home screen: a neutral name and picture, of which one is chosen.

What was chosen is kept nowhere here: the page from which it is installed names it in its manifest,
and an identity of its own keeps the browser from taking the usual one for an update of it.
"""

from django.http import JsonResponse
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

CHOICES = {  # by the word in the address: the name below the picture, and the picture
    "today": (_("Today"), "sheet"),
    "notes": (_("Notes"), "book"),
    "days": (_("Days"), "days"),
}
USUAL = "today"
SIZES = (192, 512)  # pixels


def manifest_of(choice, language):
    """Return the manifest of a choice; its names are in the language that is active."""
    name, picture = CHOICES[choice]
    icons = [
        {
            "src": static(f"icons/{picture}-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
        }
        for size in SIZES
    ]
    shown = {"name": str(name), "short_name": str(name), "icons": icons, "lang": language}
    own = "/today/" if choice == USUAL else f"/today/?as={choice}"
    shown |= {"id": own, "start_url": "/today/", "scope": "/", "display": "standalone"}
    return JsonResponse(shown, content_type="application/manifest+json")
