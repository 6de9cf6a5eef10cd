// The search of a site without a server: every page that has all the words, by its title first.
(function () {
  var box = document.querySelector('[data-search]');
  if (!box) return;
  var input = box.querySelector('#q');
  var status = box.querySelector('[data-status]');
  var list = box.querySelector('[data-results]');
  var words = JSON.parse(box.dataset.words);
  var own = box.dataset.locale || 'en';
  var pages = window.paperFactoryPages || [];
  var most = 60;
  function say(text, values) {
    return text.replace(/\{(\w+)\}/g, function (_, name) {
      return String(values[name]);
    });
  }
  function rank(page, parts) {
    var title = page[1].toLowerCase();
    return parts.filter((part) => title.includes(part)).length * 2 + (page[2] === own ? 1 : 0);
  }
  function search() {
    var query = input.value.trim();
    var parts =
      query
        .normalize('NFC')
        .toLowerCase()
        .match(/[\p{Script=Han}]+|[^\s\p{Script=Han}\p{P}]+/gu) || [];
    list.replaceChildren();
    status.textContent = '';
    if (parts.length === 0) return;
    var found = pages
      .filter((page) => parts.every((part) => page[1].toLowerCase().includes(part) || page[3].includes(part)))
      .map((page) => ({ page: page, rank: rank(page, parts) }))
      .sort((a, b) => b.rank - a.rank);
    var items = document.createElement('ul');
    items.className = 'results';
    found.slice(0, most).forEach(function (one) {
      var item = document.createElement('li');
      var link = document.createElement('a');
      link.href = (box.dataset.top || '../') + one.page[0].split('/').map(encodeURIComponent).join('/');
      link.textContent = one.page[1];
      if (one.page[2] !== own) item.lang = one.page[2] === 'zh' ? 'zh-Hans' : one.page[2];
      item.append(link);
      if (one.page[4] && one.page[4] !== one.page[1]) {
        var about = document.createElement('p');
        about.textContent = one.page[4];
        item.append(about);
      }
      items.append(item);
    });
    list.append(items);
    status.textContent =
      found.length === 0
        ? say(words.nothing, { query: query })
        : found.length === 1
          ? say(words.one, { query: query })
          : say(found.length > most ? words.best : words.found, {
              query: query,
              count: found.length,
              shown: Math.min(most, found.length),
            });
  }
  input.value = new URLSearchParams(location.search).get('q') || '';
  search();
  input.addEventListener('input', search);
  input.form.addEventListener('submit', function (event) {
    event.preventDefault();
    search();
  });
})();
