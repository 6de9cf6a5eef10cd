// Runs before the first paint: the reader's choice of theme, else the system's. Also closes the menu of the header.
(function () {
  var root = document.documentElement;
  root.dataset.js = '';
  try {
    var kept = localStorage.getItem('theme');
    if (kept === 'light' || kept === 'dark') root.dataset.theme = kept;
  } catch {
    // Storage is blocked: the system's theme stays.
  }
  // Without JavaScript the menu is closed by its own button.
  function closeMenu(unless) {
    var menu = document.querySelector('[data-menu][open]');
    if (!menu || (unless && menu.contains(unless))) return;
    menu.open = false;
    if (!unless) menu.querySelector('summary').focus();
  }
  document.addEventListener('keydown', function (event) {
    if (event.key === 'Escape') closeMenu(null);
  });
  document.addEventListener('click', function (event) {
    closeMenu(event.target);
    var button = event.target.closest && event.target.closest('[data-theme-toggle]');
    if (!button) return;
    var dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
    try {
      localStorage.setItem('theme', root.dataset.theme);
    } catch {
      // The choice then lasts for this page only.
    }
  });
})();
