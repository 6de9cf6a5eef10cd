// An old address leads on, to the same part of the page. Without scripts the page itself does, to its beginning.
location.replace(document.querySelector('a').href + location.search + location.hash);
