// Runs before the first paint: the reader's choice of theme, else the system's.
(function () {
  var root = document.documentElement;
  root.dataset.js = '';
  try {
    var kept = localStorage.getItem('theme');
    if (kept === 'light' || kept === 'dark') root.dataset.theme = kept;
  } catch {
    // Storage is blocked: the system's theme stays.
  }
  document.addEventListener('click', function (event) {
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
